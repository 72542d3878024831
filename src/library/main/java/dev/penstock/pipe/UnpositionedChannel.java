package dev.penstock.pipe;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;

/** What {@link FileChannel} has and a pipe has not, said plainly by each method. */
abstract class UnpositionedChannel extends FileChannel {

    /** Does nothing: a pipe is memory. */
    @Override
    public void force(boolean metaData) {}

    @Override
    public long position() {
        throw no("position");
    }

    @Override
    public FileChannel position(long newPosition) {
        throw no("position");
    }

    @Override
    public long size() {
        throw new UnsupportedOperationException("a pipe has no size; see unread() and capacity()");
    }

    @Override
    public FileChannel truncate(long size) {
        throw no("size");
    }

    @Override
    public int read(ByteBuffer dst, long position) {
        throw no("position to read at");
    }

    @Override
    public int write(ByteBuffer src, long position) {
        throw no("position to write at");
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw no("mapping");
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw no("lock");
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw no("lock");
    }

    private static UnsupportedOperationException no(String what) {
        return new UnsupportedOperationException("a pipe has no " + what);
    }
}
