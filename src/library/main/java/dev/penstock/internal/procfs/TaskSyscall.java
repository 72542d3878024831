package dev.penstock.internal.procfs;

import java.util.ArrayList;
import java.util.List;

/** What {@code /proc/PID/syscall} says of one task (proc_pid_syscall(5)). */
public sealed interface TaskSyscall {
    /** On a CPU, or ready for one: in a call or not, the kernel does not say. */
    record Running() implements TaskSyscall {}

    /** Asleep, but not in a system call: stopped, or in a page fault. */
    record Outside() implements TaskSyscall {}

    /**
     * Asleep in a system call.
     *
     * @param number of the architecture's table, see {@link Syscall}
     * @param arguments all six registers, whether or not the call takes as many
     */
    record Inside(int number, List<Long> arguments) implements TaskSyscall {}

    /** In a call of a 32-bit program, whose numbers are those of another table. */
    record Narrow() implements TaskSyscall {}

    /**
     * Reads the file's text.
     *
     * @param text the whole file
     * @return what it says
     * @throws IllegalArgumentException if it is not of a known form
     */
    static TaskSyscall parse(String text) {
        String[] words = text.strip().split(" ");
        if (words[0].equals("running")) {
            return new Running();
        }
        int number = Integer.parseInt(words[0]);
        if (number < 0) {
            return new Outside();
        }
        // number, six arguments, stack pointer, program counter
        if (words.length != 9) {
            throw new IllegalArgumentException(words.length + " fields where a call has 9");
        }
        // A 64-bit program's stack lies above 4 GiB.
        if (hex(words[7]) >>> 32 == 0) {
            return new Narrow();
        }
        List<Long> arguments = new ArrayList<>(6);
        for (int i = 1; i <= 6; i++) {
            arguments.add(hex(words[i]));
        }
        return new Inside(number, List.copyOf(arguments));
    }

    private static long hex(String word) {
        if (!word.startsWith("0x")) {
            throw new IllegalArgumentException("not a hexadecimal number: '" + word + "'");
        }
        return Long.parseUnsignedLong(word, 2, word.length(), 16);
    }
}
