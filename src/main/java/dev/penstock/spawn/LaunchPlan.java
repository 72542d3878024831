package dev.penstock.spawn;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
     */
    LaunchPlan(Program program, Attributes attributes, int report) {
        word("penstock-launch");
        word(VERSION);
        word(String.valueOf(report));
        for (Path cgroup : attributes.cgroups()) {
            // 0 stands for the writer itself.
            write(cgroup.toString(), "0");
        }
        if (attributes.controllingTerminal()) {
            step("ioctl(TIOCSCTTY)", "terminal");
        }
        confine(attributes.confinement());
        // After the change of user, which takes it back.
        if (attributes.parentDeathSignal() != 0) {
            String self = String.valueOf(ProcessHandle.current().pid());
            String signal = String.valueOf(attributes.parentDeathSignal());
            step("prctl(PR_SET_PDEATHSIG)", "deathsig", signal, self);
        }
        if (program.directory() != null) {
            step("chdir", "chdir", program.directory().toString());
        }
        step("exec", "exec");
        word(program.isPath() ? new byte[0] : Environment.searchPath());
        word(program.name());
        for (byte[] word : program.argv()) {
            word(word);
        }
    }

    private void confine(Confinement confinement) {
        if (confinement.oomScoreAdjustment != null) {
            write("/proc/self/oom_score_adj", confinement.oomScoreAdjustment.toString());
        }
        if (confinement.nice != null) {
            step("setpriority", "nice", confinement.nice.toString());
        }
        for (Map.Entry<Resource, Confinement.Limit> entry : confinement.limits.entrySet()) {
            Resource resource = entry.getKey();
            Confinement.Limit limit = entry.getValue();
            step(
                    "setrlimit(" + resource.constant() + ")",
                    "rlimit",
                    String.valueOf(resource.number()),
                    String.valueOf(limit.soft()),
                    limit.hard() == null ? "keep" : limit.hard().toString());
        }
        if (confinement.umask != null) {
            step("umask", "umask", confinement.umask.toString());
        }
        if (confinement.identity != null) {
            become(confinement.identity);
        }
        if (confinement.noNewPrivileges) {
            step("prctl(PR_SET_NO_NEW_PRIVS)", "no_new_privs");
        }
    }

    private void become(Identity identity) {
        StringBuilder groups = new StringBuilder();
        for (long group : identity.groups()) {
            groups.append(groups.isEmpty() ? "" : ",").append(group);
        }
        step("setgroups", "groups", groups.toString());
        step("setresgid", "gid", String.valueOf(identity.gid()));
        step("setresuid", "uid", String.valueOf(identity.uid()));
    }

    private void write(String file, String text) {
        step("write(" + file + ")", "write", file, text);
    }

    private void step(String name, String... stepWords) {
        for (int i = 0; i < stepWords.length; i++) {
            word(stepWords[i]);
            names.set(words.size() - 1, i == 0 ? name : null);
        }
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
