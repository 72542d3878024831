package dev.penstock.command.text;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A page as a file that its owner alone may read: it tells what other people's programs do. Whoever
 * can write to the folder cannot lead it elsewhere: no symbolic link is followed, and what was
 * there is replaced by one rename(2), so that nobody sees half a page.
 */
public final class PageFile {
    private PageFile() {}

    /**
     * Writes it.
     *
     * @throws IOException naming the option, if the file cannot be made, or if there is something
     *     by this name that is not a regular file
     */
    public static void write(String option, Path file, String page) throws IOException {
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(
                        file.toString(), null, "it is not a regular file");
            }
            replace(file, page);
        } catch (NoSuchFileException e) {
            throw new IOException(option + " " + file + ": there is no such folder", e);
        } catch (IOException e) {
            throw new IOException(option + " " + file + ": cannot be made: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        String reason =
                e instanceof java.nio.file.FileSystemException failure
                        ? failure.getReason()
                        : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }

    private static void replace(Path file, String page) throws IOException {
        // A name that nobody can guess and that is refused if it is taken.
        Path part = file.resolveSibling(".penstock-" + UUID.randomUUID());
        FileChannel channel =
                FileChannel.open(
                        part,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            try (channel) {
                Channels.newOutputStream(channel).write(page.getBytes(StandardCharsets.UTF_8));
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.delete(part);
            throw e;
        }
    }
}
