package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.trace.log.Call;
import dev.penstock.diagnosis.trace.log.Clock;
import java.util.Arrays;

/** A thread as the log shows it, and the call that it is in. */
final class TracedThread {
    private static final int FIRST = 128;

    /** Longer arguments of a call are strings, of which the middle is not needed. */
    private static final int MOST = 4096;

    private static final int TAIL = 1024;

    int tid;
    TracedProcess process;

    /** It has not returned from the call whose text is kept. */
    boolean inCall;

    /** A signal interrupted that call, and the kernel may begin it anew. */
    boolean restarting;

    /** Since then it did something else: it is not asleep. */
    boolean moved;

    /** The child that it is making, as soon as that is seen; 0 before. */
    int child;

    /** The text of the call breaks off, and a line that continues it may come. */
    boolean broken;

    long line;
    long time = Clock.UNKNOWN;

    /** What it waits on; null if that is no pipe. */
    TracedPipe pipe;

    boolean writes;

    /** How often it was looked at in this call, and nothing graver than before was found. */
    int looks;

    /** The gravest that was found of what it waits for now; null for nothing so far. */
    Finding judged;

    private byte[] text = new byte[FIRST];
    private int length;

    TracedThread(int tid, TracedProcess process) {
        this.tid = tid;
        this.process = process;
        process.tasks.add(this);
    }

    boolean asleep() {
        return inCall && !moved;
    }

    /** Keeps what there is of the call. */
    void keep(byte[] bytes, int from, int to) {
        length = 0;
        append(bytes, from, to);
    }

    /** Appends more of the call's text; of more than 4 KiB the middle is left out. */
    void append(byte[] bytes, int from, int to) {
        int added = to - from;
        if (length + added > MOST) {
            int head = Math.min(added, Math.max(0, MOST - TAIL - length));
            put(bytes, from, from + head);
            length = Math.min(length, MOST - TAIL);
            put(bytes, Math.max(from + head, to - TAIL), to);
        } else {
            put(bytes, from, to);
        }
    }

    private void put(byte[] bytes, int from, int to) {
        int needed = length + to - from;
        if (needed > text.length) {
            text = Arrays.copyOf(text, Math.max(needed, text.length * 2));
        }
        System.arraycopy(bytes, from, text, length, to - from);
        length = needed;
    }

    /** The call as far as it is known. */
    void read(Call call) {
        call.read(text, 0, length);
    }
}
