package dev.penstock.sink;

import dev.penstock.text.LineView;

/**
 * What {@link Lines} does with each line as bytes; called on the event loop's thread, so it must
 * not block.
 */
@FunctionalInterface
public interface LineViewHandler {
    /**
     * One line, without its end.
     *
     * @param line valid during this call only
     * @throws Exception to give the stream up: it fails with this as its cause
     */
    void line(LineView line) throws Exception;
}
