package dev.penstock.internal.spawn;

import java.util.List;

/**
 * How large the arguments and environment of an exec are.
 *
 * @param bytes with their terminating NULs and pointers
 */
record ArgumentSize(long bytes, int strings) {

    static ArgumentSize of(List<byte[]> argv, List<byte[]> envp) {
        return new ArgumentSize(
                SpawnMemory.room(argv) + SpawnMemory.room(envp), argv.size() + envp.size());
    }
}
