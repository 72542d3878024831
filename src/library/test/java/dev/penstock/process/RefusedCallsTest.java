package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.loop.EventLoop;
import dev.penstock.sink.Capture;
import dev.penstock.splice.FileSink;
import dev.penstock.splice.Forward;
import dev.penstock.testing.ChildJvm;
import dev.penstock.testing.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A JVM where system calls fail that an old kernel lacks, or a seccomp filter refuses: each row of
 * docs/sandboxes.md, whether it is made up for or told clearly.
 */
@Timeout(60)
@Tag("not-under-qemu") // qemu-user does not carry seccomp filters over.
class RefusedCallsTest {
    /** What is done where a call is refused, and what comes of it where all are allowed. */
    enum Use {
        DISCARD("1000000 COMPLETE"),
        TO_FILE("1000000 COMPLETE"),
        FORWARD("1000000 COMPLETE"),
        FILE_PART("1000000"),
        EXIT("exited with 3"),
        TIMEOUT("killed by SIGTERM"),
        GROUP("killed by SIGTERM"),
        DESCENDANTS("killed by SIGTERM"),
        LIMITED("exited with 0"),
        LOOP("started");

        final String fine;

        Use(String fine) {
            this.fine = fine;
        }
    }

    /** The uses that a refusal changes, with what their message has to say. */
    private record Row(String calls, Map<Use, String> told) {}

    static Stream<Row> rows() {
        String lost = "status lost: waitid";
        Map<Use, String> withoutWait =
                Map.of(
                        Use.EXIT, lost,
                        Use.TIMEOUT, lost,
                        Use.GROUP, lost,
                        Use.DESCENDANTS, lost,
                        Use.LIMITED, lost);
        Map<Use, String> withoutMemfd = Map.of(Use.LIMITED, "a seccomp filter has to allow it");
        return Stream.of(
                new Row("splice", Map.of()),
                new Row("splice=EPERM", Map.of()),
                new Row("pidfd_open", Map.of()),
                new Row("pidfd_open=EPERM", Map.of()),
                new Row("pidfd_send_signal", Map.of()),
                new Row("pidfd_send_signal=EPERM", Map.of()),
                new Row("waitid=EPERM", withoutWait),
                new Row("waitid pidfd_open", withoutWait),
                new Row("memfd_create", withoutMemfd),
                new Row("memfd_create=EPERM", withoutMemfd),
                new Row("memfd_create=EACCES", Map.of(Use.LIMITED, "sysctl vm.memfd_noexec=1")),
                new Row("close_range=EPERM", Map.of()),
                new Row("getrusage=EPERM", Map.of()),
                new Row("setsid=EPERM", Map.of(Use.DESCENDANTS, "EPERM: not permitted")),
                new Row("eventfd2=EPERM", everything("eventfd: EPERM")),
                new Row("epoll_create1=EPERM", everything("epoll_create1: EPERM")));
    }

    private static Map<Use, String> everything(String told) {
        return Stream.of(Use.values()).collect(Collectors.toMap(use -> use, use -> told));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldDoWithoutTheCallOrSaySo(Row row) throws Exception {
        List<String> words = new ArrayList<>(List.of(Native.program("refuse")));
        words.addAll(List.of(row.calls.split(" ")));
        words.add("--");
        words.addAll(ChildJvm.command(Sandboxed.class));
        Capture out = Capture.of(1 << 16);
        Outcome outcome = Command.of(words).stdout(out).mergeStderr().run();
        assertTrue(outcome.succeeded(), outcome + "\n" + out.text());
        List<String> lines = out.text().lines().filter(line -> line.startsWith("* ")).toList();
        assertEquals(Use.values().length, lines.size(), out.text());
        for (Use use : Use.values()) {
            String told = row.told.getOrDefault(use, use.fine);
            String line = lines.get(use.ordinal());
            assertTrue(line.contains(told), row.calls + ": " + line + "\n wanted " + told);
        }
    }

    /** The JVM behind the filter. */
    static final class Sandboxed {
        private static final int SIZE = 1_000_000;

        public static void main(String[] arguments) throws Exception {
            Path file = Files.createTempFile("penstock-refused", ".bytes");
            try {
                Files.write(file, new byte[SIZE]);
                for (Use use : Use.values()) {
                    String told;
                    try {
                        told = use(use, file);
                    } catch (IOException e) {
                        told = e.toString();
                    }
                    System.out.println("\n* " + use + ' ' + told);
                }
            } finally {
                Files.delete(file);
            }
        }

        private static String use(Use use, Path file) throws Exception {
            Command cat = Command.of("head", "-c", String.valueOf(SIZE), file.toString());
            Command sleep = Command.of("sleep", "1000").timeout(Duration.ofMillis(100));
            return switch (use) {
                case DISCARD -> end(cat.run());
                case TO_FILE -> {
                    Path copy = Files.createTempFile("penstock-refused", ".copy");
                    Outcome outcome = cat.stdout(FileSink.of(copy).truncating()).run();
                    long size = Files.size(copy);
                    Files.delete(copy);
                    yield size == SIZE ? end(outcome) : "the file has " + size;
                }
                case FORWARD -> {
                    dev.penstock.pipe.Pipe pipe = dev.penstock.pipe.Pipe.open();
                    try (Child reader = Command.of("cat").stdin(Input.pipe(pipe)).start()) {
                        Outcome outcome = cat.stdout(Forward.of(pipe.writeEnd().number())).run();
                        pipe.writeEnd().close();
                        long read = reader.await().stdout().bytes();
                        yield read == SIZE ? end(outcome) : "there arrived " + read;
                    }
                }
                case FILE_PART -> {
                    Capture count = Capture.of(100);
                    Command.of("wc", "-c").stdin(Input.file(file, 0, SIZE)).stdout(count).run();
                    yield count.text();
                }
                case EXIT -> Command.of("sh", "-c", "exit 3").run().exit().toString();
                case TIMEOUT -> sleep.run().exit().toString();
                case GROUP -> sleep.teardown(Teardown.DEFAULT.toGroup()).run().exit().toString();
                case DESCENDANTS ->
                        sleep.teardown(Teardown.DEFAULT.toDescendants()).run().exit().toString();
                case LIMITED ->
                        Command.of("true")
                                .confine(Confinement.none().limit(Resource.CORE, 0))
                                .run()
                                .exit()
                                .toString();
                case LOOP -> {
                    EventLoop.start("another").close();
                    yield "started";
                }
            };
        }

        private static String end(Outcome outcome) {
            return outcome.stdout().bytes() + " " + outcome.stdout().how();
        }
    }
}
