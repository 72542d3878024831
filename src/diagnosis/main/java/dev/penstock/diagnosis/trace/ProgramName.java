package dev.penstock.diagnosis.trace;

import dev.penstock.diagnosis.trace.log.Call;
import dev.penstock.text.LogSafe;

/** What a program is called for people: the arguments of its execve(2), shortened. */
final class ProgramName {
    private static final int LONGEST = 60;

    private ProgramName() {}

    /**
     * Without the escapes that {@code -x} and {@code -xx} make; a space for what is not printed.
     */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) != '\\' || at + 1 == text.length()) {
                plain.append(text.charAt(at));
                continue;
            }
            boolean hex = text.charAt(at + 1) == 'x';
            int first = at + (hex ? 2 : 1);
            int end = first;
            int code = 0;
            while (end < text.length()
                    && end - first < (hex ? 2 : 3)
                    && Character.digit(text.charAt(end), hex ? 16 : 8) >= 0) {
                code = code * (hex ? 16 : 8) + Character.digit(text.charAt(end++), hex ? 16 : 8);
            }
            if (end > first) {
                plain.append(code > ' ' && code < 127 ? (char) code : ' ');
                at = end - 1;
            } else {
                char letter = text.charAt(++at);
                plain.append("abefnrtv".indexOf(letter) < 0 ? letter : ' ');
            }
        }
        return plain.toString();
    }

    static String name(Call call) {
        int arguments = call.isNamed("execveat") ? 2 : 1;
        // The path is told in full, and of the arguments as much as -s allows.
        String path = call.text(arguments - 1);
        StringBuilder name = new StringBuilder();
        if (path.startsWith("\"")) {
            String whole = plain(path.substring(1, closing(path, 1)));
            name.append(whole.substring(whole.lastIndexOf('/') + 1));
        }
        String list = call.text(arguments);
        boolean first = true;
        for (int at = 0; at < list.length() && name.length() <= LONGEST; at++) {
            if (list.charAt(at) == '"') {
                int close = closing(list, at + 1);
                boolean cut = list.startsWith("...", close + 1);
                if (!first || name.isEmpty()) {
                    name.append(name.isEmpty() ? "" : " ")
                            .append(plain(list.substring(at + 1, close)));
                    name.append(cut ? "…" : "");
                }
                first = false;
                at = close;
            }
        }
        if (name.isEmpty()) {
            return "a program";
        }
        return shortened(name.toString());
    }

    /** A name that {@code -Y} tells. */
    static String comm(String text) {
        return shortened(plain(text.substring(0, Math.min(text.length(), LONGEST + 1))));
    }

    /** One line of at most so many characters, safe for a terminal. */
    private static String shortened(String name) {
        String safe = LogSafe.line(name);
        if (safe.length() <= LONGEST) {
            return safe;
        }
        int end = Character.isHighSurrogate(safe.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return safe.substring(0, end) + "…";
    }

    private static int closing(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, text.length());
    }
}
