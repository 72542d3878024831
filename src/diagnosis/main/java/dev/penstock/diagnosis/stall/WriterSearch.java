package dev.penstock.diagnosis.stall;

import dev.penstock.diagnosis.stall.SleepingWrite.WriteCall;
import dev.penstock.internal.procfs.Architecture;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.PipeWait;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.Reading;
import dev.penstock.internal.procfs.Reading.Known;
import dev.penstock.internal.procfs.Reading.Unknown;
import dev.penstock.internal.procfs.Reading.Why;
import dev.penstock.internal.procfs.Syscall;
import dev.penstock.internal.procfs.TaskSyscall;
import java.util.List;
import java.util.Optional;

/**
 * Looks for a task that is asleep in a write to a certain pipe or socket. May be used from any
 * thread. Proof is the kernel function it sleeps in, or the system call it is in; never how many
 * bytes are in the pipe.
 */
public final class WriterSearch {
    private final ProcFs proc;
    private final boolean socket;

    /**
     * Searches a given tree for writers into a pipe.
     *
     * @param proc where to look
     */
    public WriterSearch(ProcFs proc) {
        this(proc, false);
    }

    /**
     * Searches a given tree.
     *
     * @param proc where to look
     * @param socket they write into a socket, and not a pipe
     */
    public WriterSearch(ProcFs proc, boolean socket) {
        this.proc = proc;
        this.socket = socket;
    }

    /**
     * The first of these processes' threads that is.
     *
     * @param writers the holders of the pipe's write end, or of the socket
     * @return empty if none is, or none that may be looked at
     */
    public Optional<SleepingWrite> find(List<PipeHolder> writers) {
        for (PipeHolder holder : writers) {
            for (int tid : proc.threads(holder.pid()).known().orElse(List.of())) {
                Optional<SleepingWrite> found = look(holder, tid);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<SleepingWrite> look(PipeHolder holder, int tid) {
        int pid = holder.pid();
        // A writer that waits for another to be done with the same pipe sleeps in D, under the same
        // name.
        boolean asleep = proc.stat(pid, tid).known().map(stat -> stat.state() == 'S').orElse(false);
        if (!asleep) {
            return Optional.empty();
        }
        Reading<String> wchan = proc.wchan(pid, tid);
        Reading<WriteCall> call = call(proc.syscall(pid, tid));
        boolean here = isIn(wchan, call, holder.fd());
        return here
                ? Optional.of(
                        new SleepingWrite(pid, tid, proc.command(pid), wchan, call, proc.io(pid)))
                : Optional.empty();
    }

    private boolean isIn(Reading<String> wchan, Reading<WriteCall> call, int fd) {
        if (socket) {
            // It sleeps in functions of many names; that it is in the call is proof.
            return call instanceof Known<WriteCall> known && known.value().fd() == fd;
        }
        PipeWait wait = wchan.known().map(PipeWait::of).orElse(PipeWait.NONE);
        if (call instanceof Known<WriteCall> known) {
            return known.value().fd() == fd && (wait.mayWaitForRoom() || wchan.known().isEmpty());
        }
        // An old kernel's name fits a reader too: without the call it proves nothing.
        return wait == PipeWait.ROOM;
    }

    private static Reading<WriteCall> call(Reading<TaskSyscall> syscall) {
        if (syscall instanceof Unknown<TaskSyscall> unknown) {
            return new Unknown<>(unknown.why(), unknown.reason());
        }
        if (syscall.known().orElseThrow() instanceof TaskSyscall.Narrow) {
            return new Unknown<>(Why.UNTOLD, "it is a call of a 32-bit program");
        }
        if (!(syscall.known().orElseThrow() instanceof TaskSyscall.Inside inside)) {
            return new Unknown<>(Why.UNTOLD, "it is in no system call");
        }
        Optional<Syscall> call =
                Architecture.current().flatMap(a -> Syscall.of(a, inside.number()));
        if (call.isEmpty() || call.get().writesTo(inside.arguments()).isEmpty()) {
            String name = call.map(Syscall::text).orElse("call number " + inside.number());
            return new Unknown<>(Why.UNTOLD, "it is in " + name + ", which does not write");
        }
        return new Known<>(
                new WriteCall(
                        call.get().text(),
                        call.get().writesTo(inside.arguments()).getAsInt(),
                        call.get().count(inside.arguments())));
    }
}
