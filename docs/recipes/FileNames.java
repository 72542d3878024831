package recipes;

import dev.penstock.process.Command;
import dev.penstock.sink.Lines;
import dev.penstock.sink.Tee;
import dev.penstock.text.LineEnd;
import dev.penstock.text.LineFormat;
import dev.penstock.text.TextPolicy;
import java.io.EOFException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The names that {@code find -print0} writes, each ended by NUL, since a name may hold every other
 * byte but the slash: a line feed, and what is not UTF-8. They are passed on to another command as
 * the bytes that they are, and shown as a log may have them.
 */
public final class FileNames {
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("names");
        String files =
                "echo 1 >a.log; echo 2 >\"$(printf 'b\\nb.log')\";"
                        + " echo 3 >\"$(printf 'caf\\351.log')\"";
        Command.of("sh", "-c", files).directory(directory).run().orThrow();

        LineFormat each = LineFormat.of(65536).end(LineEnd.NUL);
        List<String> words = new ArrayList<>(List.of("cat", "--"));
        Lines names =
                Lines.ofViews(
                        each.policy(TextPolicy.RAW),
                        name -> {
                            // A part of a name may be the name of another file.
                            if (name.unfinished() || name.bytesCut() > 0) {
                                throw new EOFException("only a part of a name came: " + name);
                            }
                            words.add(name.toString());
                        });
        Lines shown =
                Lines.of(
                        each.policy(TextPolicy.LOG_SAFE),
                        name -> System.out.println("found " + name));
        Command.of("sh", "-c", "find . -name '*.log' -print0 | LC_ALL=C sort -z")
                .directory(directory)
                .stdout(Tee.of(names, shown))
                .run()
                .orThrow();

        Lines contents = Lines.of(100, line -> System.out.println("cat says " + line));
        Command.of(words).directory(directory).stdout(contents).run().orThrow();
        Command.of("rm", "-r", directory.toString()).run().orThrow();
    }
}

// Prints:
// found ./a.log
// found ./b\x0ab.log
// found ./caf\xe9.log
// cat says 1
// cat says 2
// cat says 3
