package dev.penstock.internal.procfs;

/**
 * A process that another descends from.
 *
 * @param command its command line, shortened for people
 */
public record Ancestor(int pid, String command) {
    @Override
    public String toString() {
        return command + " (pid " + pid + ")";
    }
}
