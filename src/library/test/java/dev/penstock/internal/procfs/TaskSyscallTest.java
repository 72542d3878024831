package dev.penstock.internal.procfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskSyscallTest {
    @Test
    void shouldReadACall() {
        String text =
                "1 0x1 0x564e6dfcc000 0x1000 0x7f6bfff724f0 0x7 0x564e6dfcbdd0 0x7ffd4bbc6d18"
                        + " 0x7f6c00051350\n";

        assertEquals(
                new TaskSyscall.Inside(
                        1,
                        List.of(
                                1L,
                                0x564e6dfcc000L,
                                0x1000L,
                                0x7f6bfff724f0L,
                                7L,
                                0x564e6dfcbdd0L)),
                TaskSyscall.parse(text));
    }

    @Test
    void shouldReadARegisterOfAllOnes() {
        TaskSyscall call =
                TaskSyscall.parse(
                        "61 0xffffffffffffffff 0x0 0x0 0x0 0x0 0x0 0x7ffd00000000 0x7f\n");

        assertEquals(new TaskSyscall.Inside(61, List.of(-1L, 0L, 0L, 0L, 0L, 0L)), call);
    }

    @Test
    void shouldTellRunningAndOutsideFromACall() {
        assertEquals(new TaskSyscall.Running(), TaskSyscall.parse("running\n"));
        assertEquals(
                new TaskSyscall.Outside(), TaskSyscall.parse("-1 0x7ffd4bbc6d18 0x7f6c00051350\n"));
    }

    @Test
    void shouldNotTakeA32BitProgramsCallsForOthers() {
        assertEquals(
                new TaskSyscall.Narrow(),
                TaskSyscall.parse("7 0x1f 0x0 0x0 0x0 0x0 0x0 0xffb3c0a0 0xf7ee8549\n"));
    }

    @Test
    void shouldRefuseWhatIsNotOfThatForm() {
        for (String text :
                new String[] {
                    "", "1", "1 0x1 0x2", "1 0x1 2 3 4 5 6 0x700000000000 8", "walking"
                }) {
            assertThrows(IllegalArgumentException.class, () -> TaskSyscall.parse(text), text);
        }
    }
}
