package dev.penstock.diagnosis.snapshot;

import dev.penstock.internal.procfs.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * A pipe at one moment.
 *
 * @param file as its descriptors' links name it: {@code pipe:[8999]}, a FIFO's path, or the socket
 *     that reads
 * @param holders one for each descriptor, by pid and descriptor
 * @param state what is in it
 */
public record PipeView(String file, List<Holder> holders, Reading<PipeState> state) {
    /**
     * Whether it has a name in the file system, by which anybody may open it.
     *
     * @return false for one of pipe(2)
     */
    public boolean fifo() {
        return !file.startsWith("pipe:[") && !socket();
    }

    /**
     * Whether it is one way of a connected socket, looked at as a pipe.
     *
     * @return true if so
     */
    public boolean socket() {
        return file.startsWith("socket:[");
    }

    /**
     * Those through which bytes can be taken out.
     *
     * @return by pid and descriptor
     */
    public List<Holder> readers() {
        List<Holder> readers = new ArrayList<>();
        for (Holder holder : holders) {
            if (holder.end().reads()) {
                readers.add(holder);
            }
        }
        return readers;
    }

    /**
     * Those through which bytes can be put in.
     *
     * @return by pid and descriptor
     */
    public List<Holder> writers() {
        List<Holder> writers = new ArrayList<>();
        for (Holder holder : holders) {
            if (holder.end().writes()) {
                writers.add(holder);
            }
        }
        return writers;
    }
}
