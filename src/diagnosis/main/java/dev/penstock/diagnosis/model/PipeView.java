package dev.penstock.diagnosis.model;

import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.Reading;
import java.util.ArrayList;
import java.util.List;

/** A pipe at one moment, or one way of a connected socket, looked at as a pipe. */
public interface PipeView {
    /**
     * Which it is.
     *
     * @return as its descriptors' links name it: {@code pipe:[8999]}, a FIFO's path, or the socket
     *     that reads
     */
    String file();

    /**
     * Who keeps it open.
     *
     * @return one for each descriptor, by pid and descriptor
     */
    List<PipeHolder> holders();

    /**
     * What is in it.
     *
     * @return as far as that is known
     */
    Reading<PipeState> state();

    /**
     * How many bytes were in it at the first look.
     *
     * @return −1 if that is not known
     */
    long unreadBefore();

    /**
     * Whether it is known to have held another number of bytes at the first look.
     *
     * @return false where that is not known
     */
    default boolean moved() {
        return unreadBefore() >= 0
                && state().known().map(now -> now.unread() != unreadBefore()).orElse(false);
    }

    /**
     * Whether it has a name in the file system, by which anybody may open it.
     *
     * @return false for one of pipe(2)
     */
    default boolean fifo() {
        return !file().startsWith("pipe:[") && !socket();
    }

    /**
     * Whether it is one way of a connected socket.
     *
     * @return true if so
     */
    default boolean socket() {
        return SocketView.isSocket(file());
    }

    /**
     * Those through which bytes can be taken out.
     *
     * @return by pid and descriptor
     */
    default List<PipeHolder> readers() {
        List<PipeHolder> readers = new ArrayList<>();
        for (PipeHolder holder : holders()) {
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
    default List<PipeHolder> writers() {
        List<PipeHolder> writers = new ArrayList<>();
        for (PipeHolder holder : holders()) {
            if (holder.end().writes()) {
                writers.add(holder);
            }
        }
        return writers;
    }
}
