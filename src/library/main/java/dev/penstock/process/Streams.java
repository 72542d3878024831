package dev.penstock.process;

import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.pump.Feeder;
import dev.penstock.internal.pump.PipeBudget;
import dev.penstock.internal.pump.Pump;
import dev.penstock.internal.sys.PollFd;
import dev.penstock.loop.EventLoop;
import dev.penstock.pipe.PipeChannel;
import dev.penstock.process.StreamEnd.How;
import dev.penstock.sink.Capture;
import dev.penstock.sink.Discard;
import dev.penstock.sink.LimitReached;
import dev.penstock.sink.Sink;
import dev.penstock.source.Source;
import dev.penstock.sys.Errno;
import dev.penstock.sys.SyscallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A child's standard streams, as far as this process carries them. The loop's thread, but for the
 * constructor.
 */
final class Streams implements Pump.Listener {
    /** Whose streams they are. */
    interface Listener {
        /** One of them has ended. The loop's thread. */
        void streamEnded();
    }

    /** How much of standard error is kept where no sink takes it: what fits a terminal. */
    private static final int TAIL = 4096;

    private final Settings settings;
    private final EventLoop loop;
    private final Source source;
    private final PipeChannel stdinChannel;
    private final PipeChannel stdoutChannel;
    private final PipeChannel stderrChannel;

    /** Both {@link #stdinChannel} and {@link #stdoutChannel}; null where they are pipes. */
    private final ChildTerminal terminal;

    /** What the user writes to, or null. */
    final InputChannel interactive;

    /** What the user reads from, or null. */
    final OutputChannel stdoutReader;

    final OutputChannel stderrReader;

    private Feeder feeder;
    private Pump stdoutPump;
    private Pump stderrPump;

    /** Null while it runs. */
    private StreamEnd stdin;

    private StreamEnd stdout;
    private StreamEnd stderr;

    /**
     * Keeps the last of a standard error that no sink takes; null before the start, or where one
     * does.
     */
    private Capture errors;

    /** How many bytes at most the child itself had written when it ended. */
    private long stdoutOwn;

    private long stderrOwn;

    /** What is named as holding a stream that is being cut. */
    private List<Holder> holding = List.of();

    /** Null before the start. */
    private Listener listener;

    /** Takes the parent's ends over once they are {@linkplain ChildEnds#keep kept}. */
    Streams(Settings settings, EventLoop loop, ChildEnds ends) {
        this.settings = settings;
        this.loop = loop;
        source = ends.source;
        stdinChannel = ends.stdin;
        interactive =
                stdinChannel != null && source == null
                        ? new InputChannel(loop, stdinChannel, ends.line, this::inputEnded)
                        : null;
        stdoutChannel = ends.stdout;
        stderrChannel = ends.stderr;
        terminal = ends.terminal;
        stdoutReader = reader(settings.stdout, stdoutChannel);
        stderrReader = reader(settings.stderr, stderrChannel);
        stdin = stdinChannel == null ? StreamEnd.NOT_CARRIED : null;
        stdout = stdoutChannel == null ? StreamEnd.NOT_CARRIED : null;
        stderr = stderrChannel == null ? StreamEnd.NOT_CARRIED : null;
    }

    private OutputChannel reader(Output output, PipeChannel channel) {
        return output instanceof OutputForm.Interactive interactive
                ? new OutputChannel(loop, channel, interactive.overflow(), this::outputEnded)
                : null;
    }

    /**
     * Begins to carry.
     *
     * @param listener told after the end of each
     */
    void start(Listener listener) {
        this.listener = listener;
        if (stdoutReader != null) {
            stdoutReader.start();
        } else if (stdoutChannel != null) {
            Sink sink = settings.stdoutSink();
            stdoutPump = pump(stdoutChannel, sink == null ? Discard.of() : sink);
        }
        if (stderrReader != null) {
            stderrReader.start();
        } else if (stderrChannel != null) {
            Sink sink = settings.stderrSink();
            stderrPump = pump(stderrChannel, sink == null ? errors = Capture.of(0, TAIL) : sink);
        }
        if (interactive != null) {
            interactive.start();
        } else if (stdinChannel != null) {
            feeder = Feeder.start(loop, source, stdinChannel, this::feederEnded, budget());
        }
    }

    private Pump pump(PipeChannel from, Sink to) {
        return Pump.start(loop, from, to, this, budget());
    }

    private PipeBudget budget() {
        return settings.pipesGrow ? PipeBudget.shared() : PipeBudget.NONE;
    }

    @Override
    public void pumpEnded(Pump pump, Throwable failure) {
        StreamEnd end = end(pump.bytes(), pump.leftUnread(), failure);
        if (pump.channel() == stdoutChannel) {
            stdoutEnded(end);
        } else {
            stderr = end;
        }
        listener.streamEnded();
    }

    private void outputEnded(OutputChannel reader, IOException failure) {
        StreamEnd end = end(reader.bytes(), 0, failure);
        if (reader == stdoutReader) {
            stdoutEnded(end);
        } else {
            stderr = end;
        }
        listener.streamEnded();
    }

    private void stdoutEnded(StreamEnd end) {
        stdout = end;
        boolean givenUp =
                end.how() != How.COMPLETE || (stdoutReader != null && !stdoutReader.isOpen());
        if (terminal != null && givenUp) {
            hangUp();
        }
    }

    /** Nobody reads what the child prints on its terminal: it would wait for that for ever. */
    private void hangUp() {
        letGo();
        if (stdin != null) {
            return;
        }
        IOException gone = new SyscallException("write", Errno.EPIPE, stdinChannel.fd().number());
        if (interactive != null) {
            interactive.stop(gone);
        } else if (feeder != null) {
            feeder.stop(gone);
        }
    }

    /** All is over. */
    void letGo() {
        if (terminal != null) {
            try {
                terminal.letGo();
            } catch (IOException e) {
                // close(2) frees the descriptor all the same; nothing was written to it.
                return;
            }
        }
    }

    private void feederEnded(Feeder ended, Throwable failure) {
        stdinEnded(
                ended.bytes(),
                ended.leftUnread(),
                ended.readerGone() || isReaderGone(failure),
                failure);
    }

    private void inputEnded(InputChannel ended, IOException failure) {
        stdinEnded(ended.bytes(), 0, isReaderGone(failure), failure);
    }

    private static boolean isReaderGone(Throwable failure) {
        return failure instanceof SyscallException e && e.errno() == Errno.EPIPE;
    }

    private void stdinEnded(long bytes, long left, boolean readerGone, Throwable failure) {
        stdin = readerGone ? readerGone(bytes, left) : end(bytes, left, failure);
        listener.streamEnded();
    }

    private StreamEnd end(long bytes, long leftUnread, Throwable failure) {
        if (failure == null) {
            return new StreamEnd(How.COMPLETE, bytes, 0, Optional.empty(), List.of());
        }
        if (failure instanceof PipelineForward.ReaderGoneException) {
            return readerGone(bytes, leftUnread);
        }
        if (failure instanceof StreamCutException) {
            return new StreamEnd(How.CUT, bytes, leftUnread, Optional.empty(), holding);
        }
        How how = failure instanceof LimitReached ? How.LIMIT_REACHED : How.FAILED;
        return new StreamEnd(how, bytes, leftUnread, Optional.of(failure), List.of());
    }

    private static StreamEnd readerGone(long bytes, long left) {
        return new StreamEnd(How.READER_GONE, bytes, left, Optional.empty(), List.of());
    }

    boolean allEnded() {
        return stdin != null && stdout != null && stderr != null;
    }

    /** Whether some sink of ours is full, so that it is not for others that we wait. */
    boolean waitForOurSink() {
        return (stdoutPump != null && stdoutPump.isFull() && stdout == null)
                || (stderrPump != null && stderrPump.isFull() && stderr == null);
    }

    /**
     * The child has exited: what lies in the pipes now, and no more, can be its own; what a
     * grandchild adds is not.
     */
    void childEnded() {
        stdoutOwn = stdout == null ? own(stdoutPump, stdoutReader) : 0;
        stderrOwn = stderr == null ? own(stderrPump, stderrReader) : 0;
    }

    private static long own(Pump pump, OutputChannel reader) {
        if (reader == null) {
            return pump.written();
        }
        try {
            reader.childEnded();
        } catch (IOException e) {
            reader.stop(e);
        }
        return reader.bytes();
    }

    /**
     * After {@link #childEnded}: whether it is a full sink of ours that keeps back what the child
     * itself has written.
     */
    boolean keepBackItsOwn() {
        return (stdoutPump != null && stdout == null && stdoutPump.keepsBack(stdoutOwn))
                || (stderrPump != null && stderr == null && stderrPump.keepsBack(stderrOwn));
    }

    /** How much output this process has read. */
    long bytesRead() {
        return (stdoutPump == null ? 0 : stdoutPump.bytes())
                + (stderrPump == null ? 0 : stderrPump.bytes())
                + (stdoutReader == null ? 0 : stdoutReader.bytes())
                + (stderrReader == null ? 0 : stderrReader.bytes());
    }

    /**
     * Whether somebody may hold a stream that has not ended, so that no end of file will show; when
     * in doubt, yes.
     */
    boolean maybeHeld() {
        return stdin == null
                || (stdout == null && hasWriter(stdoutChannel, stdoutReader))
                || (stderr == null && hasWriter(stderrChannel, stderrReader));
    }

    private static boolean hasWriter(PipeChannel channel, OutputChannel reader) {
        if (reader != null && !reader.isCarrying()) {
            return false;
        }
        try {
            int ready = new PollFd().poll(channel.fd().number(), PollFd.POLLIN, 0);
            return (ready & PollFd.POLLHUP) == 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Those who hold the streams that have not ended, to be searched for on another thread. */
    Holders holders() {
        Optional<String> in = stdin == null ? shared(stdinChannel) : Optional.empty();
        Optional<String> out = stdout == null ? shared(stdoutChannel) : Optional.empty();
        Optional<String> err = stderr == null ? shared(stderrChannel) : Optional.empty();
        return new Holders(ProcFs.open(), in, out, err);
    }

    /** What the links in /proc/PID/fd of those say who hold the other end. */
    private Optional<String> shared(PipeChannel channel) {
        if (terminal != null && channel != stderrChannel) {
            return Optional.of(terminal.name());
        }
        try {
            return Optional.of(ProcFs.ownLink(channel.fd().number()).target());
        } catch (IOException e) {
            // Without /proc nobody can be named; the stream is cut all the same.
            return Optional.empty();
        }
    }

    /** Takes what lies in the pipes and ends them. */
    void cut(Holders holders) {
        if (stdout == null) {
            cut(stdoutPump, stdoutReader, "standard output", holders.stdout());
        }
        if (stderr == null) {
            cut(stderrPump, stderrReader, "standard error", holders.stderr());
        }
        if (stdin == null) {
            holding = holders.stdin();
            StreamCutException cut = new StreamCutException("standard input", holding);
            if (interactive != null) {
                interactive.stop(cut);
            } else {
                feeder.stop(cut);
            }
        }
    }

    /** Ends what is open in whatever state it is, for a reason that no stream has given. */
    void abandon(Throwable cause) {
        if (listener == null) {
            // The sinks learn of their end by being attached to it.
            start(() -> {});
        }
        if (stdoutPump != null && stdout == null) {
            stdoutPump.drainAndStop(cause);
        }
        if (stderrPump != null && stderr == null) {
            stderrPump.drainAndStop(cause);
        }
        if (stdout == null && stdoutReader != null) {
            stdoutReader.stop(new IOException(cause));
        }
        if (stderr == null && stderrReader != null) {
            stderrReader.stop(new IOException(cause));
        }
        if (stdin == null && interactive != null) {
            interactive.stop(new IOException(cause));
        } else if (stdin == null && feeder != null) {
            feeder.stop(cause);
        }
    }

    private void cut(Pump pump, OutputChannel reader, String name, List<Holder> holders) {
        holding = holders;
        StreamCutException cut = new StreamCutException(name, holders);
        if (reader == null) {
            pump.drainAndStop(cut);
        } else {
            reader.stop(cut);
        }
    }

    /** The last of standard error, where a capture of ours or the user's keeps it. */
    String stderrTail() {
        Capture kept =
                errors == null && settings.stderrSink() instanceof Capture users ? users : errors;
        if (kept == null) {
            return "";
        }
        byte[] bytes = kept.bytes();
        int from = Math.max(0, bytes.length - TAIL);
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8).stripTrailing();
    }

    /** The child's own, or null. */
    ChildTerminal terminal() {
        return terminal;
    }

    StreamEnd stdin() {
        return stdin;
    }

    StreamEnd stdout() {
        return stdout;
    }

    StreamEnd stderr() {
        return stderr;
    }
}
