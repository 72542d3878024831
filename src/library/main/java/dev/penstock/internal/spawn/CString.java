package dev.penstock.internal.spawn;

import dev.penstock.internal.sys.FileName;
import dev.penstock.internal.text.Utf8;
import java.nio.file.Path;

/**
 * Java strings that become C strings: UTF-8, which has a NUL only for a NUL. A lone surrogate from
 * U+DC80 to U+DCFF stands for the byte that {@link dev.penstock.text.TextPolicy#RAW} has kept so.
 */
public final class CString {
    private CString() {}

    /**
     * @param what names the string in the error
     * @throws IllegalArgumentException if it has a NUL, which would end it early, or a lone
     *     surrogate that stands for no byte
     */
    public static String check(String what, String text) {
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new IllegalArgumentException(what + " has a NUL character at index " + nul);
        }
        int lone = Utf8.indexOfNoByte(text);
        if (lone >= 0) {
            throw new IllegalArgumentException(what + " has " + Utf8.loneSurrogate(text, lone));
        }
        return text;
    }

    /** A path's name as a string that has its bytes. */
    static String raw(Path path) {
        byte[] name = FileName.bytes(path);
        return Utf8.rawString(name, 0, name.length);
    }

    static byte[] bytes(String text) {
        return Utf8.rawBytes(text);
    }
}
