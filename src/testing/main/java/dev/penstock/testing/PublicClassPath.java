package dev.penstock.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A copy of this JVM's class path that every user may read, for a JVM that runs as another one:
 * what lies in root's home is root's alone.
 */
public final class PublicClassPath implements AutoCloseable {
    private final Path folder;
    private final List<Path> entries;

    private PublicClassPath(Path folder, List<Path> entries) {
        this.folder = folder;
        this.entries = entries;
    }

    /** Copies the class path, jars and folders. */
    public static PublicClassPath copy() throws IOException {
        Path folder = open(Files.createTempDirectory("penstock-classes"));
        List<Path> entries =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .filter(Files::exists)
                        .toList();
        List<Path> copies = new java.util.ArrayList<>();
        for (Path entry : entries) {
            Path copy = folder.resolve(copies.size() + "-" + entry.getFileName());
            copyTree(entry, copy);
            copies.add(copy);
        }
        return new PublicClassPath(folder, copies);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.toList();
        }
        for (Path file : files) {
            Path copy = to.resolve(from.relativize(file).toString());
            open(Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES));
        }
    }

    private static Path open(Path file) throws IOException {
        return Files.setPosixFilePermissions(
                file,
                PosixFilePermissions.fromString(
                        Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** As {@code java -cp} takes it. */
    public String text() {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
