package dev.penstock.cli;

import dev.penstock.process.Outcome;

/**
 * What came of one cure.
 *
 * @param outcome of the child
 * @param bytes received
 * @param crc their CRC32C
 * @param held the most bytes that the cure held at once, the kernel's pipe apart
 * @param failure what is wrong, in a few words; empty if all is well
 * @param remark what else there is to know
 */
record Cured(Outcome outcome, long bytes, long crc, long held, String failure, String remark) {
    boolean well() {
        return failure.isEmpty();
    }
}
