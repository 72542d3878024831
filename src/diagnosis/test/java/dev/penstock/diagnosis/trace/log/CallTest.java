package dev.penstock.diagnosis.trace.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CallTest {
    private static Call call(String text) {
        Call call = new Call();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        call.read(bytes, 0, bytes.length);
        return call;
    }

    @Test
    void shouldNotMistakeAStringForTheResult() {
        Call call = call("write(1</tmp/a, b>, \") = 7, \\\" (\", 12) = 9 <0.250000>");
        assertEquals(CallKind.WRITE, call.syscall());
        assertEquals(3, call.count());
        assertEquals(1, call.fd(0));
        assertEquals(12, call.number(2, -1));
        assertEquals(9, call.result());
        assertEquals(250_000_000, call.nanos());
    }

    @Test
    void shouldFindTheDescriptorsOfAPipe() {
        Call call = call("pipe2([3<pipe:[50]>, 4<pipe:[50]>], O_CLOEXEC|O_NONBLOCK) = 0");
        assertArrayEquals(new int[] {3, 4}, call.fds(0, "["));
        assertEquals(50, call.pipe(0));
        assertTrue(call.has(1, "O_CLOEXEC"));
        assertFalse(call.has(1, "O_DIRECT"));
    }

    @Test
    void shouldFindTheDescriptorsThatArePolledOrPassed() {
        Call poll = call("poll([{fd=5<pipe:[1]>, events=POLLIN}, {fd=7, events=POLLIN}], 2, -1 ");
        assertArrayEquals(new int[] {5, 7}, poll.fds(0, "fd="));
        assertEquals(-1, poll.number(2, 0));
        Call select = call("select(5, [3 4], NULL, NULL, NULL");
        assertArrayEquals(new int[] {3, 4}, select.fds(1, "["));
        Call message =
                call(
                        "recvmsg(4, {msg_iov=[{iov_base=\"x\", iov_len=10}], msg_control=[{cmsg_len=20,"
                                + " cmsg_type=SCM_RIGHTS, cmsg_data=[7, 8]}]}, 0) = 1");
        assertArrayEquals(new int[] {7, 8}, message.fds(1, "cmsg_data=["));
    }

    @Test
    void shouldTellAPipeFromAnotherFileAndFromNothing() {
        assertEquals(9, call("read(3<pipe:[9]>, ").pipe(0));
        assertEquals(-1, call("read(3</dev/pts/0<char 136:0>>, \"\", 1) = 0").pipe(0));
        assertEquals(0, call("read(3<UNIX-STREAM:[1->2]>, \"\", 1) = 0").pipe(0));
        assertEquals(0, call("read(3, \"\", 1) = 0").pipe(0));
        assertEquals(9, call("dup(3) = 4<pipe:[9]>").resultPipe());
    }

    @Test
    void shouldTellHowACallEnded() {
        assertEquals(Call.Outcome.VALUE, call("close(3) = 0").outcome());
        assertEquals(Call.Outcome.ERROR, call("close(3) = -1 EBADF (Bad)").outcome());
        assertEquals(
                Call.Outcome.RESTART, call("wait4(-1, 0x1, 0, NULL) = ? ERESTARTSYS").outcome());
        assertEquals(Call.Outcome.UNSEEN, call("exit_group(0) = ?").outcome());
        assertEquals(Call.Outcome.NONE, call("read(3, ").outcome());
    }

    @Test
    void shouldKnowOldAndNewNamesOfACall() {
        assertEquals(CallKind.PIPE, call("pipe([3, 4]) = 0").syscall());
        assertEquals(CallKind.DUP2, call("dup3(3, 4, O_CLOEXEC) = 4").syscall());
        assertEquals(CallKind.CLONE, call("clone3({flags=CLONE_VM}, 88) = 5").syscall());
        assertEquals(CallKind.POLL, call("ppoll([{fd=3}], 1, NULL, NULL, 8) = 1").syscall());
        assertEquals(CallKind.OTHER, call("getpid() = 4").syscall());
    }
}
