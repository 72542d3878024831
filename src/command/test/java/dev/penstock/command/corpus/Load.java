package dev.penstock.command.corpus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Processes that do nothing but use the machine's CPUs, until it ends. */
final class Load {
    private final List<Process> busy = new ArrayList<>();

    private Load() {}

    static Load of(int processes) throws IOException {
        Load load = new Load();
        try {
            for (int i = 0; i < processes; i++) {
                load.busy.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
            }
            return load;
        } catch (IOException e) {
            load.end();
            throw e;
        }
    }

    void end() {
        for (Process one : busy) {
            // Reaped by the JDK's own thread.
            one.destroyForcibly();
        }
    }
}
