package dev.penstock.command.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void shouldAlignColumnsAndLeaveNoSpacesAtTheEnd() {
        Table table = new Table(Table.Align.LEFT, Table.Align.RIGHT, Table.Align.LEFT);
        table.row("a", "1", "x").row("bcd", "1 024", "");

        assertEquals(List.of("a        1  x", "bcd  1 024"), table.lines());
    }

    @Test
    void shouldNotCountAColourNorHalfACharacter() {
        Table table = new Table(Table.Align.LEFT, Table.Align.LEFT);
        table.row("\u001b[32mok\u001b[0m", "1").row("…😀", "2");

        assertEquals(List.of("\u001b[32mok\u001b[0m  1", "…😀  2"), table.lines());
    }

    @Test
    void shouldRefuseARowOfAnotherLength() {
        Table table = new Table(Table.Align.LEFT);

        assertThrows(IllegalArgumentException.class, () -> table.row("a", "b"));
    }
}
