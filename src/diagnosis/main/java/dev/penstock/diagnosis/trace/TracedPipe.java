package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.model.PipeState;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.internal.procfs.End;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.Reading;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One way for bytes: a pipe, or one of the two directions of a pair of sockets. */
public final class TracedPipe implements PipeView {
    private static final int MOST_PAST = 64;
    private static final int MOST_LEAKED = 128;
    private static final int MOST_HELD = 1024;
    private static final int MOST_PASSED = 1024;

    private final int number;
    private final long line;
    private final long time;
    private final TracedProcess maker;
    private final boolean socket;
    private final boolean seen;
    long inode;
    long in;
    long out;
    long outLine;
    final Set<Descriptor> descriptors = new LinkedHashSet<>();
    final List<Descriptor> past = new ArrayList<>();
    final Set<TracedThread> waiting = new LinkedHashSet<>();

    /** What is under way with SCM_RIGHTS, the first sent first. */
    private final Deque<Descriptor> passed = new ArrayDeque<>();

    final Stalls stalls = new Stalls();
    private long pastOmitted;

    TracedPipe(
            int number, long line, long time, TracedProcess maker, boolean socket, boolean seen) {
        this.number = number;
        this.line = line;
        this.time = time;
        this.maker = maker;
        this.socket = socket;
        this.seen = seen;
    }

    /** Whether nobody else is kept who has it. */
    boolean full() {
        return descriptors.size() >= MOST_HELD;
    }

    /** False where no more is kept of what is under way. */
    boolean pass(Descriptor descriptor) {
        return passed.size() < MOST_PASSED && passed.add(descriptor);
    }

    /** The first that was sent; null where there is none. */
    Descriptor passed() {
        return passed.poll();
    }

    void hold(Descriptor descriptor) {
        descriptors.add(descriptor);
    }

    void release(Descriptor descriptor) {
        descriptors.remove(descriptor);
        if (past.size() < (descriptor.leaked() ? MOST_LEAKED : MOST_PAST)) {
            past.add(descriptor);
        } else {
            pastOmitted++;
        }
    }

    List<TracedProcess> processes(boolean writers) {
        Set<TracedProcess> found = new LinkedHashSet<>();
        for (Descriptor holder : descriptors) {
            if ((writers ? holder.writes : holder.reads) == this) {
                found.addAll(holder.table.users);
            }
        }
        return List.copyOf(found);
    }

    /** {@code pipe:[4711]} where the log tells its inode, else {@code pipe #3}. */
    @Override
    public String file() {
        return inode > 0 ? "pipe:[" + inode + "]" : (socket ? "socketpair #" : "pipe #") + number;
    }

    /** A log has none of those that are named: their descriptors look like files. */
    @Override
    public boolean fifo() {
        return false;
    }

    @Override
    public List<PipeHolder> holders() {
        List<PipeHolder> holders = new ArrayList<>();
        for (Descriptor held : descriptors) {
            End end = held.reads != this ? End.WRITE : held.writes != this ? End.READ : End.BOTH;
            holders.add(new PipeHolder(held.pid(), held.fd(), end, held.closeOnExec(), false));
        }
        return holders;
    }

    /** A holder as the log has it. */
    Descriptor descriptor(PipeHolder holder) {
        for (Descriptor held : descriptors) {
            if (held.pid() == holder.pid() && held.fd() == holder.fd()) {
                return held;
            }
        }
        throw new IllegalArgumentException("no holder of " + file() + ": " + holder);
    }

    @Override
    public Reading<PipeState> state() {
        return seen && in >= out
                ? new Reading.Known<>(new PipeState(-1, -1, in - out))
                : new Reading.Unknown<>(
                        Reading.Why.UNTOLD, "the log does not show all that was written and read");
    }

    @Override
    public long unreadBefore() {
        return -1;
    }

    /** Which it is, in the order of the log, from 1 on. */
    public int number() {
        return number;
    }

    /** Its inode; 0 where the log does not tell it. */
    public long inode() {
        return inode;
    }

    /** Whether it is a direction of a pair of sockets. */
    @Override
    public boolean socket() {
        return socket;
    }

    /** Whether the log shows how it was made; if not, others may hold it as well. */
    public boolean seen() {
        return seen;
    }

    /** The line in which it was made, or is first told of. */
    public long line() {
        return line;
    }

    /** When that was, as {@link dev.penstock.diagnosis.trace.log.Clock} has it. */
    public long time() {
        return time;
    }

    /** Who made it, or is first seen with it. */
    public int pid() {
        return maker.pid;
    }

    /** The program that this process ran last. */
    public String command() {
        return maker.command;
    }

    /** Bytes written to it, as far as the log tells. */
    public long in() {
        return in;
    }

    /** Bytes read from it. */
    public long out() {
        return out;
    }

    /** Who has it at the end of the log. */
    public List<Descriptor> descriptors() {
        return List.copyOf(descriptors);
    }

    /** Who had it. */
    public List<Descriptor> past() {
        return List.copyOf(past);
    }

    /** Of how many who had it nothing is kept. */
    public long pastOmitted() {
        return pastOmitted;
    }

    /** What was stalled in it. */
    public Stalls stalls() {
        return stalls;
    }

    /** Descriptors that look like leaks, see {@link Descriptor#leaked}. */
    public List<Descriptor> leaks() {
        List<Descriptor> leaks = new ArrayList<>();
        for (Collection<Descriptor> those : List.of(past, descriptors)) {
            for (Descriptor descriptor : those) {
                if (descriptor.leaked()) {
                    leaks.add(descriptor);
                }
            }
        }
        return leaks;
    }
}
