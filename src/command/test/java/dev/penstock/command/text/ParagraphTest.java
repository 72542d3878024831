package dev.penstock.command.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParagraphTest {
    @Test
    void shouldWrapAtSpaces() {
        assertEquals(List.of("aa bb", "cc"), Paragraph.wrap("aa bb cc", 5));
        assertEquals(List.of("a", "bbbbbbbb", "c"), Paragraph.wrap("a bbbbbbbb c", 4));
        assertEquals(List.of("aaaa"), Paragraph.wrap("aaaa", 2));
        assertEquals(List.of(""), Paragraph.wrap("", 2));
    }
}
