package dev.penstock.diagnosis.snapshot;

import dev.penstock.diagnosis.model.Wait;
import dev.penstock.diagnosis.model.Watched;
import dev.penstock.internal.procfs.EpollWatch;
import dev.penstock.internal.procfs.FdInfo;
import dev.penstock.internal.procfs.FdLink;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.Reading;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Which descriptors a thread polls. */
final class PolledFiles {
    // struct pollfd of asm-generic/poll.h
    private static final int POLLFD_SIZE = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final int POLLIN = 0x1;
    private static final int POLLOUT = 0x4;

    private static final String PIDFD = "anon_inode:[pidfd]";

    private final ProcFs proc;
    private final Memory memory;

    PolledFiles(ProcFs proc, Memory memory) {
        this.proc = proc;
        this.memory = memory;
    }

    /** An epoll set's are in the fdinfo of its descriptor. */
    Wait.Events epoll(ProcessView process, String call, int epfd, boolean timed) {
        Reading<FdInfo> info = proc.fdInfo(process.pid(), epfd);
        return new Wait.Events(call, timed, info.map(known -> watched(process, known.watches())));
    }

    /** poll(2)'s are in the caller's memory: an array of struct pollfd, and how many. */
    Wait.Events poll(ProcessView process, String call, List<Long> arguments, boolean timed) {
        int count = arguments.get(1).intValue();
        Reading<ByteBuffer> array =
                memory.read(process.live(), arguments.get(0), count * POLLFD_SIZE);
        return new Wait.Events(call, timed, array.map(known -> polled(process, known)));
    }

    /** select(2)'s too: up to three sets of bits, and how many bits. */
    Wait.Events select(ProcessView process, String call, List<Long> arguments, boolean timed) {
        int bits = arguments.get(0).intValue();
        int bytes = (bits + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
        Reading<ByteBuffer> reads = set(process, arguments.get(1), bytes);
        Reading<ByteBuffer> writes = set(process, arguments.get(2), bytes);
        return new Wait.Events(
                call,
                timed,
                reads.known().isEmpty()
                        ? reads.map(none -> List.of())
                        : writes.map(known -> selected(process, reads.known().get(), known, bits)));
    }

    private Reading<ByteBuffer> set(ProcessView process, long address, int bytes) {
        return address == 0
                ? new Reading.Known<>(ByteBuffer.allocate(bytes))
                : memory.read(process.live(), address, bytes);
    }

    private List<Watched> polled(ProcessView process, ByteBuffer array) {
        List<Watched> watched = new ArrayList<>();
        for (int at = 0; at < array.limit(); at += POLLFD_SIZE) {
            int fd = array.getInt(at);
            int events = array.getShort(at + POLLFD_EVENTS);
            // poll(2): a negative one is passed over.
            if (fd >= 0) {
                watched.add(
                        new Watched(
                                fd,
                                file(process, fd),
                                (events & POLLIN) != 0,
                                (events & POLLOUT) != 0,
                                false));
            }
        }
        return watched;
    }

    private List<Watched> selected(
            ProcessView process, ByteBuffer reads, ByteBuffer writes, int bits) {
        List<Watched> watched = new ArrayList<>();
        for (int fd = 0; fd < bits; fd++) {
            boolean in = (reads.get(fd / Byte.SIZE) >> fd % Byte.SIZE & 1) != 0;
            boolean out = (writes.get(fd / Byte.SIZE) >> fd % Byte.SIZE & 1) != 0;
            if (in || out) {
                watched.add(new Watched(fd, file(process, fd), in, out, false));
            }
        }
        return watched;
    }

    private List<Watched> watched(ProcessView process, List<EpollWatch> watches) {
        List<Watched> watched = new ArrayList<>(watches.size());
        for (EpollWatch watch : watches) {
            watched.add(
                    new Watched(
                            watch.fd(),
                            file(process, watch),
                            watch.reads(),
                            watch.writes(),
                            watch.edgeTriggered()));
        }
        return watched;
    }

    /**
     * A set holds files, and keeps the numbers that they had: a number may be another file's by
     * now. So the inode decides where there is one.
     */
    private String file(ProcessView process, EpollWatch watch) {
        String named = file(process, watch.fd());
        String inode = ":[" + watch.inode() + "]";
        if (!named.startsWith("pipe:[") && !named.startsWith("socket:[") || named.endsWith(inode)) {
            return named;
        }
        for (FdLink link : process.fds().known().orElse(List.of())) {
            if (link.target().endsWith(inode)) {
                return link.target();
            }
        }
        return "a file that was closed since";
    }

    /** A pidfd's name says of which process it is. */
    private String file(ProcessView process, int fd) {
        String file = process.file(fd).orElse("");
        if (!file.equals(PIDFD)) {
            return file;
        }
        FdInfo info = proc.fdInfo(process.pid(), fd).known().orElse(null);
        return info == null || info.pidfdOf().isEmpty()
                ? file
                : Watched.PIDFD + info.pidfdOf().getAsInt();
    }
}
