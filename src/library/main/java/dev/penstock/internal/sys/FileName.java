package dev.penstock.internal.sys;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What the kernel knows a file by: bytes. A {@link Path} of this machine's has them, but {@link
 * Path#toString} decodes them by the locale's character set, and what is no text in it is lost: a
 * Latin-1 name in a UTF-8 locale, or anything beyond ASCII where {@code LC_ALL} is {@code C}. The
 * path's URI has the bytes themselves. It is asked for only where {@code toString} is not plain
 * ASCII, because it is absolute, and looks at the disk for whether the file is a directory.
 */
public final class FileName {
    private FileName() {}

    /**
     * Refuses a path of another file system, such as one inside a zip file: a system call would
     * take it for this machine's file of the same name.
     *
     * @param what names the path in the error
     * @return the path
     * @throws ProviderMismatchException if it is one
     */
    public static Path requireOfThisMachine(String what, Path path) {
        if (path.getFileSystem().provider() != FileSystems.getDefault().provider()) {
            throw new ProviderMismatchException(
                    what
                            + " '"
                            + path
                            + "' is in a file system of Java's ("
                            + path.getFileSystem().provider().getScheme()
                            + "), which the kernel does not know");
        }
        return path;
    }

    /** A name of the kernel's own, such as {@code /dev/null}, in plain ASCII. */
    public static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether {@code toString} is the name, in whatever locale: it is plain ASCII. */
    public static boolean isPlain(Path path) {
        return isAscii(path.toString());
    }

    /**
     * The name as a system call takes it, without a NUL. The empty path is {@code "."}, as it is
     * for the JDK.
     *
     * @param path of this machine
     */
    public static byte[] bytes(Path path) {
        String text = path.toString();
        if (text.isEmpty()) {
            return new byte[] {'.'};
        }
        return isAscii(text)
                ? text.getBytes(StandardCharsets.US_ASCII)
                : unescaped(path.toUri().getRawPath());
    }

    /**
     * The path of a file with this name; an absolute one where the name is not plain ASCII.
     *
     * @param name without a NUL
     */
    public static Path path(byte[] name) {
        String text = new String(name, StandardCharsets.ISO_8859_1);
        if (isAscii(text)) {
            return Path.of(text);
        }
        StringBuilder uri = new StringBuilder("file://");
        if (name[0] != '/') {
            escape(bytes(Path.of("").toAbsolutePath()), uri);
            uri.append('/');
        }
        escape(name, uri);
        return Path.of(URI.create(uri.toString()));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static void escape(byte[] name, StringBuilder to) {
        HexFormat hex = HexFormat.of();
        for (byte b : name) {
            if (b == '/') {
                to.append('/');
            } else {
                to.append('%').append(hex.toHexDigits(b));
            }
        }
    }

    private static byte[] unescaped(String uri) {
        ByteArrayOutputStream name = new ByteArrayOutputStream(uri.length());
        for (int i = 0; i < uri.length(); i++) {
            if (uri.charAt(i) == '%') {
                name.write(HexFormat.fromHexDigits(uri, i + 1, i + 3));
                i += 2;
            } else {
                name.write(uri.charAt(i));
            }
        }
        byte[] bytes = name.toByteArray();
        // The URI of a directory ends in a slash.
        int end = bytes.length;
        return end > 1 && bytes[end - 1] == '/' ? Arrays.copyOf(bytes, end - 1) : bytes;
    }
}
