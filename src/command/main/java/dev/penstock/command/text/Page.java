package dev.penstock.command.text;

import dev.penstock.text.LogSafe;

/** A page of HTML that stands by itself, light or dark: nothing is fetched, and no script runs. */
public final class Page {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #8a939e;
              --soft: #f1f3f5; --bad: #b42318; --good: #1a7f37; --fill: #2f6fb3; }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e6e9ec; --paper: #15181c; --line: #77808a; --soft: #22272d;
                --bad: #ff8a7d; --good: #5bd06f; --fill: #6fb0f0; }
            }
            body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
              max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.3rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
            .bad { color: var(--bad); } .good { color: var(--good); }
            svg { max-width: 100%; height: auto; }
            svg text { font: 13px system-ui, sans-serif; fill: var(--ink); }
            svg .who { font-weight: 600; } svg .label { font-size: 12px; }
            svg rect { fill: var(--soft); stroke: var(--line); }
            svg rect.culprit { stroke: var(--bad); stroke-width: 2.5; }
            svg path { fill: none; stroke: var(--line); stroke-width: 1.5; }
            svg marker path { fill: var(--line); stroke: none; }
            svg .plot { stroke: var(--fill); stroke-width: 2; }
            svg .area { fill: var(--fill); fill-opacity: .25; stroke: none; }
            ul { padding-left: 1.2rem; } li { overflow-wrap: anywhere; }
            figure { margin: 1rem 0; } figcaption { font-size: .85rem; opacity: .75; }
            """;

    private Page() {}

    /** All up to the body's contents. */
    public static String begin(String title) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>"
                + escaped(title)
                + "</title>\n<style>\n"
                + STYLE
                + "</style>\n</head>\n<body>\n";
    }

    /** All after them. */
    public static String end() {
        return "</body>\n</html>\n";
    }

    /** For text and for attributes in double quotes; what reverses or hides text is written out. */
    public static String escaped(String text) {
        return LogSafe.line(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
