package dev.penstock.internal.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.testing.ChildJvm;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which binding is taken where, what is said of it, and that it works. */
@Timeout(60)
class BindingTest {
    private static final int FEATURE = Runtime.version().feature();
    private static final String SIX = "jnr-posix for pipe, dup, dup2, fcntl, close and kill; ";

    /** As where the folder for temporary files is read-only, or mounted noexec. */
    private static final String NO_JNI = "-Djava.io.tmpdir=/no/such/folder";

    /** From JDK 24 on. */
    private static final String DENIED = "--illegal-native-access=deny";

    private static final String NO_JFFI = "-Djffi.extract.dir=/no/such/folder";

    @TempDir Path directory;

    @Test
    void shouldTakeALibraryByItsPath() throws Exception {
        Path library = directory.resolve("library.so");
        try (var in = JniLibc.class.getResourceAsStream(JniLibc.CARRIED)) {
            Files.copy(in, library);
        }
        Binding taken = Binding.of(library.toString());
        assertEquals(JniLibc.class, taken.libc().getClass());
        assertEquals("JNI (-Ddev.penstock.binding=" + library + ")", taken.description());
        LinkageError missing =
                assertThrows(LinkageError.class, () -> Binding.of("/no/such/library.so"));
        assertTrue(
                missing.getMessage()
                        .startsWith(
                                "-Ddev.penstock.binding=/no/such/library.so: UnsatisfiedLinkError:"
                                        + " Can't load library: /no/such/library.so"),
                missing.getMessage());
    }

    @Test
    void shouldRefuseANameThatItDoesNotKnow() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Binding.of("JNA"));
        assertEquals(
                "-Ddev.penstock.binding: neither jni nor jnr nor ffm nor a path: JNA",
                e.getMessage());
    }

    @Test
    void shouldRefuseForeignFunctionsBeforeTheJdkHasThem() {
        assumeFalse(FEATURE >= 22, "this JDK has them");
        LinkageError e = assertThrows(LinkageError.class, () -> Binding.of("ffm"));
        assertEquals(
                "-Ddev.penstock.binding=ffm: UnsatisfiedLinkError: java.lang.foreign is there from JDK 22 on, and this is JDK "
                        + FEATURE,
                e.getMessage());
    }

    @Test
    @Tag("not-under-qemu") // This kernel cannot start the other machine's JVM.
    void shouldTakeJnrPosixAndJniUnaskedAndLeaveNoFileBehind() throws Exception {
        assertEquals(
                "ComposedLibc: " + SIX + "JNI for the rest",
                bound("-Djava.io.tmpdir=" + directory));
        assertEquals(0, directory.toFile().list().length);
    }

    @Test
    @Tag("not-under-qemu")
    void shouldTakeTheOneThatIsNamed() throws Exception {
        assertEquals(
                "JnrLibc: " + SIX + "jffi for the rest (-Ddev.penstock.binding=jnr)",
                bound("-Ddev.penstock.binding=jnr"));
        assertEquals(
                "JniLibc: JNI (-Ddev.penstock.binding=jni)", bound("-Ddev.penstock.binding=jni"));
        assertEquals(
                "-Ddev.penstock.binding=jni: NoSuchFileException:"
                        + " /no/such/folder/libpenstock-N",
                bound(NO_JNI, "-Ddev.penstock.binding=jni"));
    }

    @Test
    @Tag("not-under-qemu")
    void shouldTakeForeignFunctionsWhereTheyAreNamed() throws Exception {
        assumeTrue(FEATURE >= 22, "this JDK has none");
        assertEquals(
                "FfmLibc: FFM (-Ddev.penstock.binding=ffm)",
                bound(NO_JNI, NO_JFFI, "-Ddev.penstock.binding=ffm"));
    }

    @Test
    @Tag("not-under-qemu")
    void shouldTakeJnrAloneWhereJniCannotBeUnpacked() throws Exception {
        assertEquals(
                "JnrLibc: "
                        + SIX
                        + "jffi for the rest, without JNI"
                        + " (NoSuchFileException: /no/such/folder/libpenstock-N)",
                bound(NO_JNI, "-Djffi.extract.dir=" + directory));
    }

    @Test
    @Tag("not-under-qemu")
    void shouldTakeJniAloneWhereJffiDoesNotLoad() throws Exception {
        String bound = bound(NO_JFFI);
        assertTrue(bound.startsWith("JniLibc: JNI, without jnr ("), bound);
        assertTrue(bound.contains("/no/such/folder"), bound);
    }

    @Test
    @Tag("not-under-qemu")
    void shouldTakeJniAloneWhereJnrIsNotThere() throws Exception {
        String posix = bound(classPathWithout("/com/github/jnr/jnr-posix"));
        assertTrue(
                posix.startsWith("JniLibc: JNI, without jnr (NoClassDefFoundError: jnr/posix/"),
                posix);
        assertEquals(
                "JniLibc: JNI, without jnr (LinkageError: there is no penstock-jnr.jar, or its"
                        + " module is not resolved)",
                bound(classPathWithout("/com/github/jnr/", "src/jnr/", "/penstock-jnr")));
    }

    @Test
    @Tag("not-under-qemu")
    void shouldTakeForeignFunctionsWhereNothingElseLoads() throws Exception {
        assumeTrue(FEATURE >= 22, "this JDK has none");
        String bound = bound(NO_JNI, NO_JFFI);
        assertTrue(bound.startsWith("FfmLibc: FFM, without JNI (NoSuchFileException: "), bound);
        assertTrue(bound.contains("; jnr ("), bound);
    }

    @Test
    @Tag("not-under-qemu")
    void shouldTellTheReasonOfEachBindingWhereNoneCanBeHad() throws Exception {
        String bound = FEATURE >= 24 ? bound(DENIED) : bound(NO_JNI, NO_JFFI);
        assumeFalse(FEATURE == 22 || FEATURE == 23, "nothing is denied on this JDK");
        assertTrue(bound.startsWith("the C library cannot be bound: JNI ("), bound);
        assertTrue(bound.contains("; jnr ("), bound);
        assertTrue(bound.contains("; FFM ("), bound);
    }

    /** jffi, too, does without it. */
    @Test
    @Tag("not-under-qemu")
    void shouldNeedNoUnsafeFromJdk23On() throws Exception {
        assumeTrue(FEATURE >= 23, "JDKs before 23 know no such denial");
        String denied = "--sun-misc-unsafe-memory-access=deny";
        assertEquals("ComposedLibc: " + SIX + "JNI for the rest", bound(denied));
        assertEquals(
                "JnrLibc: " + SIX + "jffi for the rest (-Ddev.penstock.binding=jnr)",
                bound(denied, "-Ddev.penstock.binding=jnr"));
    }

    /** What failed for want of a folder is no failure for good. */
    @Test
    @Tag("not-under-qemu")
    void shouldTryAgainAtTheNextCall() throws Exception {
        Path later = directory.resolve("later");
        assertEquals(
                "-Ddev.penstock.binding=jni: NoSuchFileException: "
                        + later
                        + "/libpenstock-N\nJniLibc: JNI (-Ddev.penstock.binding=jni)",
                bound(
                        "-Djava.io.tmpdir=" + later,
                        "-Ddev.penstock.binding=jni",
                        "-Dtest.then.make=" + later));
    }

    /** jffi does not try again, so the first reason is what a later call must tell too. */
    @Test
    @Tag("not-under-qemu")
    void shouldTellTheSameReasonAgain() throws Exception {
        String[] both =
                bound(
                                NO_JFFI,
                                "-Ddev.penstock.binding=jnr",
                                "-Dtest.then.make=" + directory.resolve("x"))
                        .split("\n");
        assertEquals(2, both.length);
        assertEquals(both[0], both[1]);
        assertTrue(both[0].contains("/no/such/folder"), both[0]);
    }

    @Test
    @Tag("not-under-qemu")
    void shouldLogTheBindingWhereThatIsAskedFor() throws Exception {
        Path logging =
                Files.writeString(
                        directory.resolve("logging.properties"),
                        """
                        handlers = java.util.logging.FileHandler
                        .level = FINE
                        java.util.logging.FileHandler.level = FINE
                        java.util.logging.FileHandler.formatter = java.util.logging.SimpleFormatter
                        java.util.logging.FileHandler.pattern = %s/log
                        """
                                .formatted(directory));
        bound("-Djava.util.logging.config.file=" + logging);
        String log = Files.readString(directory.resolve("log"));
        assertTrue(log.contains("C library: " + SIX + "JNI for the rest"), log);
    }

    /** The JDK's loggers cost a cold start more than a child. */
    @Test
    @Tag("not-under-qemu")
    void shouldTouchNoLoggerUnasked() throws Exception {
        Path classes = directory.resolve("classes");
        bound("-Xlog:class+load:file=" + classes, "-Ddev.penstock.binding=jni");
        String log = Files.readString(classes);
        assertTrue(log.contains("dev.penstock.internal.sys.JniLibc "), log);
        assertTrue(!log.contains("jdk.internal.logger."), log);
    }

    private static String classPathWithout(String... parts) {
        return "-Djava.class.path="
                + Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> Stream.of(parts).noneMatch(entry::contains))
                        .collect(Collectors.joining(File.pathSeparator));
    }

    /** What a JVM with these flags binds, or why it does not. */
    private static String bound(String... flags) throws Exception {
        List<String> words = new ArrayList<>(ChildJvm.command(Bound.class));
        words.addAll(words.size() - 1, List.of(flags));
        if (List.of(flags).contains(DENIED)) {
            words.remove("--enable-native-access=ALL-UNNAMED");
        }
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
            System.out.print(look());
            String directory = System.getProperty("test.then.make");
            if (directory != null) {
                new File(directory).mkdir();
                System.out.print("\n" + look());
            }
        }

        private static String look() {
            try {
                int[] pipe = new int[2];
                if (Linux.libc().pipe(pipe) != 0 || Linux.libc().close(pipe[0]) != 0) {
                    return "does not work";
                }
                return Linux.libc().getClass().getSimpleName() + ": " + tell(Linux.binding());
            } catch (LinkageError | UncheckedIOException e) {
                return tell(e.getMessage());
            }
        }

        /** The file's name has a number in it. */
        private static String tell(String text) {
            return text.replaceAll("libpenstock-[0-9]+", "libpenstock-N").replace('\n', ' ');
        }
    }
}
