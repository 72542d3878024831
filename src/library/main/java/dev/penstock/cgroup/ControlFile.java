package dev.penstock.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** Reading and writing a cgroup's files. */
final class ControlFile {
    private ControlFile() {}

    /** Without O_CREAT and O_TRUNC: the kernel makes these files. */
    static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
    }

    static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.US_ASCII);
    }

    /** The one number in a file; empty where this kernel or cgroup has no such file. */
    static OptionalLong number(Path file) throws IOException {
        try {
            return OptionalLong.of(Long.parseLong(read(file).strip()));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    /** The number after a word in a file of {@code WORD NUMBER} lines. */
    static OptionalLong number(Path file, String word) throws IOException {
        String text;
        try {
            text = read(file);
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
        for (String line : text.split("\n")) {
            if (line.startsWith(word + " ")) {
                return OptionalLong.of(Long.parseLong(line.substring(word.length() + 1).strip()));
            }
        }
        return OptionalLong.empty();
    }
}
