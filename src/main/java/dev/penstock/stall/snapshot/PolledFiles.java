package dev.penstock.stall.snapshot;

import dev.penstock.procfs.EpollWatch;
import dev.penstock.procfs.FdInfo;
import dev.penstock.procfs.FdLink;
import dev.penstock.procfs.ProcFs;
import dev.penstock.procfs.Reading;
import dev.penstock.procfs.Reading.Unknown;
import dev.penstock.procfs.Reading.Why;
import java.util.ArrayList;
import java.util.List;

/** Which descriptors a thread waits for that waits for several. */
final class PolledFiles {
    private final ProcFs proc;

    PolledFiles(ProcFs proc) {
        this.proc = proc;
    }

    /** An epoll set's are in the fdinfo of its descriptor. */
    Wait.Events epoll(ProcessView process, String call, int epfd, boolean timed) {
        Reading<FdInfo> info = proc.fdInfo(process.pid(), epfd);
        return new Wait.Events(call, timed, info.map(known -> watched(process, known.watches())));
    }

    Wait.Events poll(ProcessView process, String call, List<Long> arguments, boolean timed) {
        return new Wait.Events(call, timed, inMemory());
    }

    Wait.Events select(ProcessView process, String call, List<Long> arguments, boolean timed) {
        return new Wait.Events(call, timed, inMemory());
    }

    private static Reading<List<Wait.Watched>> inMemory() {
        return new Unknown<>(Why.UNTOLD, "its descriptors are in its memory");
    }

    private static List<Wait.Watched> watched(ProcessView process, List<EpollWatch> watches) {
        List<Wait.Watched> watched = new ArrayList<>(watches.size());
        for (EpollWatch watch : watches) {
            watched.add(
                    new Wait.Watched(
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
    private static String file(ProcessView process, EpollWatch watch) {
        String named = process.file(watch.fd()).orElse("");
        String inode = ":[" + watch.inode() + "]";
        if (watch.inode() == 0 || named.endsWith(inode)) {
            return named;
        }
        for (FdLink link : process.fds().known().orElse(List.of())) {
            if (link.target().endsWith(inode)) {
                return link.target();
            }
        }
        return named;
    }
}
