package dev.penstock.loop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Several event loops, handed out in turn: for more bytes than one thread can carry. Any thread.
 *
 * <pre>{@code
 * try (LoopGroup loops = LoopGroup.start("worker", 4)) {
 *     for (Command command : commands) {
 *         command.start(loops.next());
 *     }
 * }
 * }</pre>
 *
 * <p>A child stays on its loop for life, and loops share nothing, so children of two loops never
 * wait for each other. One loop carries thousands of children that write now and then; several pay
 * when it is copying that takes the time, and there are processors left for them.
 */
public final class LoopGroup implements AutoCloseable {
    private final List<EventLoop> loops;
    private final AtomicInteger turn = new AtomicInteger();

    private LoopGroup(List<EventLoop> loops) {
        this.loops = List.copyOf(loops);
    }

    /**
     * Starts the loops.
     *
     * @param name of their threads, followed by {@code -0}, {@code -1} …
     * @param count 1 or more; each is a thread and two descriptors
     * @throws IOException if the kernel refuses one, see {@link EventLoop#start}; none is left then
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    public static LoopGroup start(String name, int count) throws IOException {
        if (count < 1) {
            throw new IllegalArgumentException("a group of " + count + " loops: at least 1");
        }
        LoopGroup started = null;
        List<EventLoop> loops = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                loops.add(EventLoop.start(name + "-" + i));
            }
            started = new LoopGroup(loops);
            return started;
        } finally {
            if (started == null) {
                loops.forEach(EventLoop::close);
            }
        }
    }

    /** The loop whose turn it is. */
    public EventLoop next() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    /** All of them. */
    public List<EventLoop> loops() {
        return loops;
    }

    /** Closes each, one after the other, as {@link EventLoop#close} does. */
    @Override
    public void close() {
        loops.forEach(EventLoop::close);
    }
}
