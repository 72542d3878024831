package dev.penstock.internal.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.penstock.libc.Libc;
import dev.penstock.sys.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Guards the sixth argument: jnr-ffi's x86_64 stubs corrupt it in calls with exactly six integer
 * ones, which splice and posix_spawnp are. jffi below it, which {@code CFunction} calls, does not.
 */
@Timeout(60)
class JnrSixArgumentsTest {
    private static final int SPLICE_F_ALL = 0xf;

    private final Libc libc;

    JnrSixArgumentsTest() throws IOException {
        libc = Binding.of("jnr").libc();
    }

    private final int[] from = new int[2];
    private final int[] to = new int[2];

    @BeforeEach
    void open() {
        assertEquals(0, libc.pipe(from));
        assertEquals(0, libc.pipe(to));
    }

    @AfterEach
    void close() {
        for (int[] pipe : new int[][] {from, to}) {
            libc.close(pipe[0]);
            libc.close(pipe[1]);
        }
    }

    /** Whatever a corrupted argument may be, it is not all of these in turn. */
    @Test
    void shouldPassTheFlagsOfSplice() {
        NativeMemory memory = new NativeMemory(64);
        for (int round = 0; round < 100; round++) {
            for (int flags = 0; flags <= SPLICE_F_ALL; flags++) {
                assertEquals(1, libc.write(from[1], memory.address(), 1));
                assertEquals(
                        -Errno.EINVAL,
                        libc.splice(from[0], 0, to[1], 0, 1, flags | SPLICE_F_ALL + 1),
                        "an invalid flag");
                assertEquals(1, libc.splice(from[0], 0, to[1], 0, 1, flags), "flags " + flags);
                assertEquals(1, libc.read(to[0], memory.address(), 64));
            }
        }
    }

    @Test
    void shouldNotBlockInSpliceWhenToldSo() {
        for (int round = 0; round < 1000; round++) {
            assertEquals(
                    -Errno.EAGAIN,
                    libc.splice(from[0], 0, to[1], 0, 1, SystemConstants.SPLICE_F_NONBLOCK));
        }
    }

    @Test
    void shouldPassTheEnvironmentOfPosixSpawn() {
        for (int code = 0; code < 20; code++) {
            Spawned child = Spawned.sh(libc, "exit $CODE", "CODE=" + code);
            SignalInfo info = new SignalInfo();
            assertEquals(
                    0,
                    libc.waitid(
                            SystemConstants.P_PID,
                            child.pid(),
                            info.address(),
                            SystemConstants.WEXITED,
                            0));
            assertEquals(child.pid(), info.pid());
            assertEquals(SystemConstants.CLD_EXITED, info.code());
            assertEquals(code, info.status());
        }
    }

    /** A child of a bare posix_spawnp, which nobody else reaps. */
    record Spawned(int pid) {
        static Spawned sh(Libc libc, String script, String environment) {
            Strings argv = new Strings("/bin/sh", "-c", script);
            Strings envp = new Strings(environment);
            NativeMemory pid = new NativeMemory(Integer.BYTES);
            assertEquals(
                    0,
                    libc.posixSpawnp(
                            pid.address(), argv.first(), 0, 0, argv.address(), envp.address()));
            return new Spawned(pid.bytes().getInt(0));
        }
    }

    /** A C array of strings, ended by a null pointer. */
    private static final class Strings {
        private final NativeMemory memory = new NativeMemory(1024);
        private final int text;

        Strings(String... strings) {
            text = (strings.length + 1) * Long.BYTES;
            int end = text;
            for (int i = 0; i < strings.length; i++) {
                memory.bytes().putLong(i * Long.BYTES, memory.address() + end);
                byte[] bytes = strings[i].getBytes(StandardCharsets.UTF_8);
                memory.bytes().put(end, bytes);
                end += bytes.length + 1;
            }
        }

        long address() {
            return memory.address();
        }

        long first() {
            return memory.address() + text;
        }
    }
}
