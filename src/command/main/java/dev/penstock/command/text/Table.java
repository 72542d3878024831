package dev.penstock.command.text;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns, two spaces apart. The last column is never padded. */
public final class Table {
    /** Where a column's text stands. */
    public enum Align {
        /** At its beginning. */
        LEFT,
        /** At its end, as numbers do. */
        RIGHT
    }

    private final List<Align> columns;
    private final List<String[]> rows = new ArrayList<>();

    /** An empty table of so many columns. */
    public Table(Align... columns) {
        this.columns = List.of(columns);
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has another number of cells than there are columns
     */
    public Table row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells in a table of " + columns.size() + " columns");
        }
        rows.add(cells.clone());
        return this;
    }

    /** The rows as lines, without trailing spaces. */
    public List<String> lines() {
        int[] widths = new int[columns.size()];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row[i]));
            }
        }
        List<String> lines = new ArrayList<>(rows.size());
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String pad = " ".repeat(widths[i] - width(row[i]));
                line.append(columns.get(i) == Align.LEFT ? row[i] + pad : pad + row[i])
                        .append("  ");
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** Prints the rows. */
    public void print(PrintStream out) {
        lines().forEach(out::println);
    }

    /** Characters, not chars, and none for a colour's escape sequence, which ends with m. */
    private static int width(String cell) {
        int width = 0;
        for (int i = 0; i < cell.length(); i++) {
            if (cell.charAt(i) == '\u001b') {
                i = cell.indexOf('m', i);
            } else if (!Character.isLowSurrogate(cell.charAt(i))) {
                width++;
            }
        }
        return width;
    }
}
