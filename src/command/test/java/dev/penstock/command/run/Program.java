package dev.penstock.command.run;

import dev.penstock.command.Ran;
import dev.penstock.testing.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The first program of the command, from native/build; its JVM has the classes of this one. */
final class Program {
    private Program() {}

    static Ran penstock(String... args) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("program", ".err");
        Process program = start(errors, args);
        try {
            program.getOutputStream().close();
            byte[] out = program.getInputStream().readAllBytes();
            return new Ran(
                    program.waitFor(),
                    new String(out, StandardCharsets.UTF_8),
                    Files.readString(errors));
        } finally {
            end(program);
            Files.delete(errors);
        }
    }

    static Process start(Path errors, String... args) throws IOException {
        List<String> words = new ArrayList<>(List.of(args));
        words.add(0, Native.program("penstock"));
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(errors.toFile());
        builder.environment().put("PENSTOCK_JAVA", System.getProperty("java.home") + "/bin/java");
        builder.environment().put("PENSTOCK_CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }

    static void end(Process program) throws InterruptedException, IOException {
        program.destroyForcibly().waitFor();
        program.getInputStream().close();
        program.getOutputStream().close();
    }
}
