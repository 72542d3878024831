package dev.penstock.command.text;

/** Numbers of bytes as they are typed and printed. */
public final class Size {
    private Size() {}

    /**
     * Reads {@code 4096}, {@code 64KiB}, {@code 1MiB}, {@code 2GiB}; {@code K}, {@code M}, {@code
     * G} mean the same.
     *
     * @throws IllegalArgumentException saying what a size looks like
     */
    public static long parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        long unit =
                switch (text.substring(digits)) {
                    case "", "B" -> 1;
                    case "K", "k", "KiB" -> 1 << 10;
                    case "M", "MiB" -> 1 << 20;
                    case "G", "GiB" -> 1 << 30;
                    default -> 0;
                };
        if (digits == 0 || unit == 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a size: write 4096, 64KiB, 1MiB or 2GiB");
        }
        try {
            return Math.multiplyExact(Long.parseLong(text, 0, digits, 10), unit);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is more bytes than a file can have", e);
        }
    }

    /** Digits in groups of three: {@code 45 066}. */
    public static String grouped(long number) {
        String digits = Long.toString(number);
        StringBuilder text = new StringBuilder(digits);
        int first = number < 0 ? 1 : 0;
        for (int i = digits.length() - 3; i > first; i -= 3) {
            text.insert(i, ' ');
        }
        return text.toString();
    }

    /** A number and what it counts, in the plural where it is not one. */
    public static String counted(long number, String one) {
        return grouped(number) + " " + one + (number == 1 ? "" : "s");
    }

    /**
     * The largest unit that it is a whole number of: {@code 64 KiB}, {@code 1 MiB}, {@code 45 066
     * B}.
     */
    public static String text(long bytes) {
        String[] units = {" GiB", " MiB", " KiB"};
        for (int i = 0; i < units.length; i++) {
            long unit = 1L << (30 - 10 * i);
            if (bytes >= unit && bytes % unit == 0) {
                return grouped(bytes / unit) + units[i];
            }
        }
        return grouped(bytes) + " B";
    }
}
