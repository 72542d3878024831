package dev.penstock.internal.spawn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the launcher does between a child's birth and its program, as {@code native/launch.c} reads
 * it: words in its argument list, each step's name first.
 */
final class LaunchPlan {
    private static final String VERSION = "1";

    private final List<byte[]> words = new ArrayList<>();

    /** For each word that begins a step, what errors call it; null for the others. */
    private final List<String> names = new ArrayList<>();

    /**
     * @param report the child's descriptor for the step that failed
     * @param searchPath where a program is looked for that is no path
     */
    LaunchPlan(Program program, Attributes attributes, int report, byte[] searchPath) {
        word("penstock-launch");
        word(VERSION);
        word(String.valueOf(report));
        for (Path cgroup : attributes.cgroups()) {
            // 0 stands for the writer itself.
            step(LaunchStep.write(CString.raw(cgroup), "0"));
        }
        if (attributes.controllingTerminal()) {
            step(LaunchStep.of("ioctl(TIOCSCTTY)", "terminal"));
        }
        attributes.confinement().forEach(this::step);
        // After the change of user, which takes it back.
        if (attributes.parentDeathSignal() != 0) {
            String self = String.valueOf(ProcessHandle.current().pid());
            String signal = String.valueOf(attributes.parentDeathSignal());
            step(LaunchStep.of("prctl(PR_SET_PDEATHSIG)", "deathsig", signal, self));
        }
        if (program.directory() != null) {
            step(LaunchStep.of("chdir", "chdir", CString.raw(program.directory())));
        }
        byte[] path = program.isPath() ? new byte[0] : searchPath;
        if (!attributes.openings().isEmpty()) {
            step(LaunchStep.of("exec", "ready"));
            word(path);
            word(program.name());
            attributes.openings().forEach(this::step);
        }
        step(LaunchStep.of("exec", "exec"));
        word(path);
        word(program.name());
        for (byte[] word : program.argv()) {
            word(word);
        }
    }

    private void step(LaunchStep step) {
        int first = words.size();
        step.words().forEach(this::word);
        names.set(first, step.name());
    }

    private void word(String word) {
        word(CString.bytes(word));
    }

    private void word(byte[] word) {
        words.add(word);
        names.add(null);
    }

    /** The launcher's arguments, its own name first. */
    List<byte[]> words() {
        return words;
    }

    /** The name of the step that begins with this word. */
    String stepAt(int word) {
        String name = word < 0 || word >= names.size() ? null : names.get(word);
        return name == null ? "launcher" : name;
    }

    /** The steps that only a launcher can do, for messages. */
    String steps() {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            if (name != null && !name.equals("chdir") && !name.equals("exec")) {
                text.append(text.isEmpty() ? "" : ", ").append(name);
            }
        }
        return text.toString();
    }
}
