package dev.penstock.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.sink.Capture;
import dev.penstock.testing.ChildJvm;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A first use that comes at a bad moment fails, and the next one does not. */
@Timeout(60)
@Tag("not-under-qemu") // Starts a JVM of the architecture under test.
class FirstUseTest {
    /** All classes in one file, which is open: no descriptor is needed to load one. */
    private static Path jar;

    @BeforeAll
    static void pack(@TempDir Path directory) throws IOException {
        jar = directory.resolve("all.jar");
        Set<String> names = new HashSet<>();
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.setLevel(0);
            for (String entry : System.getProperty("java.class.path").split(":")) {
                Path path = Path.of(entry);
                if (Files.isDirectory(path)) {
                    add(out, path, names);
                } else if (path.getFileName().toString().startsWith("penstock-")) {
                    // A module that this build has packaged already.
                    try (FileSystem packed = FileSystems.newFileSystem(path)) {
                        add(out, packed.getPath("/"), names);
                    }
                }
            }
        }
    }

    @AfterAll
    static void forget() {
        jar = null;
    }

    private static void add(JarOutputStream out, Path root, Set<String> names) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = root.relativize(file).toString();
            if (names.add(name)) {
                out.putNextEntry(new JarEntry(name));
                Files.copy(file, out);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14})
    void shouldFailForTheMomentWhereNoDescriptorIsFree(int free) throws Exception {
        List<String> words = new ArrayList<>(List.of("prlimit", "--nofile=128:128"));
        words.addAll(ChildJvm.command(jar.toString(), Short.class, String.valueOf(free)));
        Capture out = Capture.of(1 << 16);
        Outcome outcome = Command.of(words).stdout(out).mergeStderr().run();
        assertTrue(outcome.succeeded(), outcome + "\n" + out.text());
        assertTrue(out.text().endsWith("then it runs\n"), out.text());
    }

    /** A JVM that has opened all it may, but for some. */
    static final class Short {
        public static void main(String[] arguments) throws Exception {
            List<FileInputStream> all = new ArrayList<>();
            try {
                while (true) {
                    all.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException full) {
                System.out.println(full.getMessage());
            }
            for (int free = Integer.parseInt(arguments[0]); free > 0; free--) {
                all.remove(all.size() - 1).close();
            }
            try {
                System.out.println("at first: " + Command.of("true").run());
            } catch (IOException e) {
                System.out.println("at first: " + e);
            }
            for (FileInputStream one : all) {
                one.close();
            }
            Command.of("true").run().orThrow();
            System.out.println("then it runs");
        }
    }
}
