package dev.penstock.diagnosis.rescue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Where drained bytes are kept. For one thread. */
public interface Store extends Closeable {
    /**
     * Stores bytes behind those before.
     *
     * @param bytes what to store; its position moves past what was stored, also where this throws
     * @throws IOException if not all could be stored
     */
    void write(ByteBuffer bytes) throws IOException;

    /**
     * Waits for the disk.
     *
     * @throws IOException if what was written since the last time may not be there
     */
    void sync() throws IOException;

    /**
     * Puts other bytes in the place of the last ones.
     *
     * @param count how many bytes to take back
     * @param bytes what to store instead
     * @return false if what is written cannot be taken back; then these come behind it
     * @throws IOException if not all could be stored
     */
    boolean replaceLast(int count, ByteBuffer bytes) throws IOException;

    /**
     * A new file that its owner alone may read.
     *
     * @return for the caller to close
     * @throws FileAlreadyExistsException if there is one: nothing is written over
     * @throws IOException if it cannot be made
     */
    static Store file(Path path) throws IOException {
        FileChannel file =
                FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        // The name itself must be on the disk, too.
        Path folder = path.toAbsolutePath().getParent();
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new Store() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            }

            @Override
            public void sync() throws IOException {
                file.force(false);
            }

            @Override
            public boolean replaceLast(int count, ByteBuffer bytes) throws IOException {
                file.position(file.position() - count);
                write(bytes);
                file.truncate(file.position());
                return true;
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }
}
