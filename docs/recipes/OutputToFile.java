package recipes;

import dev.penstock.process.Command;
import dev.penstock.splice.FileSink;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Output to a file of bounded size: the kernel moves the bytes, by splice(2). When the file is full
 * it is put aside as {@code server.log.1}, and what was there before is gone; {@code rotateAtLine}
 * cuts no line, and reads the bytes for that.
 */
public final class OutputToFile {
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("recipe");
        Path log = directory.resolve("server.log");
        FileSink file = FileSink.of(log).rotateAt(1000, 1); // .append, .truncate; .stopAt, .cutAt
        Command.of("seq", "500").stdout(file).run().orThrow();
        System.out.println(file.written() + " bytes written, " + file.rotations() + " rotations");
        System.out.println(Files.size(log) + " bytes in " + log.getFileName());
        Path older = directory.resolve("server.log.1");
        System.out.println(Files.size(older) + " bytes in " + older.getFileName());
        Files.delete(log);
        Files.delete(older);
        Files.delete(directory);
    }
}

// Prints:
// 1892 bytes written, 1 rotations
// 892 bytes in server.log
// 1000 bytes in server.log.1
