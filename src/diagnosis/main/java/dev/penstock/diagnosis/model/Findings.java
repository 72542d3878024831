package dev.penstock.diagnosis.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The findings so far, so that nothing is found twice. Not thread-safe. */
public final class Findings {
    private final List<Finding> all = new ArrayList<>();
    private final Set<String> files = new HashSet<>();
    private final Set<Party> parties = new HashSet<>();

    /**
     * Adds what was found of a file.
     *
     * @param finding what was found
     * @param file what it is about
     * @param waiter who waits for it
     */
    public void add(Finding finding, String file, Party waiter) {
        all.add(finding);
        files.add(file);
        parties.add(waiter);
    }

    /**
     * Adds what was found of several.
     *
     * @param finding what was found; its pipe and the files of its chain are told with it
     * @param those who wait
     */
    public void add(Finding finding, Set<Party> those) {
        all.add(finding);
        finding.pipe().ifPresent(pipe -> files.add(pipe.file()));
        for (Step step : finding.chain()) {
            step.file().ifPresent(files::add);
        }
        parties.addAll(those);
    }

    /**
     * Whether something was found of a file.
     *
     * @param file as descriptors' links name it
     * @return true if so
     */
    public boolean about(String file) {
        return files.contains(file);
    }

    /**
     * Whether something was found of one of these.
     *
     * @param those who wait
     * @return true if so
     */
    public boolean about(Set<Party> those) {
        for (Party party : those) {
            if (parties.contains(party)) {
                return true;
            }
        }
        return false;
    }

    /**
     * All of them.
     *
     * @return in the order in which they were found
     */
    public List<Finding> all() {
        return all;
    }
}
