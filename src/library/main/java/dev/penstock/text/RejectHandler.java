package dev.penstock.text;

/**
 * Gets the lines that a {@link TextPolicy} rejects. Called by the thread that reads the stream, for
 * a child's output the event loop's, so it must not block.
 */
@FunctionalInterface
public interface RejectHandler {
    /**
     * One line that is not handed out.
     *
     * @param line its bytes as they came, in the stream's own charset, without its end; valid
     *     during this call only
     * @param why the first of what it was rejected for
     * @throws Exception to give the stream up: it fails with this as its cause
     */
    void rejected(LineView line, Suspect why) throws Exception;
}
