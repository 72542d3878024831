package dev.penstock.internal.spawn;

import java.nio.charset.StandardCharsets;

/** Java strings that become C strings: UTF-8, which has a NUL only for a NUL. */
public final class CString {
    private CString() {}

    /**
     * @param what names the string in the error
     * @throws IllegalArgumentException if it has a NUL, which would end it early
     */
    public static String check(String what, String text) {
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new IllegalArgumentException(what + " has a NUL character at index " + nul);
        }
        return text;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
