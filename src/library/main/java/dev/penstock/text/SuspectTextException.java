package dev.penstock.text;

import java.nio.charset.CharacterCodingException;

/** A stream holds what its {@link TextPolicy} has reported: {@link Treatment#REPORT}. */
public final class SuspectTextException extends CharacterCodingException {
    private static final long serialVersionUID = 1L;

    private final Suspect suspect;
    private final long offset;
    private final byte[] bytes;

    SuspectTextException(Suspect suspect, long offset, byte[] bytes) {
        this.suspect = suspect;
        this.offset = offset;
        this.bytes = bytes;
    }

    /** What it is. */
    public Suspect suspect() {
        return suspect;
    }

    /**
     * Where it is: how many bytes of the stream come before it. In text of another charset than
     * UTF-8 that is exact for {@link Suspect#INVALID}; for others it is the beginning of their
     * line.
     */
    public long offset() {
        return offset;
    }

    /** Its bytes: of what is invalid the maximal subpart, else the character as UTF-8. A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Such as {@code INVALID in the text: bytes c0 at offset 17 of the stream}. */
    @Override
    public String getMessage() {
        StringBuilder text = new StringBuilder(suspect + " in the text: bytes");
        for (byte b : bytes) {
            text.append(' ').append(Character.forDigit(b >> 4 & 0xF, 16));
            text.append(Character.forDigit(b & 0xF, 16));
        }
        return text + " at offset " + offset + " of the stream";
    }
}
