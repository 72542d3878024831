package dev.penstock.trace;

import dev.penstock.trace.log.Call;

/** What a program is called for people: the arguments of its execve(2), shortened. */
final class Programs {
    private static final int LONGEST = 60;

    private Programs() {}

    static String name(Call call) {
        int arguments = call.isNamed("execveat") ? 2 : 1;
        // The path is told in full, and of the arguments as much as -s allows.
        String path = call.text(arguments - 1);
        StringBuilder name = new StringBuilder();
        if (path.startsWith("\"")) {
            name.append(base(path, 1, closing(path, 1)));
        }
        String list = call.text(arguments);
        boolean first = true;
        for (int at = 0; at < list.length() && name.length() <= LONGEST; at++) {
            if (list.charAt(at) == '"') {
                int close = closing(list, at + 1);
                boolean cut = list.startsWith("...", close + 1);
                if (!first || name.isEmpty()) {
                    name.append(name.isEmpty() ? "" : " ").append(list, at + 1, close);
                    name.append(cut ? "…" : "");
                }
                first = false;
                at = close;
            }
        }
        if (name.isEmpty()) {
            return "a program";
        }
        return name.length() <= LONGEST ? name.toString() : name.substring(0, LONGEST - 1) + "…";
    }

    private static int closing(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(at, text.length());
    }

    private static String base(String text, int from, int to) {
        return text.substring(Math.max(from, text.lastIndexOf('/', to - 1) + 1), to);
    }
}
