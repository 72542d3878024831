package dev.penstock.command.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.internal.procfs.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel's files say of limits; the texts are copied from a Linux 6.18 machine. */
class MachineTextTest {
    private static final String INITIAL = "user:[4026531837]";
    @TempDir Path folder;

    @Test
    void shouldReadASoftAndAHardLimit() {
        String limits =
                "Limit                     Soft Limit           Hard Limit           Units     \n"
                        + "Max stack size            8388608              unlimited            bytes   "
                        + "  \n"
                        + "Max open files            20000                1048576              files   "
                        + "  \n";

        assertEquals(
                new ResourceLimit(20000, 1048576), ResourceLimit.parse(limits, "Max open files"));
        assertEquals(
                new ResourceLimit(8388608, ResourceLimit.UNLIMITED),
                ResourceLimit.parse(limits, "Max stack size"));
        assertThrows(
                IllegalArgumentException.class, () -> ResourceLimit.parse(limits, "Max wishes"));
    }

    @Test
    void shouldKnowWhoIsExemptFromThePipeLimits() {
        assertFalse(Privilege.of("CapEff:\t0000000000000000\n", INITIAL).exempt());
        assertFalse(
                Privilege.of("CapEff:\t00000000a80425fb\n", INITIAL).exempt(),
                "a container's usual set");
        assertTrue(
                Privilege.of("CapEff:\t0000000001000000\n", INITIAL).exempt(), "CAP_SYS_RESOURCE");
        assertTrue(Privilege.of("CapEff:\t0000000000200000\n", INITIAL).exempt(), "CAP_SYS_ADMIN");
        assertFalse(
                Privilege.of("CapEff:\t000001ffffffffff\n", "user:[4026532500]").exempt(),
                "root of a user namespace");
        assertTrue(
                Privilege.of("CapEff:\t0000000000200000\n", INITIAL)
                        .reason()
                        .contains("not from pipe-max-size"));
        assertThrows(IllegalArgumentException.class, () -> Privilege.of("Name:\tcat\n", INITIAL));
    }

    @Test
    void shouldCountPipesUnderTheQuota() {
        PipeQuota usual = new PipeQuota(16384, 4096);

        assertEquals(1024, usual.pipes(65536));
        assertEquals(64, usual.pipes(1 << 20));
        assertTrue(new PipeQuota(0, 4096).unlimited());
    }

    @Test
    void shouldReadASettingWholeAndSayWhatIsMissing() throws IOException {
        Path setting = Files.writeString(folder.resolve("pid_max"), "32768\n");

        assertEquals(new Reading.Known<>(32768L), KernelFile.number(setting));
        assertTrue(
                KernelFile.number(Path.of("/proc/sys/fs/pipe-max-size")).known().orElseThrow()
                        >= 4096);
        Files.writeString(setting, "many\n");
        assertEquals(
                "unknown: " + setting + " is not a number: 'many'",
                KernelFile.number(setting).text());
        Path none = folder.resolve("none");
        assertEquals("unknown: this kernel has no " + none, KernelFile.text(none).text());
    }
}
