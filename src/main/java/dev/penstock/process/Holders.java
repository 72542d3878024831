package dev.penstock.process;

import dev.penstock.procfs.PipeHolder;
import dev.penstock.procfs.PipeHolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Who else holds the pipes of a child's standard streams; an empty list for a stream that has
 * ended.
 */
record Holders(List<PipeHolder> stdin, List<PipeHolder> stdout, List<PipeHolder> stderr) {
    static final Holders NONE = new Holders(List.of(), List.of(), List.of());

    /** Reads /proc: from milliseconds to, with very many processes, tenths of a second. */
    static Holders find(OptionalLong stdin, OptionalLong stdout, OptionalLong stderr) {
        return new Holders(others(stdin, false), others(stdout, true), others(stderr, true));
    }

    private static List<PipeHolder> others(OptionalLong inode, boolean writers) {
        if (inode.isEmpty()) {
            return List.of();
        }
        PipeHolders all;
        try {
            all = PipeHolders.find(inode.getAsLong());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot look for the holders of pipe " + inode.getAsLong(), e);
        }
        long self = ProcessHandle.current().pid();
        return (writers ? all.writers() : all.readers())
                .stream().filter(holder -> holder.pid() != self).toList();
    }
}
