package dev.penstock.process;

import dev.penstock.procfs.PipeHolder;
import dev.penstock.procfs.PipeHolders;
import dev.penstock.procfs.ProcFs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Who else holds the pipes of a child's standard streams; an empty list for a stream that has
 * ended.
 */
record Holders(List<Holder> stdin, List<Holder> stdout, List<Holder> stderr) {
    static final Holders NONE = new Holders(List.of(), List.of(), List.of());

    /** Reads /proc: from milliseconds to, with very many processes, tenths of a second. */
    static Holders find(OptionalLong stdin, OptionalLong stdout, OptionalLong stderr) {
        return new Holders(others(stdin, false), others(stdout, true), others(stderr, true));
    }

    private static List<Holder> others(OptionalLong inode, boolean writers) {
        if (inode.isEmpty()) {
            return List.of();
        }
        ProcFs proc = ProcFs.open();
        PipeHolders all;
        try {
            all = PipeHolders.find(proc, inode.getAsLong());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot look for the holders of pipe " + inode.getAsLong(), e);
        }
        long self = ProcessHandle.current().pid();
        List<Holder> others = new ArrayList<>();
        for (PipeHolder holder : writers ? all.writers() : all.readers()) {
            if (holder.pid() != self) {
                others.add(Holder.of(proc, holder));
            }
        }
        return List.copyOf(others);
    }
}
