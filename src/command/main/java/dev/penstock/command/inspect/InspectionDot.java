package dev.penstock.command.inspect;

import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.text.LogSafe;
import java.io.PrintStream;
import java.util.List;

/** For Graphviz's dot(1): a cluster for each finding. */
final class InspectionDot {
    private InspectionDot() {}

    static void print(PrintStream out, Inspection inspection) {
        out.println("digraph inspection {");
        out.println("  node [fontname=\"sans-serif\", shape=box];");
        out.println("  edge [fontname=\"sans-serif\", fontsize=10];");
        int number = 0;
        for (Finding finding : inspection.findings()) {
            print(out, finding, "n" + number++ + "_");
        }
        out.println("}");
    }

    private static void print(PrintStream out, Finding finding, String prefix) {
        Drawing drawing = Drawing.of(finding);
        out.println("  subgraph cluster_" + prefix + " {");
        out.println(
                "    label=" + quoted(finding.verdict().text() + ": " + finding.summary()) + ";");
        for (int i = 0; i < drawing.boxes().size(); i++) {
            Drawing.Box box = drawing.boxes().get(i);
            out.println(
                    "    "
                            + prefix
                            + i
                            + " [label="
                            + quoted(box.lines())
                            + (box.file() ? ", shape=cylinder" : "")
                            + (box.culprit() ? ", color=red" : "")
                            + "];");
        }
        for (Drawing.Arrow arrow : drawing.arrows()) {
            out.println(
                    "    "
                            + prefix
                            + arrow.from()
                            + " -> "
                            + prefix
                            + arrow.to()
                            + " [label="
                            + quoted(arrow.label())
                            + "];");
        }
        out.println("  }");
    }

    private static String quoted(List<String> lines) {
        StringBuilder label = new StringBuilder("\"");
        for (String line : lines) {
            String quoted = quoted(line);
            label.append(label.length() > 1 ? "\\n" : "").append(quoted, 1, quoted.length() - 1);
        }
        return label.append('"').toString();
    }

    private static String quoted(String text) {
        return '"' + LogSafe.line(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
