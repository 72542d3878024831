package dev.penstock.scenario.contender;

import java.io.OutputStream;

/**
 * Counts what it is given, and sums it if asked. One thread writes, another may read the count when
 * that has ended.
 */
final class CountingStream extends OutputStream {
    final Sum sum = new Sum();
    long bytes;

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int offset, int length) {
        bytes += length;
        sum.add(b, offset, length);
    }
}
