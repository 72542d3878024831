package dev.penstock.diagnosis.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.diagnosis.model.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static TraceReport read(String log) throws IOException {
        Trace trace = new Trace(Duration.ofSeconds(1));
        trace.read(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
        return trace.report();
    }

    private static final String DEADLOCK =
            """
            10 pipe2([3, 4], 0) = 0
            10 clone(child_stack=NULL, flags=SIGCHLD) = 11
            10 close(4) = 0
            11 close(3) = 0
            11 write(4, "x", 65536) = 65536
            10 wait4(11,  <unfinished ...>
            11 write(4, "x", 4096 <unfinished ...>
            """;

    @Test
    void shouldProveADeadlock() throws IOException {
        TraceReport report = read(DEADLOCK);
        assertEquals(Verdict.DEADLOCK, report.verdict());
        assertEquals(1, report.findings().size());
        assertEquals(11, report.findings().get(0).call().orElseThrow().pid());
        assertEquals(4, report.findings().get(0).call().orElseThrow().fd());
        assertEquals(65536, report.pipes().get(0).in());
    }

    /** As inspect does: who does not read the full pipe, whichever call is looked at. */
    @Test
    void shouldNameWhoDoesNotReadTheFullPipe() throws IOException {
        TraceReport report =
                read(
                        """
                        10 pipe2([3, 4], 0) = 0
                        10 pipe2([5, 6], 0) = 0
                        10 fork() = 11
                        10 close(3) = 0
                        10 close(6) = 0
                        11 close(4) = 0
                        11 close(5) = 0
                        11 write(6, "x", 65536) = 65536
                        10 write(4, "x", 65536) = 65536
                        10 write(4, "x", 65536 <unfinished ...>
                        11 write(6, "x", 65536 <unfinished ...>
                        """);
        assertEquals(Verdict.DEADLOCK, report.verdict());
        assertEquals(10, report.findings().get(0).culprit().orElseThrow().pid());
        assertEquals(5, report.findings().get(0).culprit().orElseThrow().fd());
    }

    @Test
    void shouldProveNoneWhereAThirdCouldRead() throws IOException {
        TraceReport report =
                read(
                        DEADLOCK.replace(
                                "10 close(4)",
                                "10 vfork() = 12\n12 pause( <unfinished ...>\n10 close(4)"));
        assertEquals(Verdict.UNREAD, report.verdict(), report.findings().toString());
    }

    /** The log of a pipeline that runs may end while both are in their calls. */
    @Test
    void shouldProveNoneWhileOneWritesAndAnotherReads() throws IOException {
        TraceReport report =
                read(
                        """
                        10 pipe2([3, 4], 0) = 0
                        10 fork() = 11
                        10 close(3) = 0
                        11 close(4) = 0
                        10 pipe2([3, 5], 0) = 0
                        10 write(4, "x", 65536) = 65536
                        11 read(3, "x", 65536) = 65536
                        11 read(3,  <detached ...>
                        10 write(4, "x", 65536 <detached ...>
                        """);
        assertEquals(Verdict.SLOW, report.verdict(), report.findings().toString());
    }

    @Test
    void shouldProveNoneWhereBytesLieThereForTheReader() throws IOException {
        TraceReport report =
                read(
                        """
                        10 pipe2([3, 4], 0) = 0
                        10 fork() = 11
                        10 close(3) = 0
                        11 close(4) = 0
                        10 write(4, "x", 10) = 10
                        11 read(3,  <unfinished ...>
                        10 wait4(11,  <unfinished ...>
                        """);
        assertEquals(Verdict.IDLE, report.verdict(), report.findings().toString());
    }

    @Test
    void shouldFollowAnEndThatIsOpenedThroughItsLink() throws IOException {
        TraceReport report =
                read(
                        """
                        pipe2([62, 63], 0) = 0
                        openat(AT_FDCWD, "/dev/fd/63", O_WRONLY|O_CREAT, 0666) = 3
                        close(63) = 0
                        write(3, "hello", 5) = 5
                        """);
        Descriptor holder = report.pipes().get(0).descriptors().get(1);
        assertEquals(3, holder.fd());
        assertEquals("write", holder.end());
        assertEquals(5, holder.bytes());
    }

    @Test
    void shouldTakeWhoPollsOnePipeForAReader() throws IOException {
        TraceReport report =
                read(
                        """
                        10 pipe2([3, 4], O_CLOEXEC) = 0
                        10 fork() = 11
                        11 dup2(4, 1) = 1
                        11 fork() = 12
                        12 execve("/bin/sleep", ["sleep", "9"], 0x1 /* 2 vars */) = 0
                        12 pause( <unfinished ...>
                        10 close(4) = 0
                        11 +++ killed by SIGKILL +++
                        10 poll([{fd=3, events=POLLIN}], 1, -1 <detached ...>
                        """);
        assertEquals(Verdict.ORPHAN_WRITER, report.verdict(), report.findings().toString());
        assertEquals(12, report.findings().get(0).culprit().orElseThrow().pid());
    }

    @Test
    void shouldFollowADescriptorThatIsPassed() throws IOException {
        TraceReport report =
                read(
                        """
                        socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0
                        pipe2([5, 6], O_CLOEXEC) = 0
                        sendmsg(3, {msg_iov=[], msg_control=[{cmsg_type=SCM_RIGHTS, cmsg_data=[6]}]}, 0) = 1
                        recvmsg(4, {msg_iov=[], msg_control=[{cmsg_type=SCM_RIGHTS, cmsg_data=[7]}]}, 0) = 1
                        close(6) = 0
                        write(7, "hello", 5) = 5
                        read(5, "hello", 10) = 5
                        """);
        TracedPipe pipe = report.pipes().get(2);
        assertEquals(5, pipe.in());
        assertEquals(5, pipe.out());
        assertEquals(7, pipe.descriptors().get(1).fd());
        assertEquals(Descriptor.How.RECEIVED, pipe.descriptors().get(1).how());
    }

    @Test
    void shouldCloseOnExecWhatIsToBe() throws IOException {
        TraceReport report =
                read(
                        """
                        10 pipe2([3, 4], O_CLOEXEC) = 0
                        10 fork() = 11
                        11 fcntl(4, F_DUPFD, 10) = 10
                        11 dup2(4, 4) = 4
                        11 ioctl(3, FIONCLEX) = 0
                        11 execve("/bin/server", ["server"], 0x1 /* 2 vars */) = 0
                        """);
        TracedPipe pipe = report.pipes().get(0);
        assertEquals(
                List.of(3, 4, 3, 10), pipe.descriptors().stream().map(Descriptor::fd).toList());
        assertEquals(1, pipe.leaks().size());
        assertEquals(3, pipe.leaks().get(0).fd());
        assertEquals("server", pipe.leaks().get(0).command());
    }

    @Test
    void shouldShareATableAndPartItAtExec() throws IOException {
        TraceReport report =
                read(
                        """
                        10 pipe2([3, 4], 0) = 0
                        10 clone(child_stack=0x1, flags=CLONE_VM|CLONE_FILES|SIGCHLD) = 11
                        11 close(3) = 0
                        11 execve("/bin/true", ["true"], 0x1 /* 2 vars */) = 0
                        11 close(4) = 0
                        """);
        List<Descriptor> holders = report.pipes().get(0).descriptors();
        assertEquals(1, holders.size(), "the read end went for both");
        assertEquals(10, holders.get(0).pid());
        assertEquals(4, holders.get(0).fd());
    }

    @Test
    void shouldGiveAChildToWhoeverWasForkingWhenItCame() throws IOException {
        TraceReport report =
                read(
                        """
                        10 pipe([3, 4]) = 0
                        10 vfork( <unfinished ...>
                        11 dup2(4, 1) = 1
                        11 execve("/bin/dd", ["dd"], 0x1 /* 2 vars */ <unfinished ...>
                        10 <... vfork resumed>) = 11
                        11 <... execve resumed>) = 0
                        11 write(1, "x", 5) = 5
                        """);
        assertEquals(5, report.pipes().get(0).in());
        assertEquals(2, report.counts().processes());
        assertEquals(0, report.counts().guessed());
    }

    @Test
    void shouldCountOneStallAcrossSignals() throws IOException {
        TraceReport report =
                read(
                        """
                        10 100000001.000000 pipe2([3, 4], 0) = 0
                        10 100000001.000000 fork() = 11
                        11 100000001.000000 close(4) = 0
                        11 100000001.000000 pause( <unfinished ...>
                        10 100000002.000000 write(4, "x", 70000) = ? ERESTARTSYS (To be restarted)
                        10 100000004.000000 --- SIGCHLD {si_signo=SIGCHLD} ---
                        10 100000004.000000 write(4, "x", 70000 <unfinished ...>
                        11 100000005.000000 <... pause resumed>) = ? ERESTARTNOHAND
                        11 100000005.000000 read(3, "x", 65536) = 65536
                        10 100000005.500000 <... write resumed>) = 70000
                        """);
        Stalls stalls = report.pipes().get(0).stalls();
        assertEquals(1, stalls.writes());
        assertEquals(3_500_000_000L, stalls.longest().get(0).nanos());
        assertEquals(Verdict.SLOW, report.verdict());
    }

    @Test
    void shouldTellACallOfOneLineByItsOwnText() throws IOException {
        TraceReport report =
                read(
                        """
                        10 100000001.0 pipe2([3, 4], 0) = 0 <0.000010>
                        10 100000001.1 fork() = 11 <0.000100>
                        11 100000001.2 close(4) = 0 <0.000010>
                        10 100000002.0 write(4, "x", 70000) = 70000 <3.500000>
                        """);
        assertEquals(Verdict.SLOW, report.verdict());
        assertEquals(4, report.findings().get(0).call().orElseThrow().fd());
        assertEquals(70_000, report.findings().get(0).call().orElseThrow().asked());
        String text = report.findings().get(0).chain().get(0).text();
        assertTrue(text.startsWith("write(4, "), text);
    }

    @Test
    void shouldLearnOfPipesThatWereThereBefore() throws IOException {
        TraceReport report =
                read(
                        """
                        10 write(1<pipe:[77]>, "x", 5) = 5
                        20 read(0<pipe:[77]>, "x", 9) = 5
                        20 wait4(-1,  <unfinished ...>
                        10 write(1<pipe:[77]>, "x", 5 <unfinished ...>
                        """);
        TracedPipe pipe = report.pipes().get(0);
        assertEquals(77, pipe.inode());
        assertEquals(5, pipe.out());
        assertEquals(Verdict.UNREAD, report.verdict(), "others may hold it: no deadlock is proven");
        assertTrue(!pipe.seen());
    }

    @Test
    void shouldSayWhereAnswersAreMissing() throws IOException {
        TraceReport report = read("write(1, \"x\", 5 <unfinished ...>\n");
        assertEquals(Verdict.UNKNOWN, report.verdict());
        assertTrue(report.findings().get(0).evidence().get(0).contains("-y"));
    }

    @Test
    void shouldCountWhatIsNotOfStrace() throws IOException {
        TraceReport report =
                read("make: entering directory\nclose(3) = 0\n<... read resumed>) = 0\n");
        assertEquals(1, report.counts().foreign());
        assertEquals(1, report.counts().firstForeign());
        assertEquals(1, report.counts().unmatched());
        assertEquals(1, report.counts().calls());
    }
}
