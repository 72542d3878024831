package dev.penstock.command.inspect;

import dev.penstock.command.task.Failure;
import dev.penstock.diagnosis.inspect.Inspection;
import dev.penstock.diagnosis.model.Finding;
import dev.penstock.diagnosis.snapshot.ProcessView;
import dev.penstock.internal.procfs.ProcFs;
import dev.penstock.internal.procfs.TaskStat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which processes were asked for: all, those of a name, or those of a list. */
final class Subjects {
    private final ProcFs proc;
    private final String name;
    private final Set<Integer> pids;
    private final List<String> absent = new ArrayList<>();
    private final Optional<Predicate<ProcessView>> wanted;

    private Subjects(ProcFs proc, String name, Set<Integer> pids) {
        this.proc = proc;
        this.name = name;
        this.pids = pids;
        this.wanted =
                name != null
                        ? Optional.of(named())
                        : pids.isEmpty()
                                ? Optional.empty()
                                : Optional.of(process -> pids.contains(process.pid()));
    }

    static Subjects all(ProcFs proc) {
        return new Subjects(proc, null, Set.of());
    }

    static Subjects named(ProcFs proc, String regex) {
        return new Subjects(proc, regex, Set.of());
    }

    /**
     * Those of a list, as far as they are there.
     *
     * @throws Failure if none of them is, or a word is not a number
     */
    static Subjects listed(ProcFs proc, List<String> words) {
        Set<Integer> pids = new LinkedHashSet<>();
        List<String> absent = new ArrayList<>();
        for (String word : words) {
            int pid = pid(word);
            TaskStat stat = pid <= 0 ? null : proc.stat(pid).known().orElse(null);
            if (stat == null) {
                absent.add("inspect: there is no process " + word);
            } else if (stat.kernelThread()) {
                absent.add("inspect: " + word + " is a thread of the kernel, and has no pipes");
            } else {
                pids.add(pid);
            }
        }
        if (pids.isEmpty()) {
            throw new Failure(Failure.USAGE, String.join("; ", absent));
        }
        Subjects subjects = new Subjects(proc, null, pids);
        subjects.absent.addAll(absent);
        return subjects;
    }

    private static int pid(String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new Failure(
                    Failure.USAGE,
                    "inspect: '"
                            + word
                            + "' is not a process id; by its name a process is found with --name: "
                            + "penstock inspect --name "
                            + quoted(word),
                    e);
        }
    }

    /** Which processes to tell of; empty for all. */
    Optional<Predicate<ProcessView>> wanted() {
        return wanted;
    }

    /** Those of the list that could not be looked at, a clause each. */
    List<String> missing(Inspection inspection) {
        List<String> missing = new ArrayList<>(absent);
        Set<Integer> found = new HashSet<>();
        for (Finding finding : inspection.findings()) {
            found.addAll(finding.pids());
        }
        for (int pid : pids) {
            if (!found.contains(pid)) {
                missing.add("inspect: process " + pid + " ended before it was looked at");
            }
        }
        return missing;
    }

    /** Why nobody of those was looked at. */
    String none() {
        return name == null
                ? "those processes ended before they were looked at"
                : "no process has such a command line: " + name;
    }

    /** The words that ask for the same once more. */
    String words() {
        if (name != null) {
            return "--name " + quoted(name);
        }
        if (pids.isEmpty()) {
            return "--all";
        }
        List<String> words = new ArrayList<>();
        pids.forEach(pid -> words.add(Integer.toString(pid)));
        return String.join(" ", words);
    }

    /** As a shell takes it for one word. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Whoever has started this one names the expression as well, and is not meant. */
    private Predicate<ProcessView> named() {
        Pattern pattern = pattern();
        Set<Integer> own = ancestors();
        return process ->
                !own.contains(process.pid()) && pattern.matcher(commandLine(process.pid())).find();
    }

    private Set<Integer> ancestors() {
        Set<Integer> own = new HashSet<>();
        int pid = (int) ProcessHandle.current().pid();
        while (pid > 0 && own.add(pid)) {
            pid = proc.stat(pid).known().map(TaskStat::parent).orElse(0);
        }
        return own;
    }

    private String commandLine(int pid) {
        return String.join(" ", proc.cmdline(pid).known().orElse(List.of()));
    }

    private Pattern pattern() {
        try {
            return Pattern.compile(name);
        } catch (PatternSyntaxException e) {
            throw new Failure(
                    Failure.USAGE,
                    "inspect: --name: " + e.getDescription() + " in '" + name + "'",
                    e);
        }
    }
}
