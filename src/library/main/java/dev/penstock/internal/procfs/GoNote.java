package dev.penstock.internal.procfs;

/**
 * The note {@code .note.go.buildid} that Go's linker (cmd/link) puts among an ELF file's first 4
 * KiB: the sizes of its name and of its text, type 4, and the name.
 */
final class GoNote {
    static final int ROOM = 4096;

    private static final int TYPE_OFFSET = 8;
    private static final byte[] NAME_SIZE = {4, 0, 0, 0};
    private static final byte[] TYPE_AND_NAME = {4, 0, 0, 0, 'G', 'o', 0, 0};

    private GoNote() {}

    static boolean isIn(byte[] file) {
        if (file.length < 4 || file[0] != 0x7f || file[1] != 'E' || file[2] != 'L') {
            return false;
        }
        int last = file.length - TYPE_OFFSET - TYPE_AND_NAME.length;
        for (int at = 0; at <= last; at += 4) {
            if (matches(file, at, NAME_SIZE) && matches(file, at + TYPE_OFFSET, TYPE_AND_NAME)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] file, int at, byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (file[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
