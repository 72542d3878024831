package dev.penstock.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.sys.Linux;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PenstockTest {
    @Test
    void shouldHelp() {
        Ran help = Ran.penstock("--help");

        assertEquals(0, help.code());
        assertTrue(help.out().contains("reproduce") && help.out().contains("Examples:"));
        assertEquals(help, Ran.penstock("help"));
        for (String command : new String[] {"reproduce", "run", "inspect", "limits"}) {
            Ran own = Ran.penstock(command, "--help");
            assertEquals(0, own.code());
            assertTrue(own.out().startsWith("Usage: penstock " + command), own.out());
            assertTrue(
                    own.out().contains("Examples:") && own.out().contains("Exit code:"), own.out());
            assertEquals(own, Ran.penstock("help", command));
        }
    }

    @Test
    void shouldTellItsVersion() {
        Ran ran = Ran.penstock("--version");

        assertEquals(0, ran.code());
        String[] lines = ran.out().split("\n");
        assertEquals(3, lines.length, ran.out());
        assertTrue(lines[0].startsWith("penstock "), ran.out());
        assertEquals("C library: " + Linux.binding(), lines[1]);
        assertTrue(lines[2].startsWith("Java: " + Runtime.version()), ran.out());
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        assertEquals(
                new Ran(
                        2,
                        "",
                        "penstock: there is no command 'rum' (did you mean 'run'?); try 'penstock --help'\n"),
                Ran.penstock("rum"));
        assertEquals(
                new Ran(2, "", "penstock: there is no option '--rum'; try 'penstock --help'\n"),
                Ran.penstock("--rum"));
        Ran nothing = Ran.penstock();
        assertEquals(2, nothing.code());
        assertTrue(nothing.err().startsWith("Usage: "), nothing.err());
    }

    @Test
    void shouldShowLimits() {
        Ran ran = Ran.penstock("limits");

        assertEquals(0, ran.code(), ran.err());
        for (String line : ran.out().split("\n")) {
            assertTrue(line.length() <= 100, line);
        }
        assertTrue(ran.out().contains("pipe-user-pages-soft"), ran.out());
    }

    @Test
    void shouldShowLimitsToMachines() throws IOException {
        Map<String, Object> json = Ran.penstock("limits", "--json").json();

        long page = (Long) json.get("page_size");
        assertTrue((Long) json.get("pipe_capacity") >= page, json.toString());
        assertEquals(0, (Long) json.get("pipe_capacity") % page);
        assertEquals(System.getProperty("java.version"), json.get("jdk"));
        assertTrue(json.get("pidfd") instanceof Boolean, json.toString());
        @SuppressWarnings("unchecked")
        Map<String, Object> unknown = (Map<String, Object>) json.get("unknown");
        for (String name : unknown.keySet()) {
            assertNull(json.get(name), name);
        }
    }

    @Test
    void shouldSayWhatWasMeant() {
        assertEquals(
                "penstock: there is no command 'insepct' (did you mean 'inspect'?); try 'penstock"
                        + " --help'\n",
                Ran.penstock("insepct").err());
        assertEquals(
                "penstock: inspect: unknown option: '--htm=x' (did you mean '--html'?); try"
                        + " 'penstock inspect --help'\n",
                Ran.penstock("inspect", "--htm=x", "1").err());
    }

    @Test
    void shouldRefuseAnOptionOfLimits() {
        Ran ran = Ran.penstock("limits", "--xml");

        assertEquals(2, ran.code());
        assertEquals(
                "penstock: limits: unknown option: '--xml'; try 'penstock limits --help'\n",
                ran.err());
    }
}
