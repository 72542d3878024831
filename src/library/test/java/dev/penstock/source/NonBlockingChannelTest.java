package dev.penstock.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.source.Source.Answer;
import dev.penstock.testing.Eventually;
import dev.penstock.testing.Workers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NonBlockingChannelTest {
    private static final IOException GONE = new IOException("reader gone");

    private final List<Pipe> pipes = new ArrayList<>();

    private Pipe pipe() throws IOException {
        Pipe pipe = Pipe.open();
        pipes.add(pipe);
        pipe.source().configureBlocking(false);
        return pipe;
    }

    @AfterEach
    void close() throws IOException {
        for (Pipe pipe : pipes) {
            pipe.sink().close();
            pipe.source().close();
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    /** How many threads wait for channels. */
    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("penstock input selector"))
                .count();
    }

    @Test
    void shouldGiveAllOfSeveralChannelsWithOneThread() throws Exception {
        try (Workers workers = new Workers()) {
            for (int i = 0; i < 4; i++) {
                Pipe pipe = pipe();
                int size = 300_000 + i;
                workers.start(
                        () -> {
                            pipe.sink().write(ByteBuffer.wrap(random(size)));
                            pipe.sink().close();
                        });
                workers.start(
                        () -> {
                            Source source = NonBlockingChannel.of(pipe.source());
                            assertArrayEquals(random(size), new Pull(source, 10_000).all());
                        });
                assertTrue(selectors() <= 1, selectors() + " threads");
            }
            workers.join();
        }
        Eventually.await("the end of the thread", () -> selectors() == 0);
    }

    @Test
    void shouldNotBeReadyBeforeThereIsSomething() throws Exception {
        Pipe pipe = pipe();
        Source source = NonBlockingChannel.of(pipe.source());
        Pull pull = new Pull(source, 100);
        assertEquals(Answer.EMPTY, pull.once());
        Thread.sleep(10);
        assertFalse(pull.wasReady());
        pipe.sink().write(ByteBuffer.wrap(random(5)));
        Eventually.await("ready", pull::wasReady);
        assertEquals(Answer.MORE, pull.once());
        Thread.sleep(10);
        assertFalse(pull.wasReady(), "it is not waited for until it is asked in vain");
        assertEquals(Answer.EMPTY, pull.once());
        pipe.sink().close();
        assertArrayEquals(random(5), pull.all());
    }

    @Test
    void shouldLeaveTheChannelWhenTheReaderIsGone() throws Exception {
        Pipe pipe = pipe();
        Source source = NonBlockingChannel.of(pipe.source());
        new Pull(source, 100).once();
        source.close(GONE);
        Eventually.await("the end of the thread", () -> selectors() == 0);
        assertTrue(pipe.source().isOpen());
        assertFalse(pipe.source().isRegistered());
    }

    @Test
    void shouldFailWithAChannelThatWasClosed() throws Exception {
        Pipe pipe = pipe();
        Source source = NonBlockingChannel.of(pipe.source());
        Pull pull = new Pull(source, 100);
        pull.once();
        pipe.source().close();
        assertThrows(IOException.class, pull::once);
        source.close(GONE);
    }

    @Test
    void shouldRefuseAChannelThatBlocks() throws Exception {
        Pipe pipe = pipe();
        pipe.source().configureBlocking(true);
        assertThrows(IllegalArgumentException.class, () -> NonBlockingChannel.of(pipe.source()));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        NonBlockingChannel.of(
                                Channels.newChannel(new ByteArrayInputStream(new byte[1]))));
    }
}
