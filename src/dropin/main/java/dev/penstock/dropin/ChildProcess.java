package dev.penstock.dropin;

import dev.penstock.process.Child;
import dev.penstock.process.Exit;
import dev.penstock.sys.Signal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A {@link Process} whose streams are Penstock's: any thread may use them, and a virtual one that
 * waits for a byte, for room or for the end is parked.
 */
public final class ChildProcess extends Process {
    private final Child child;
    private final ProcessHandle handle;
    private final ChildInput input;
    private final ChildOutput output;
    private final ChildOutput error;
    private final OutputStream stdin;
    private final InputStream stdout;
    private final InputStream stderr;
    private final CompletableFuture<Integer> exited;

    ChildProcess(
            Child child,
            ProcessHandle handle,
            boolean asTheJdk,
            boolean pipedInput,
            boolean pipedOutput,
            boolean pipedError,
            boolean merged) {
        this.child = child;
        this.handle = handle;
        input = pipedInput ? new ChildInput(child.stdin(), asTheJdk) : null;
        output = pipedOutput ? new ChildOutput(child.stdout(), asTheJdk) : null;
        error = pipedError && !merged ? new ChildOutput(child.stderr(), asTheJdk) : null;
        stdin = input == null ? new NoInput() : new BufferedOutputStream(input);
        stdout = output == null ? new NoOutput() : new BufferedInputStream(output);
        stderr =
                error != null
                        ? new BufferedInputStream(error)
                        : pipedError ? new BufferedInputStream(new NoOutput()) : new NoOutput();
        exited = new CompletableFuture<>();
        child.exit().whenComplete(this::exited);
    }

    private void exited(Exit exit, Throwable lost) {
        exited.complete(exit == null ? -1 : exit.shellCode());
        if (output != null) {
            output.childExited();
        }
        if (error != null) {
            error.childExited();
        }
        if (input != null) {
            input.childExited();
        }
    }

    @Override
    public OutputStream getOutputStream() {
        return stdin;
    }

    @Override
    public InputStream getInputStream() {
        return stdout;
    }

    @Override
    public InputStream getErrorStream() {
        return stderr;
    }

    @Override
    public int waitFor() throws InterruptedException {
        try {
            return exited.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = unit.toNanos(timeout);
        if (nanos <= 0) {
            return exited.isDone();
        }
        try {
            exited.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int exitValue() {
        if (!exited.isDone()) {
            throw new IllegalThreadStateException("process hasn't exited");
        }
        return exited.join();
    }

    @Override
    public boolean isAlive() {
        return !exited.isDone();
    }

    @Override
    public void destroy() {
        end(Signal.TERM);
    }

    @Override
    public Process destroyForcibly() {
        end(Signal.KILL);
        return this;
    }

    private void end(Signal signal) {
        try {
            if (isAlive()) {
                child.signal(signal);
            }
        } catch (IOException notPermitted) {
            // As the JDK's: who wants to know whether it has ended asks for that.
            return;
        } finally {
            closeStreams();
        }
    }

    private void closeStreams() {
        if (output != null) {
            output.endOfFileForWhoWaits();
        }
        if (error != null) {
            error.endOfFileForWhoWaits();
        }
        try {
            stdin.close();
        } catch (IOException unwritten) {
            // What was still buffered is for a process that is being ended.
        }
        try {
            stdout.close();
            stderr.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean supportsNormalTermination() {
        return true;
    }

    @Override
    public long pid() {
        return child.pid();
    }

    /** The JDK's own handle, got before the process could be reaped. */
    @Override
    public ProcessHandle toHandle() {
        return handle;
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return exited.handleAsync((code, none) -> this);
    }

    /** How many bytes of output found no room and were dropped, by a builder that says so. */
    public long droppedBytes() {
        return dropped(output) + dropped(error);
    }

    private static long dropped(ChildOutput output) {
        return output == null ? 0 : output.channel().droppedBytes();
    }

    @Override
    public String toString() {
        return "Process[pid="
                + pid()
                + ", exitValue="
                + (isAlive() ? "\"not exited\"" : exited.join())
                + "]";
    }
}
