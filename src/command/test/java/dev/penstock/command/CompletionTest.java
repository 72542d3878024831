package dev.penstock.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.command.inspect.Hung;
import dev.penstock.internal.procfs.PipeWait;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the shells make of {@code penstock completion}. */
@Timeout(60)
class CompletionTest {
    @TempDir Path folder;

    @BeforeEach
    void writeScripts() throws Exception {
        for (String shell : List.of("bash", "zsh")) {
            Ran ran = Ran.penstock("completion", shell);
            assertEquals(0, ran.code(), ran.err());
            Files.writeString(folder.resolve(shell.equals("zsh") ? "_penstock" : shell), ran.out());
        }
    }

    @Test
    void shouldCompleteCommandsOptionsAndValues() throws Exception {
        assertEquals(List.of("inspect"), bash("penstock ins"));
        assertEquals(List.of("--drain"), bash("penstock rescue 1 2 --dr"));
        assertEquals(List.of("always"), bash("penstock inspect --color = al"));
        assertEquals(List.of("proven", "suspected"), bash("penstock trace --fail-on "));
        assertEquals(List.of("exit"), bash("penstock rescue 1 2 --until e"));
        assertEquals(List.of("--kill-after"), bash("penstock run --kill"));
        assertTrue(bash("penstock inspect --htm").equals(List.of("--html")));
    }

    @Test
    void shouldCompleteProcessesWithTheirCommandLines() throws Exception {
        try (Hung hung = new Hung("sh", "-c", "sleep 77 | cat")) {
            hung.awaitPipe(PipeWait.BYTES);
            int cat = hung.awaitNamed("cat");

            assertEquals(List.of("" + cat), bash("penstock inspect " + cat));
            assertTrue(bash("penstock inspect ").contains(cat + "  cat "), "with command lines");
            assertEquals(List.of("0"), bash("penstock rescue " + cat + " "));
        }
    }

    @Test
    void shouldCompleteInZsh() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/zsh")),
                "SKIPPED: there is no /usr/bin/zsh (apt-get install zsh)");
        try (Hung hung = new Hung("sh", "-c", "sleep 77 | cat")) {
            hung.awaitPipe(PipeWait.BYTES);
            int cat = hung.awaitNamed("cat");

            assertTrue(zsh("penstock insp", "penstock inspect "), "a command");
            assertTrue(zsh("penstock inspect --htm", "penstock inspect --html="), "an option");
            assertTrue(zsh("penstock trace --fail-on=pr", "--fail-on=proven"), "a value");
            assertTrue(zsh("penstock rescue " + cat + " ", "rescue " + cat + " 0"), "a descriptor");
        }
    }

    @Test
    void shouldRefuseAnotherShell() {
        assertEquals(
                new Ran(2, "", "penstock: completion: name one shell, bash or zsh\n"),
                Ran.penstock("completion", "fish"));
    }

    /** What bash would offer for a line, whose words are as bash has split them. */
    private List<String> bash(String line) throws Exception {
        String script =
                ". '%s'; COMP_WORDS=(%s%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _penstock;"
                                .formatted(
                                        folder.resolve("bash"),
                                        line,
                                        line.endsWith(" ") ? "''" : "")
                        + " printf '%s\\n' \"${COMPREPLY[@]}\"";
        String out = run("bash", "-c", script);
        return out.strip().isEmpty() ? List.of() : List.of(out.split("\n"));
    }

    /** Whether zsh, where that is typed and then the tab key, comes to show this. */
    private boolean zsh(String typed, String shown) throws Exception {
        String script =
                """
                zmodload zsh/zpty
                zpty shell TERM=dumb zsh -f
                zpty -w shell 'PS1=; unsetopt zle_bracketed_paste 2>/dev/null; fpath=(%s $fpath)'
                zpty -w shell 'autoload -U compinit; compinit -u -D; bindkey "^I" complete-word; print rea""dy'
                zpty -r -m shell line '*ready*'
                zpty -w -n shell $'%s\\t'
                zpty -r -m shell line '*%s*' && print -r -- "$line"
                zpty -d shell
                """
                        .formatted(folder, typed, shown.replace("[", "\\["));
        return run("zsh", "-fc", script).contains(shown);
    }

    private static String run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly().waitFor();
            process.getInputStream().close();
        }
    }
}
