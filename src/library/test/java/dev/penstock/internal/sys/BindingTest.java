package dev.penstock.internal.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.testing.ChildJvm;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@Timeout(60)
class BindingTest {

    @Test
    void shouldTakeTheOneThatIsNamed() throws Exception {
        assertEquals("JnrLibc", Binding.of("jnr").getClass().getSimpleName());
        assertInstanceOf(JniLibc.class, Binding.of("jni"));
    }

    @Test
    void shouldTakeALibraryByItsPath(@TempDir Path directory) throws Exception {
        Path library = directory.resolve("library.so");
        try (var in = JniLibc.class.getResourceAsStream(JniLibc.CARRIED)) {
            Files.copy(in, library);
        }
        assertInstanceOf(JniLibc.class, Binding.of(library.toString()));
        UnsatisfiedLinkError missing =
                assertThrows(UnsatisfiedLinkError.class, () -> Binding.of("/no/such/library.so"));
        assertTrue(missing.getMessage().contains("/no/such/library.so"), missing.getMessage());
    }

    @Test
    void shouldRefuseANameThatItDoesNotKnow() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Binding.of("JNA"));
        assertEquals("-Ddev.penstock.binding: neither jni nor jnr nor a path: JNA", e.getMessage());
    }

    @Test
    @Tag("not-under-qemu") // This kernel cannot start the other machine's JVM.
    void shouldTakeJniUnaskedAndLeaveNoFileBehind(@TempDir Path temporary) throws Exception {
        assertEquals("JniLibc", bound("-Djava.io.tmpdir=" + temporary));
        assertEquals(0, temporary.toFile().list().length);
    }

    /** As where the folder for temporary files is read-only, or mounted noexec. */
    @Test
    @Tag("not-under-qemu") // This kernel cannot start the other machine's JVM.
    void shouldTakeJnrWhereTheLibraryCannotBeUnpacked(@TempDir Path libraries) throws Exception {
        String nowhere = "-Djava.io.tmpdir=/no/such/folder";
        String jffi = "-Djffi.extract.dir=" + libraries;
        assertEquals("JnrLibc", bound(nowhere, jffi));
        assertEquals(
                "-Ddev.penstock.binding=jni: /no/such/folder",
                bound(nowhere, jffi, "-Ddev.penstock.binding=jni"));
    }

    /** What a JVM with these flags binds, or why it does not. */
    private static String bound(String... flags) throws Exception {
        List<String> words = new ArrayList<>(ChildJvm.command(Bound.class));
        words.addAll(1, List.of(flags));
        Process child =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, child.waitFor());
            return text;
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    static final class Bound {
        public static void main(String[] args) {
            try {
                System.out.print(Linux.libc().getClass().getSimpleName());
            } catch (LinkageError e) {
                String message = e.getMessage();
                // The file's name has a number in it.
                System.out.print(message.substring(0, message.lastIndexOf('/')));
            }
        }
    }
}
