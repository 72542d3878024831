package dev.penstock.command.text;

import java.util.ArrayList;
import java.util.List;

/** Breaks a long text at its spaces. */
public final class Paragraph {
    private Paragraph() {}

    /** The text in lines of so many characters at most; a longer word stands alone. */
    public static List<String> wrap(String text, int width) {
        return wrap(text, width, width);
    }

    /** The same, where the first line has another width than those that follow. */
    public static List<String> wrap(String text, int first, int next) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        int width = first;
        while (text.length() - from > width) {
            int space = text.lastIndexOf(' ', from + width);
            // A word longer than a line stands alone.
            int end = space > from ? space : text.indexOf(' ', from + width);
            if (end < 0) {
                break;
            }
            lines.add(text.substring(from, end));
            from = end + 1;
            width = next;
        }
        lines.add(text.substring(from));
        return lines;
    }
}
