package dev.penstock.command.reproduce.scenario;

import dev.penstock.process.Child;
import dev.penstock.process.Command;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Where one run of a case has its files. Every user may write there, since a wrapper may have the
 * case run as another one.
 */
record Folder(Path path) {
    /** Where the processes say who they are. */
    static final String ROLES = "roles";

    /** What they print. */
    static final String OUTPUT = "output";

    private static final Set<PosixFilePermission> READ =
            PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> RUN =
            PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> WRITE =
            PosixFilePermissions.fromString("rw-rw-rw-");
    private static final Set<PosixFilePermission> ALL =
            PosixFilePermissions.fromString("rwxrwxrwx");

    /** The first build of a program by a new Go builds Go's library too. */
    private static final Duration LONGEST_BUILD = Duration.ofMinutes(3);

    static Folder create(Case about) throws IOException {
        Path path = Files.createTempDirectory("penstock-" + about.name() + "-");
        return new Folder(Files.setPosixFilePermissions(path, ALL));
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** Compiles what is written in a language that is compiled beforehand. */
    void build(Case about) throws IOException, InterruptedException {
        Path program = file(about.scenario());
        List<String> words = about.language().compiler(about, file(about.name()), program);
        if (words.isEmpty()) {
            return;
        }
        Corpus.copy(about.name(), path);
        if (about.language() == Language.C) {
            Corpus.copy("role.h", path);
        }
        Command compiler =
                Command.of(words).environment("PATH", Programs.path()).timeout(LONGEST_BUILD);
        Child child;
        synchronized (Staged.class) {
            child = compiler.start();
        }
        try (child) {
            child.await().orThrow();
        }
        Files.setPosixFilePermissions(program, RUN);
    }

    /** Puts there what the case needs. */
    void lay(Case about) throws IOException {
        Files.setPosixFilePermissions(Corpus.copy("role", path), RUN);
        Files.setPosixFilePermissions(Corpus.copy("flood.py", path), READ);
        for (String name : List.of(ROLES, OUTPUT)) {
            Files.setPosixFilePermissions(Files.createFile(file(name)), WRITE);
        }
        switch (about.language()) {
            case C -> {
                if (!about.run().isEmpty()) {
                    String name = about.run().get(0);
                    Files.copy(Language.builtFromC(name), file(name));
                    Files.setPosixFilePermissions(file(name), RUN);
                }
            }
            case GO, RUST -> {
                // built
            }
            default -> Files.setPosixFilePermissions(Corpus.copy(about.name(), path), READ);
        }
    }

    void remove() throws IOException {
        remove(path);
    }

    private static void remove(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    remove(file);
                } else {
                    Files.delete(file);
                }
            }
        }
        Files.delete(folder);
    }
}
