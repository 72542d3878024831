package dev.penstock.internal.procfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The texts are copied from a Linux 6.18 machine. */
class TaskStatTest {
    @Test
    void shouldReadASleepingProcess() {
        String text =
                "5865 (dd) S 5863 5857 5462 0 -1 4194304 105 0 0 0 0 0 0 0 20 0 1 0 109278 3039232"
                        + " 443 18446744073709551615 94894756114432 94894756167961 140725874093984 0 0"
                        + " 0 0 0 514 1 0 0 17 1 0 0 0 0 0 94894756195568 94894756197160 94894852702208"
                        + " 140725874100941 140725874100975 140725874100975 140725874102252 0\n";

        assertEquals(
                new TaskStat(5865, "dd", 'S', 5863, 5857, 5462, 4194304, 1, 109278),
                TaskStat.parse(text));
    }

    @Test
    void shouldReadANameWithParenthesesSpacesAndANewline() {
        // A copy of sleep(1) named "x) R 1 (y\nz": a reader that stops at the first ")" takes R for
        // its state.
        String text =
                "7046 (x) R 1 (y\n"
                        + "z) S 7042 7040 5462 0 -1 4194304 101 0 0 0 0 0 0 0 20 0 1 0 151005 2990080"
                        + " 411 18446744073709551615 94230966951936 94230966969865 0 0 0 0 0\n";

        TaskStat stat = TaskStat.parse(text);

        assertEquals("x) R 1 (y\nz", stat.comm());
        assertEquals('S', stat.state());
        assertEquals(7042, stat.parent());
    }

    @Test
    void shouldTellAZombieAndAKernelThread() {
        TaskStat zombie =
                TaskStat.parse(
                        "7326 (python3) Z 7285 7040 5462 0 -1 4227148 220 0 0 0 0 0 0 0 20 0 1"
                                + " 0 4711\n");
        TaskStat kthreadd =
                TaskStat.parse("2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 25\n");

        assertTrue(zombie.ended());
        assertFalse(zombie.kernelThread());
        assertTrue(kthreadd.kernelThread());
        assertFalse(kthreadd.ended());
    }

    @Test
    void shouldRefuseWhatIsNotOfThatForm() {
        for (String text :
                new String[] {
                    "", "1", "1 (init)", "1 (init) S 0 1 1 0", "1 init S 0 1 1 0 -1 0 0"
                }) {
            assertThrows(IllegalArgumentException.class, () -> TaskStat.parse(text), text);
        }
    }
}
