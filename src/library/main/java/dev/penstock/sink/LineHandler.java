package dev.penstock.sink;

/**
 * What {@link Lines} does with each line; called on the event loop's thread, so it must not block.
 */
@FunctionalInterface
public interface LineHandler {
    /**
     * One line, without its end.
     *
     * @param text the line; bytes that are not UTF-8 have become U+FFFD, unless the format has
     *     another policy
     * @param bytesCut how many bytes at the line's end are missing from {@code text}, because the
     *     line was longer than allowed or was cut at a suspect; mostly 0
     * @throws Exception to give the stream up: it fails with this as its cause
     */
    void line(String text, long bytesCut) throws Exception;
}
