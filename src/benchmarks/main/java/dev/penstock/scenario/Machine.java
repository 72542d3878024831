package dev.penstock.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a result must say of where it came from. */
final class Machine {
    private Machine() {}

    static List<String> describe(String command) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("command\t" + command);
        lines.add("processor\t" + processor());
        lines.add("processors\t" + Runtime.getRuntime().availableProcessors());
        lines.add(
                "pinned to\t"
                        + Processors.FIRST
                        + " and "
                        + Processors.SECOND
                        + "; one core with the first: "
                        + Processors.siblings());
        lines.add("kernel\t" + Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        lines.add("architecture\t" + System.getProperty("os.arch"));
        lines.add("java\t" + Runtime.version());
        lines.add("load before\t" + Files.readString(Path.of("/proc/loadavg")).strip());
        return lines;
    }

    /** On arm64 the kernel tells two numbers, and no name. */
    private static String processor() throws IOException {
        StringBuilder arm = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
            if (line.startsWith("model name")) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
            if (line.startsWith("CPU implementer") || line.startsWith("CPU part")) {
                arm.append(line.replace("\t", "")).append(' ');
            }
            if (line.isEmpty() && arm.length() > 0) {
                break;
            }
        }
        return arm.length() > 0 ? arm.toString().strip() : "unknown";
    }
}
