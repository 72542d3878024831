package dev.penstock.command.text;

import dev.penstock.text.LogSafe;

/** A page of HTML that stands by itself, light or dark: nothing is fetched, and no script runs. */
public final class Page {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #8a939e;
              --soft: #f1f3f5; --soft-ink: #57606a; --held: #d0d7de; --bad: #b42318; --good: #1a7f37; --fill: #2f6fb3; }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e6e9ec; --paper: #15181c; --line: #77808a; --soft: #22272d; --soft-ink: #9aa4af; --held: #3d444d;
                --bad: #ff8a7d; --good: #5bd06f; --fill: #6fb0f0; }
            }
            body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
              max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
            h1 { font-size: 1.3rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
            h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
            .bad { color: var(--bad); } .good { color: var(--good); }
            .origin { font-size: .85rem; color: var(--soft-ink); }
            pre { background: var(--soft); padding: .4rem .6rem; margin: .3rem 0 0; border-radius: 4px;
              white-space: pre-wrap; }
            .cure p { margin: 0 0 .6rem; }
            .row { display: flex; gap: .6rem; align-items: center; margin: .2rem 0; font-size: .85rem; }
            .row .label { flex: 0 0 20rem; } .row .track { flex: 1; position: relative; height: 1rem; }
            .axis .track { display: flex; justify-content: space-between; height: auto; }
            .bar { position: absolute; top: .1rem; height: .8rem; min-width: 3px; border-radius: 2px;
              box-sizing: border-box; background: var(--held); border: 1px solid var(--line); }
            .bar.culprit { border: 2px solid var(--bad); } .bar.wait { background: var(--fill); }
            .bar:hover, .bar:focus { outline: 2px solid var(--ink); z-index: 1; }
            .bar > span { display: none; position: absolute; top: 1.1rem; width: max-content;
              max-width: 16rem; padding: .2rem .5rem; border-radius: 4px; background: var(--ink);
              color: var(--paper); z-index: 2; }
            .bar > span.left { left: 0; } .bar > span.right { right: 0; }
            .bar:hover > span, .bar:focus > span { display: block; }
            @media (max-width: 40rem) {
              body { margin: 1rem auto; padding: 0 .7rem; font-size: 15px; }
              .row, .row .label, .row .track { display: block; margin-bottom: .3rem; }
              .row.axis .label { display: none; } .row.axis .track { display: flex; }
            }
            svg { max-width: 100%; height: auto; }
            svg text { font: 13px system-ui, sans-serif; fill: var(--ink); }
            svg .who { font-weight: 600; } svg .label { font-size: 12px; }
            svg rect { fill: var(--soft); stroke: var(--line); }
            svg rect.culprit { stroke: var(--bad); stroke-width: 2.5; }
            svg path { fill: none; stroke: var(--line); stroke-width: 1.5; }
            svg marker path { fill: var(--line); stroke: none; }
            svg .plot { stroke: var(--fill); stroke-width: 2; }
            svg .area { fill: var(--fill); fill-opacity: .25; stroke: none; }
            ul { padding-left: 1.2rem; }
            figure { margin: 1rem 0; } figcaption { font-size: .85rem; color: var(--soft-ink); }
            """;

    private Page() {}

    /** All up to the body's contents. */
    public static String begin(String title) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
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
