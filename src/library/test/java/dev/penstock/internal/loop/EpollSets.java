package dev.penstock.internal.loop;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the kernel itself says is in this process's epoll sets. */
public final class EpollSets {
    private EpollSets() {}

    /** Whether any epoll set has the descriptor: a {@code tfd} line of its fdinfo. */
    public static boolean hold(int fd) throws IOException {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                try {
                    if (Files.readSymbolicLink(link).toString().equals("anon_inode:[eventpoll]")
                            && holds(link.getFileName().toString(), fd)) {
                        return true;
                    }
                } catch (NoSuchFileException closedMeanwhile) {
                    continue;
                }
            }
        }
        return false;
    }

    private static boolean holds(String epfd, int fd) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo", epfd))) {
            String[] words = line.trim().split("\\s+");
            if (words[0].equals("tfd:") && Integer.parseInt(words[1]) == fd) {
                return true;
            }
        }
        return false;
    }
}
