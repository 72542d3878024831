package dev.penstock.internal.procfs;

import java.util.Optional;

/** Whose table a system call's number is of. */
public enum Architecture {
    /** 64-bit Intel and AMD: arch/x86/entry/syscalls/syscall_64.tbl. */
    X86_64,
    /** 64-bit Arm: include/uapi/asm-generic/unistd.h. */
    AARCH64;

    /**
     * This machine's.
     *
     * @return empty on a machine whose table is not known here
     */
    public static Optional<Architecture> current() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> Optional.of(X86_64);
            case "aarch64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }
}
