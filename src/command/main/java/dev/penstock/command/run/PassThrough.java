package dev.penstock.command.run;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The command's two outputs, on their way to ours. Penstock's first program (native/run/pass.c)
 * runs the command, and has pipes for its outputs: it is told once they are open here, and tells
 * when the rest of them is not waited for.
 */
final class PassThrough {
    private static final int NUMBERS = 5;

    private final Path descriptors;
    private final String[] numbers;

    /**
     * @param words the process, and its descriptors: the output, the error output, and what ends
     *     when they are given up; and one of ours, to be written to when they are open; with commas
     *     between
     */
    PassThrough(String words) {
        this.numbers = words.split(",");
        if (numbers.length != NUMBERS) {
            throw new IllegalArgumentException("not " + NUMBERS + " numbers: " + words);
        }
        this.descriptors = Path.of("/proc", numbers[0], "fd");
    }

    /** Returns once both are over. */
    void pass(OutputFilter stdout, OutputFilter stderr) throws IOException, InterruptedException {
        PipeReader out = new PipeReader(descriptor(1), stdout);
        PipeReader err = new PipeReader(descriptor(2), stderr);
        InputStream givenUp = new FileInputStream(descriptor(3).toFile());
        Thread watch = new Thread(() -> watch(givenUp, out, err), "penstock run");
        watch.setDaemon(true);
        try (OutputStream ready = new FileOutputStream("/proc/self/fd/" + numbers[4])) {
            ready.write(1);
        }
        out.start("stdout");
        err.start("stderr");
        watch.start();
        // Of both, before one of them tells that it failed: the other goes on.
        out.await();
        err.await();
        out.end();
        err.end();
    }

    private Path descriptor(int which) {
        return descriptors.resolve(numbers[which]);
    }

    /** The other side writes nothing; it closes the pipe. */
    private static void watch(InputStream givenUp, PipeReader out, PipeReader err) {
        try (givenUp) {
            if (givenUp.read() < 0) {
                out.giveUp();
                err.giveUp();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the outputs cannot be given up", e);
        }
    }
}
