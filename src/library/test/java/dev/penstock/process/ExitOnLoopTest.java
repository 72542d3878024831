package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.loop.EventLoop;
import dev.penstock.sink.Lines;
import dev.penstock.sink.QueueSink;
import dev.penstock.testing.ChildJvm;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A JVM that shuts down while the thread of an event loop does not come back: because that thread
 * has called System.exit, or because user code holds it. Its children end, and it ends itself.
 */
@Timeout(120)
@Tag("not-under-qemu") // Starts a JVM of the architecture under test.
class ExitOnLoopTest {
    private static final int CODE = 7;

    /** Where the JVM shuts down, and who is to end the child. */
    enum Way {
        IN_A_LINE_CONSUMER,
        AT_EVERY_LINE,
        AT_AN_OUTCOME,
        IN_A_TASK_UNDER_A_USERS_HOOK,
        IN_A_TASK_UNDER_A_HOOK_THAT_CLOSES_THE_LOOP,
        IN_A_TASK_WHILE_IT_SHUTS_DOWN,
        ELSEWHERE_WHILE_A_TASK_BLOCKS,
        ELSEWHERE_WHILE_A_TASK_BLOCKS_UNDER_A_USERS_HOOK,
        ELSEWHERE_WHILE_A_TASK_BLOCKS_UNDER_A_HOOK_THAT_CLOSES_THE_LOOP
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndTheChildAndTheJvm(Way way) throws Exception {
        QueueSink<String> lines = QueueSink.ofLines(100, 10);
        Command jvm = Command.of(ChildJvm.command(Exiting.class, way.name())).mergeStderr();
        try (Child child = jvm.stdout(lines).start()) {
            String pid = lines.take();
            StringBuilder rest = new StringBuilder();
            for (String line = lines.take(); line != null; line = lines.take()) {
                rest.append(line).append('\n');
            }
            assertEquals(new Exit.Exited(CODE), child.await().exit(), rest.toString());
            boolean lives =
                    ProcFs.open()
                            .stat(Integer.parseInt(pid))
                            .known()
                            .filter(stat -> !stat.ended())
                            .isPresent();
            assertFalse(lives, "the child lives on; " + rest);
        }
    }

    /** The JVM that shuts down. */
    static final class Exiting {
        public static void main(String[] arguments) throws Exception {
            Way way = Way.valueOf(arguments[0]);
            EventLoop loop = EventLoop.start("stuck");
            boolean hook = way.name().endsWith("_HOOK");
            boolean closesTheLoop = way.name().endsWith("_LOOP");
            Command sleep = Command.of("sleep", "1000");
            Child child = (hook || closesTheLoop ? sleep : sleep.endAtShutdown()).start(loop);
            System.out.println(child.pid());
            if (hook) {
                Runtime.getRuntime().addShutdownHook(new Thread(child::close));
            } else if (closesTheLoop) {
                Runtime.getRuntime().addShutdownHook(new Thread(loop::close));
            }
            switch (way) {
                case IN_A_LINE_CONSUMER ->
                        Command.of("echo", "quit")
                                .stdout(Lines.of(100, line -> System.exit(CODE)))
                                .start(loop);
                case AT_EVERY_LINE ->
                        Command.of("sh", "-c", "while echo quit; do sleep 0.01; done")
                                .stdout(Lines.of(100, line -> System.exit(CODE)))
                                .endAtShutdown()
                                .start(loop);
                case AT_AN_OUTCOME ->
                        Command.of("true")
                                .start(loop)
                                .outcome()
                                .thenAccept(outcome -> System.exit(CODE));
                case IN_A_TASK_UNDER_A_USERS_HOOK, IN_A_TASK_UNDER_A_HOOK_THAT_CLOSES_THE_LOOP ->
                        loop.execute(() -> System.exit(CODE));
                case IN_A_TASK_WHILE_IT_SHUTS_DOWN -> {
                    // The shutdown has begun when the loop's thread takes part in it.
                    Thread hooked = new Thread(() -> loop.execute(() -> System.exit(CODE)));
                    Runtime.getRuntime().addShutdownHook(hooked);
                    System.exit(CODE);
                }
                default -> {
                    CountDownLatch blocks = new CountDownLatch(1);
                    loop.execute(() -> block(blocks));
                    blocks.await();
                    System.exit(CODE);
                }
            }
            new CountDownLatch(1).await();
        }

        private static void block(CountDownLatch blocks) {
            blocks.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
