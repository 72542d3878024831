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
        List<String> lines = new ArrayList<>(rows.size());
        int[] widths = widths();
        for (String[] row : rows) {
            lines.add((before(row, widths) + last(row, widths)).stripTrailing());
        }
        return lines;
    }

    /** Prints the rows; the last column's text goes on below where a line would be longer. */
    public void print(PrintStream out, int width) {
        int[] widths = widths();
        for (String[] row : rows) {
            String before = before(row, widths);
            int left = width - width(before);
            String last = last(row, widths);
            List<String> parts =
                    left > 0 && width(last) > left ? Paragraph.wrap(last, left) : List.of(last);
            out.println((before + parts.get(0)).stripTrailing());
            for (String part : parts.subList(1, parts.size())) {
                out.println(" ".repeat(width(before)) + part);
            }
        }
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row[i]));
            }
        }
        return widths;
    }

    /** All columns but the last. */
    private String before(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length - 1; i++) {
            line.append(cell(row, widths, i)).append("  ");
        }
        return line.toString();
    }

    private String last(String[] row, int[] widths) {
        return columns.get(widths.length - 1) == Align.LEFT
                ? row[widths.length - 1]
                : cell(row, widths, widths.length - 1);
    }

    private String cell(String[] row, int[] widths, int column) {
        String pad = " ".repeat(widths[column] - width(row[column]));
        return columns.get(column) == Align.LEFT ? row[column] + pad : pad + row[column];
    }

    /** Characters, not chars, and none for a colour's escape sequence, which ends with m. */
    public static int width(String cell) {
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
