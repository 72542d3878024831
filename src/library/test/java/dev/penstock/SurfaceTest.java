package dev.penstock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.process.Command;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The library's public surface is the one recorded in {@code src/library/api.txt}: javap's words
 * for each type of the exported packages. Who changes the surface changes the record in the same
 * commit: {@code make -C src/library api} writes it.
 */
@Timeout(60)
class SurfaceTest {
    private static final Path RECORD = Path.of("src/library/api.txt");

    /** Writes the record. */
    public static void main(String[] arguments) throws Exception {
        Files.writeString(RECORD, surface());
    }

    @Test
    void shouldBeTheOneThatIsRecorded() throws Exception {
        assertEquals(
                Files.readString(RECORD),
                surface(),
                "run `make -C src/library api` and look at the diff");
    }

    private static Path classes() throws Exception {
        return Path.of(Command.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static String surface() throws Exception {
        Path classes = classes();
        ModuleDescriptor module;
        try (var in = Files.newInputStream(classes.resolve("module-info.class"))) {
            module = ModuleDescriptor.read(in);
        }
        List<String> types = new ArrayList<>();
        for (ModuleDescriptor.Exports exported : module.exports()) {
            if (!exported.isQualified()) {
                types.addAll(types(classes, exported.source()));
            }
        }
        types.sort(null);
        assertTrue(types.size() > 40, types::toString);
        List<String> words = new ArrayList<>(List.of("-public", "-cp", classes.toString()));
        words.addAll(types);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code =
                ToolProvider.findFirst("javap")
                        .orElseThrow()
                        .run(
                                new PrintWriter(out),
                                new PrintWriter(err),
                                words.toArray(String[]::new));
        assertEquals(0, code, err.toString());
        StringBuilder text = new StringBuilder();
        boolean isPublic = false;
        for (String line : out.toString().lines().toList()) {
            if (!line.startsWith("Compiled from") && !line.startsWith(" ") && !line.equals("}")) {
                isPublic = line.startsWith("public ");
            }
            if (isPublic && !line.startsWith("Compiled from")) {
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }

    private static List<String> types(Path classes, String packageName) throws IOException {
        try (Stream<Path> files = Files.list(classes.resolve(packageName.replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.startsWith("package-info"))
                    .map(name -> packageName + "." + name.replace(".class", ""))
                    .toList();
        }
    }
}
