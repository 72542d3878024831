package dev.penstock.internal.sys;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LinuxTest {
    @ParameterizedTest
    @CsvSource({"Linux,amd64", "Linux,x86_64", "Linux,aarch64"})
    void shouldTakeItsTwoPlatforms(String os, String arch) {
        assertDoesNotThrow(() -> Linux.requireSupported(os, arch, ByteOrder.LITTLE_ENDIAN));
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X,aarch64", "Windows 11,amd64", "Linux,arm", "Linux,i386", "Linux,riscv64"})
    void shouldRefuseOthersInOneSentence(String os, String arch) {
        UnsupportedOperationException e =
                assertThrows(
                        UnsupportedOperationException.class,
                        () -> Linux.requireSupported(os, arch, ByteOrder.LITTLE_ENDIAN));
        assertEquals(
                "Penstock runs on Linux on x86_64 or aarch64; this is " + os + " on " + arch,
                e.getMessage());
    }

    @Test
    void shouldRefuseBigEndianArm() {
        assertThrows(
                UnsupportedOperationException.class,
                () -> Linux.requireSupported("Linux", "aarch64", ByteOrder.BIG_ENDIAN));
    }

    @Test
    void shouldBindTheLibraryOnce() {
        assertSame(Linux.libc(), Linux.libc());
    }
}
