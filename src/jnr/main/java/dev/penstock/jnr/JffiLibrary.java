package dev.penstock.jnr;

import com.kenai.jffi.Invoker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/**
 * jffi's native library, unpacked in less time than jffi takes. jffi names its file with random
 * numbers, and the JDK's source of those takes a cold JVM as long as all else that jffi does first.
 */
final class JffiLibrary {
    /** Where jffi looks before it unpacks. */
    private static final String BOOT_PATH = "jffi.boot.library.path";

    private static final String NAME = "libjffi-1.2.so";

    private JffiLibrary() {}

    /**
     * Has jffi load its library, if it has not, from a folder in {@code java.io.tmpdir} that is
     * gone when this returns. Where that cannot be done, and where the user has told jffi where to
     * look or to unpack, jffi does as it does by itself, and tells its own reasons.
     */
    static void load() {
        if (System.getProperty(BOOT_PATH) != null
                || System.getProperty("jffi.extract.dir") != null
                || System.getProperty("jffi.extract.name") != null) {
            return;
        }
        String machine = "aarch64".equals(System.getProperty("os.arch")) ? "aarch64" : "x86_64";
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "jffi-" + System.nanoTime());
        Path file = folder.resolve(NAME);
        try (InputStream in =
                Invoker.class
                        .getClassLoader()
                        .getResourceAsStream("jni/" + machine + "-Linux/" + NAME)) {
            if (in == null) {
                return;
            }
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            EnumSet.of(
                                    PosixFilePermission.OWNER_READ,
                                    PosixFilePermission.OWNER_WRITE,
                                    PosixFilePermission.OWNER_EXECUTE)));
            try {
                Files.write(file, in.readAllBytes());
                System.setProperty(BOOT_PATH, folder.toString());
                Invoker.getInstance();
            } finally {
                System.clearProperty(BOOT_PATH);
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException noRoom) {
            // jffi itself has other folders to try.
        }
    }
}
