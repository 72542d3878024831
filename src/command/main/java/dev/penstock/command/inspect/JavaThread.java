package dev.penstock.command.inspect;

import dev.penstock.diagnosis.model.Wait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A thread as its JVM's thread dump has it.
 *
 * @param tid the kernel's number of it
 * @param name as the program named it
 * @param state of Java: RUNNABLE, BLOCKED, WAITING, TIMED_WAITING; empty for the JVM's own threads
 * @param lines the frames, each beginning with {@code at}, and under each what it has locked or
 *     waits for, beginning with {@code -}
 */
record JavaThread(int tid, String name, String state, List<String> lines) {
    private static final String NID = " nid=";
    private static final String STATE = "   java.lang.Thread.State: ";
    private static final String BLOCKED_ON = "- waiting to lock <";
    private static final String LOCKED = "- locked <";
    private static final String HELD_BY = "which is held by \"";
    private static final String SYNCHRONIZER = "waiting for ownable synchronizer ";

    /** A queue that gives out what is due later would have its idle worker do it by itself. */
    private static final String DELAYED = "DelayedWorkQueue";

    /** {@code "main" #1 prio=5 … nid=0x1a2b waiting …}: hexadecimal up to JDK 20. */
    static Map<Integer, JavaThread> parse(String dump) {
        Map<Integer, JavaThread> threads = new LinkedHashMap<>();
        JavaThread thread = null;
        for (String line : dump.split("\n")) {
            if (line.startsWith("\"")) {
                thread = begin(line);
                if (thread != null) {
                    threads.put(thread.tid(), thread);
                }
            } else if (thread != null && line.startsWith(STATE)) {
                String state = line.substring(STATE.length());
                int space = state.indexOf(' ');
                thread = thread.in(space < 0 ? state : state.substring(0, space));
                threads.put(thread.tid(), thread);
            } else if (thread != null && line.startsWith("\t")) {
                thread.lines.add(line.strip());
            }
        }
        return threads;
    }

    /** Null without a number, as for a name alone, where the JVM tells of a deadlock. */
    private static JavaThread begin(String line) {
        int close = line.lastIndexOf("\" ");
        int nid = line.indexOf(NID, close + 1);
        if (close < 1 || nid < 0) {
            return null;
        }
        int end = line.indexOf(' ', nid + NID.length());
        String number = line.substring(nid + NID.length(), end < 0 ? line.length() : end);
        try {
            return new JavaThread(
                    Integer.decode(number), line.substring(1, close), "", new ArrayList<>());
        } catch (NumberFormatException e) {
            return null; // a thread may be named so that its line looks like another
        }
    }

    private JavaThread in(String now) {
        return new JavaThread(tid, name, now, lines);
    }

    /**
     * What threads wait for, by thread, as far as a dump tells: whom a monitor keeps, or a lock of
     * java.util.concurrent where the JVM found a deadlock; and who is idle in a pool.
     */
    static Map<Integer, Wait> waits(String dump, Map<Integer, JavaThread> threads) {
        Map<String, JavaThread> owners = new HashMap<>();
        for (JavaThread thread : threads.values()) {
            thread.owned().forEach(lock -> owners.put(lock, thread));
        }
        Map<Integer, Wait> waits = new HashMap<>();
        for (JavaThread thread : threads.values()) {
            String line = thread.line(BLOCKED_ON);
            JavaThread owner = line == null ? null : owners.get(address(line));
            if (owner != null) {
                waits.put(thread.tid, new Wait.JavaLock(kind(line), owner.tid, owner.name));
            } else if (thread.idle()) {
                waits.put(thread.tid, new Wait.IdleWorker());
            }
        }
        addSynchronizers(dump, threads, waits);
        return waits;
    }

    /** Of those the dump names the owner only where it tells of a deadlock. */
    private static void addSynchronizers(
            String dump, Map<Integer, JavaThread> threads, Map<Integer, Wait> waits) {
        JavaThread waiter = null;
        String lock = null;
        for (String line : dump.split("\n")) {
            if (line.startsWith("\"") && line.endsWith("\":")) {
                waiter = named(threads, line.substring(1, line.length() - 2));
                lock = null;
            } else if (line.strip().startsWith(SYNCHRONIZER)) {
                lock = kind(line);
            } else if (lock != null && waiter != null && line.strip().startsWith(HELD_BY)) {
                int from = line.indexOf(HELD_BY) + HELD_BY.length();
                JavaThread owner = named(threads, line.substring(from, line.lastIndexOf('"')));
                if (owner != null && waiter.state.equals("WAITING")) {
                    waits.put(waiter.tid, new Wait.JavaLock(lock, owner.tid, owner.name));
                }
                lock = null;
            }
        }
    }

    /** Null where none is, or more than one. */
    private static JavaThread named(Map<Integer, JavaThread> threads, String name) {
        JavaThread found = null;
        for (JavaThread thread : threads.values()) {
            if (thread.name.equals(name)) {
                if (found != null) {
                    return null;
                }
                found = thread;
            }
        }
        return found;
    }

    /** The monitors that it has. In Object.wait() it has given up the one that it waits on. */
    private List<String> owned() {
        List<String> owned = new ArrayList<>();
        List<String> given = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(LOCKED)) {
                owned.add(address(line));
            } else if (line.startsWith("- waiting ")) {
                given.add(address(line));
            }
        }
        owned.removeAll(given);
        return owned;
    }

    /** Whether it waits for a task in a pool, and would do nothing when it no longer waits. */
    private boolean idle() {
        boolean pooled = false;
        for (String line : lines) {
            if (line.contains(DELAYED)) {
                return false;
            }
            pooled |=
                    line.startsWith("at java.util.concurrent.ThreadPoolExecutor.getTask(")
                            || line.startsWith("at java.util.concurrent.ForkJoinPool.awaitWork(");
        }
        return pooled && state.endsWith("WAITING");
    }

    /** The first line of that beginning; null if there is none. */
    private String line(String beginning) {
        for (String line : lines) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        return null;
    }

    /** {@code <0x000000070e80>}: which lock. */
    private static String address(String line) {
        int from = line.indexOf('<');
        int to = line.indexOf('>', from);
        return from < 0 || to < 0 ? "" : line.substring(from, to);
    }

    /** {@code (a java.lang.Object)}, or {@code , a java.lang.Object)}: its class. */
    private static String kind(String line) {
        int from = Math.max(line.lastIndexOf("(a "), line.lastIndexOf(" a "));
        int to = line.indexOf(')', from);
        return from < 0 || to < 0 ? "lock" : line.substring(from + 3, to);
    }
}
