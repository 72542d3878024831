package dev.penstock.sys;

import static dev.penstock.sys.SyscallException.check;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SyscallExceptionTest {
    @Test
    void shouldSayWhichCallFailedOnWhatAndWhy() {
        SyscallException e = new SyscallException("epoll_ctl", Errno.EPERM, 17);
        assertEquals("epoll_ctl(fd 17): EPERM: not permitted", e.getMessage());
        assertEquals("epoll_ctl", e.call());
        assertEquals(Errno.EPERM, e.errno());
        assertEquals(17, e.fd());
    }

    @Test
    void shouldPutTheDescriptorBeforeTheCommand() {
        assertEquals(
                "fcntl(fd 5, F_SETPIPE_SZ): EBUSY: busy",
                new SyscallException("fcntl(F_SETPIPE_SZ)", Errno.EBUSY, 5).getMessage());
        assertEquals(
                "fcntl(F_SETPIPE_SZ): EBUSY: busy",
                new SyscallException("fcntl(F_SETPIPE_SZ)", Errno.EBUSY, -1).getMessage());
    }

    @Test
    void shouldLeaveOutWhatThereIsNot() {
        assertEquals(
                "pipe: EMFILE: this process has no free descriptor (ulimit -n)",
                new SyscallException("pipe", Errno.EMFILE, -1).getMessage());
        assertEquals("read(fd 0): errno 123", new SyscallException("read", 123, 0).getMessage());
    }

    @Test
    void shouldPassResultsThrough() throws SyscallException {
        assertEquals(0, check("dup", 0, 3));
        assertEquals(7, check("dup", 7));
        assertEquals(1L << 40, check("splice", 1L << 40, 3));
    }

    @Test
    void shouldTurnMinusErrnoIntoAnException() {
        SyscallException ofInt =
                assertThrows(SyscallException.class, () -> check("dup", -Errno.EBADF, 3));
        assertEquals(Errno.EBADF, ofInt.errno());
        assertEquals(3, ofInt.fd());
        SyscallException ofLong =
                assertThrows(SyscallException.class, () -> check("read", (long) -Errno.EIO, 4));
        assertEquals(Errno.EIO, ofLong.errno());
        assertEquals(4, ofLong.fd());
        SyscallException withoutFd =
                assertThrows(SyscallException.class, () -> check("pipe", -Errno.ENFILE));
        assertEquals(-1, withoutFd.fd());
        assertEquals("pipe: ENFILE: the system's file table is full", withoutFd.getMessage());
    }
}
