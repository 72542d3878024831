package dev.penstock.command.trace;

import dev.penstock.command.task.Failure;
import dev.penstock.diagnosis.trace.ProcessLog;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The logs that were named, open. */
final class Logs implements AutoCloseable {
    private final List<ProcessLog> logs = new ArrayList<>();

    /** What reads from another one before that. */
    private final List<InputStream> open = new ArrayList<>();

    private final Progress progress;

    private Logs(Progress progress) {
        this.progress = progress;
    }

    static Logs open(List<String> names, Progress progress) throws IOException {
        Logs logs = new Logs(progress);
        try {
            for (String name : names) {
                logs.add(name);
            }
            return logs;
        } catch (IOException | RuntimeException e) {
            logs.close();
            throw e;
        }
    }

    private void add(String name) throws IOException {
        InputStream raw;
        if (name.equals("-")) {
            // Not System.in, which is synchronised and is not ours to close.
            raw = new FileInputStream(FileDescriptor.in);
        } else {
            Path path = Path.of(name);
            if (!Files.exists(path)) {
                throw new Failure(Failure.USAGE, "trace: there is no file '" + name + "'");
            }
            if (Files.isDirectory(path)) {
                throw new Failure(
                        Failure.USAGE,
                        "trace: '" + name + "' is a directory: name the files in it, LOG.*");
            }
            raw = new FileInputStream(name);
            progress.expect(Files.size(path));
        }
        open.add(0, raw);
        InputStream in = Compressed.unpacked(name, progress.counting(raw));
        open.add(0, in);
        logs.add(new ProcessLog(pid(name), in));
    }

    /** {@code -ff} ends each file's name with its process. */
    private static int pid(String name) {
        String plain = name;
        for (String ending : new String[] {".gz", ".zst"}) {
            plain =
                    plain.endsWith(ending)
                            ? plain.substring(0, plain.length() - ending.length())
                            : plain;
        }
        int dot = plain.lastIndexOf('.');
        String digits = plain.substring(dot + 1);
        if (dot < 0 || digits.isEmpty() || digits.length() > 9) {
            return 0;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return 0;
            }
        }
        return Integer.parseInt(digits);
    }

    List<ProcessLog> all() {
        return logs;
    }

    @Override
    public void close() throws IOException {
        for (InputStream in : open) {
            in.close();
        }
    }
}
