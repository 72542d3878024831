package dev.penstock.corpus;

import dev.penstock.cli.Penstock;
import dev.penstock.cli.Ran;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.PublicClassPath;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who looks, and so what may be seen. */
enum Looks {
    ROOT("root"),
    /** The one whose processes they are. */
    USER("user"),
    /** Another one, without CAP_SYS_PTRACE. */
    NO_PTRACE("no-ptrace");

    private static final String STRANGER = "65533";

    /** On a machine that is busy with all the cases what moves does not move at once. */
    private static final String LENGTH = "1s";

    private final String title;

    Looks(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Why one cannot look that way here; empty if one can. */
    Optional<String> missing() {
        return this == USER || CorpusRun.isRoot()
                ? Optional.empty()
                : Optional.of("only root can look as root, and as another user");
    }

    /** What {@code penstock inspect --json} says of these processes. */
    Ran inspect(List<Integer> pids) throws Exception {
        List<String> words = new ArrayList<>(List.of("inspect", "--json", "--for", LENGTH));
        pids.forEach(pid -> words.add(pid.toString()));
        String[] arguments = words.toArray(String[]::new);
        if (this == ROOT || !CorpusRun.isRoot()) {
            return Ran.penstock(arguments);
        }
        try (PublicClassPath classPath = PublicClassPath.copy()) {
            List<String> command =
                    new ArrayList<>(CorpusRun.asUser(this == USER ? CorpusRun.USER : STRANGER));
            command.addAll(ChildJvm.command(classPath.text(), Penstock.class, arguments));
            return run(command);
        }
    }

    private static Ran run(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("penstock-inspect", ".err");
        Process jvm =
                new ProcessBuilder(command)
                        .directory(new File("/"))
                        .redirectError(errors.toFile())
                        .start();
        try {
            jvm.getOutputStream().close();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            jvm.getInputStream().transferTo(out);
            return new Ran(
                    jvm.waitFor(), out.toString(StandardCharsets.UTF_8), Files.readString(errors));
        } finally {
            jvm.destroyForcibly().waitFor();
            jvm.getInputStream().close();
            Files.delete(errors);
        }
    }
}
