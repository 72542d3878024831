package dev.penstock.internal.spawn;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This process's open descriptors, from {@code /proc/self/fd}. */
final class OpenDescriptors {
    private OpenDescriptors() {}

    /** The numbers, in no order; the one that reads the directory is among them. */
    static List<Integer> list() throws IOException {
        List<Integer> fds = new ArrayList<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                fds.add(Integer.valueOf(link.getFileName().toString()));
            }
        }
        return fds;
    }
}
