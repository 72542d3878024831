package dev.penstock.command.corpus;

import dev.penstock.command.Penstock;
import dev.penstock.command.Ran;
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
    /**
     * The same, on a machine where Yama lets nobody attach to processes that are not his own
     * children's (kernel.yama.ptrace_scope 1, as on Ubuntu): what a process is called with, {@code
     * /proc/PID/syscall}, is then refused. Played here by files that only root may read, mounted in
     * its place; without that file no memory is looked at either.
     */
    YAMA("yama"),
    /** Another one, without CAP_SYS_PTRACE. */
    NO_PTRACE("no-ptrace");

    /** Takes a user and a command, which sees the user's processes as Yama would show them. */
    private static final String AS_YAMA_SHOWS =
            """
            import ctypes, glob, os, sys, tempfile
            mount = ctypes.CDLL(None, use_errno=True).mount
            refused = tempfile.NamedTemporaryFile()
            for folder in glob.glob("/proc/[0-9]*"):
                try:
                    if os.stat(folder).st_uid != int(sys.argv[1]):
                        continue
                except FileNotFoundError:
                    continue
                for file in glob.glob(folder + "/syscall") + glob.glob(folder + "/task/*/syscall"):
                    if mount(refused.name.encode(), file.encode(), None, 4096, None) != 0:  # MS_BIND
                        if ctypes.get_errno() != 2:
                            sys.exit(file + ": " + os.strerror(ctypes.get_errno()))
            os.execvp(sys.argv[2], sys.argv[2:])
            """;

    private static final Path SCOPE = Path.of("/proc/sys/kernel/yama/ptrace_scope");

    private static final String STRANGER = "65533";

    private final String title;

    Looks(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Why one cannot look that way here; empty if one can. */
    Optional<String> missing() {
        if (this != USER && !CorpusRun.isRoot()) {
            return Optional.of(
                    "only root with CAP_SYS_PTRACE can look as root, and as another user");
        }
        return this == YAMA && !Capability.SYS_ADMIN.held()
                ? Optional.of("it takes mounts, which are not allowed here")
                : Optional.empty();
    }

    /** Whether nothing that is of interest is kept from who looks. */
    boolean seesAll() throws IOException {
        boolean restricted = Files.exists(SCOPE) && !Files.readString(SCOPE).startsWith("0");
        return this == ROOT || this == USER && !restricted;
    }

    /** What {@code penstock inspect --json} says of these processes. */
    Ran inspect(List<Integer> pids, List<String> options) throws Exception {
        List<String> words = new ArrayList<>(List.of("inspect", "--json"));
        words.addAll(options);
        pids.forEach(pid -> words.add(pid.toString()));
        String[] arguments = words.toArray(String[]::new);
        if (this == ROOT || !CorpusRun.isRoot()) {
            return Ran.penstock(arguments);
        }
        try (PublicClassPath classPath = PublicClassPath.copy()) {
            List<String> command = new ArrayList<>();
            if (this == YAMA) {
                command.addAll(List.of("unshare", "--mount", "--propagation", "private"));
                command.addAll(List.of("python3", "-c", AS_YAMA_SHOWS, CorpusRun.USER));
            }
            command.addAll(CorpusRun.asUser(this == NO_PTRACE ? STRANGER : CorpusRun.USER));
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
