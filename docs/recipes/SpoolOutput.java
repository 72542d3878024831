package recipes;

import dev.penstock.process.Command;
import dev.penstock.sink.Spool;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * All that a child prints, however much, to be read as often as one likes: 64 KiB of it in memory,
 * the rest in a temporary file that is gone when the spool is closed.
 */
public final class SpoolOutput {
    public static void main(String[] args) throws Exception {
        try (Spool out = Spool.of(64 * 1024).stopAt(1L << 30)) {
            Command.of("seq", "100000").stdout(out).run().orThrow();
            System.out.println(out.bytes() + " bytes, of which in a file: " + out.fileBytes());
            for (int i = 0; i < 2; i++) {
                try (var reader = new BufferedReader(utf8(out))) {
                    System.out.println(reader.lines().count() + " lines");
                }
            }
        }
    }

    private static InputStreamReader utf8(Spool spool) {
        return new InputStreamReader(spool.newInputStream(), StandardCharsets.UTF_8);
    }
}

// Prints:
// 588895 bytes, of which in a file: 523359
// 100000 lines
// 100000 lines
