package dev.penstock.internal.procfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SyscallTest {
    @Test
    void shouldAgreeWithTheKernelsHeaderForX86() throws IOException {
        agree(Architecture.X86_64, Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"));
    }

    @Test
    void shouldAgreeWithTheKernelsHeaderForAarch64() throws IOException {
        agree(Architecture.AARCH64, Path.of("/usr/include/asm-generic/unistd.h"));
    }

    @Test
    void shouldFindACallByItsNumber() {
        assertEquals(Optional.of(Syscall.WRITE), Syscall.of(Architecture.X86_64, 1));
        assertEquals(Optional.of(Syscall.WRITE), Syscall.of(Architecture.AARCH64, 64));
        assertEquals(Optional.empty(), Syscall.of(Architecture.AARCH64, 1));
        assertEquals(Optional.empty(), Syscall.of(Architecture.X86_64, -1));
    }

    @Test
    void shouldNameTheDescriptorsOfACall() {
        List<Long> splice = List.of(5L, 0L, 7L, 0L, 65536L, 1L);

        assertEquals(OptionalInt.of(5), Syscall.SPLICE.readsFrom(splice));
        assertEquals(OptionalInt.of(7), Syscall.SPLICE.writesTo(splice));
        assertEquals(OptionalLong.of(65536), Syscall.SPLICE.count(splice));
        assertEquals(OptionalInt.empty(), Syscall.WAIT4.writesTo(splice));
    }

    @Test
    void shouldTakeTheLowerHalfOfARegisterForADescriptor() {
        List<Long> write = List.of(0x7fff_0000_0001L, 0L, 1L, 0L, 0L, 0L);

        assertEquals(OptionalInt.of(1), Syscall.WRITE.writesTo(write));
    }

    private static void agree(Architecture architecture, Path header) throws IOException {
        assumeTrue(Files.exists(header), "no " + header + " here (package linux-libc-dev)");
        Map<String, String> defined = new HashMap<>();
        for (String line : Files.readAllLines(header)) {
            String[] words = line.split("\\s+");
            if (words.length >= 3 && words[0].equals("#define")) {
                defined.put(words[1], words[2]);
            }
        }
        for (Syscall call : Syscall.values()) {
            String value = defined.get("__NR_" + call.text());
            // asm-generic names some of them twice: __NR_fcntl is __NR3264_fcntl, which is 25.
            String number = defined.getOrDefault(value, value);
            // Those not of aarch64 stand at the header's end with numbers above 1000, or not at
            // all.
            OptionalInt expected =
                    number == null || Integer.parseInt(number) >= 1000
                            ? OptionalInt.empty()
                            : OptionalInt.of(Integer.parseInt(number));
            assertEquals(expected, call.number(architecture), call.text());
        }
    }
}
