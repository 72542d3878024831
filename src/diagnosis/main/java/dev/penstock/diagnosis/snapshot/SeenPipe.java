package dev.penstock.diagnosis.snapshot;

import dev.penstock.diagnosis.model.PipeState;
import dev.penstock.diagnosis.model.PipeView;
import dev.penstock.internal.procfs.PipeHolder;
import dev.penstock.internal.procfs.Reading;
import java.util.List;

/**
 * A pipe as the kernel shows it.
 *
 * @param unreadBefore how many bytes were in it at an earlier look; −1 if that is not known
 */
public record SeenPipe(
        String file, List<PipeHolder> holders, Reading<PipeState> state, long unreadBefore)
        implements PipeView {
    /** The same, with what an earlier look has shown. */
    public SeenPipe since(long unread) {
        return new SeenPipe(file, holders, state, unread);
    }
}
