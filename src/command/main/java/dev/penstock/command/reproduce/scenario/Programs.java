package dev.penstock.command.reproduce.scenario;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where programs are looked for. */
final class Programs {
    /** What every user may be expected to reach; root's own PATH may lead into root's home. */
    static final String COMMON = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

    private Programs() {}

    static Optional<Path> find(String program) {
        for (String folder : path().split(":")) {
            Path candidate = Path.of(folder, program);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    static String path() {
        String own = System.getenv("PATH");
        return own == null || "root".equals(System.getProperty("user.name")) ? COMMON : own;
    }
}
