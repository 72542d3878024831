package dev.penstock.internal.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.penstock.libc.Fcntl;
import dev.penstock.libc.SystemCall;
import dev.penstock.sys.Errno;
import dev.penstock.testing.Native;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every number of this package against the one that C has, as {@code native/layout.c} prints it.
 */
@Timeout(60)
class LayoutTest {
    private static final Class<?>[] CLASSES = {
        EpollEvent.class,
        SignalInfo.class,
        SignalAction.class,
        ResourceUsage.class,
        IoVectors.class,
        PollFd.class,
        Fcntl.class,
        SystemConstants.class,
        SystemCall.class,
        Rlimits.class,
        Netlink.class,
        Errno.class,
        Signals.class
    };

    /** Where Java's name is not C's. */
    private static final Map<String, String> NAMES_IN_C =
            Map.ofEntries(
                    Map.entry("SystemCall.PIDFD_SEND_SIGNAL", "SYS_pidfd_send_signal"),
                    Map.entry("SystemCall.PIDFD_OPEN", "SYS_pidfd_open"),
                    Map.entry("SystemCall.PIDFD_GETFD", "SYS_pidfd_getfd"),
                    Map.entry("SystemCall.WAITID", "SYS_waitid"),
                    Map.entry("EpollEvent.SIZE", "sizeof.epoll_event"),
                    Map.entry("EpollEvent.DATA_OFFSET", "offsetof.epoll_event.data"),
                    Map.entry("SignalInfo.SIZE", "sizeof.siginfo_t"),
                    Map.entry("SignalInfo.CODE_OFFSET", "offsetof.siginfo_t.si_code"),
                    Map.entry("SignalInfo.PID_OFFSET", "offsetof.siginfo_t.si_pid"),
                    Map.entry("SignalInfo.STATUS_OFFSET", "offsetof.siginfo_t.si_status"),
                    Map.entry("SignalAction.SIZE", "sizeof.sigaction"),
                    Map.entry("SignalAction.FLAGS_OFFSET", "offsetof.sigaction.sa_flags"),
                    Map.entry("ResourceUsage.SIZE", "sizeof.rusage"),
                    Map.entry("ResourceUsage.USER_OFFSET", "offsetof.rusage.ru_utime"),
                    Map.entry("ResourceUsage.SYSTEM_OFFSET", "offsetof.rusage.ru_stime"),
                    Map.entry("ResourceUsage.MAX_RESIDENT_OFFSET", "offsetof.rusage.ru_maxrss"),
                    Map.entry("ResourceUsage.MINOR_FAULTS_OFFSET", "offsetof.rusage.ru_minflt"),
                    Map.entry("ResourceUsage.MAJOR_FAULTS_OFFSET", "offsetof.rusage.ru_majflt"),
                    Map.entry("IoVectors.SIZE", "sizeof.iovec"),
                    Map.entry("IoVectors.LENGTH_OFFSET", "offsetof.iovec.iov_len"),
                    Map.entry("IoVectors.MOST", "IOV_MAX"),
                    Map.entry("PollFd.SIZE", "sizeof.pollfd"),
                    Map.entry("PollFd.EVENTS_OFFSET", "offsetof.pollfd.events"),
                    Map.entry("PollFd.REVENTS_OFFSET", "offsetof.pollfd.revents"),
                    Map.entry("Netlink.HEADER_SIZE", "sizeof.nlmsghdr"),
                    Map.entry("Netlink.UNIX_REQUEST_SIZE", "sizeof.unix_diag_req"),
                    Map.entry("Netlink.UNIX_MESSAGE_SIZE", "sizeof.unix_diag_msg"),
                    Map.entry(
                            "Netlink.UNIX_MESSAGE_TYPE_OFFSET",
                            "offsetof.unix_diag_msg.udiag_type"),
                    Map.entry(
                            "Netlink.UNIX_MESSAGE_INODE_OFFSET",
                            "offsetof.unix_diag_msg.udiag_ino"),
                    Map.entry("Netlink.ATTRIBUTE_SIZE", "sizeof.rtattr"),
                    Map.entry("SystemConstants.SPAWN_ATTRIBUTES_SIZE", "sizeof.posix_spawnattr_t"),
                    Map.entry(
                            "SystemConstants.SPAWN_FILE_ACTIONS_SIZE",
                            "sizeof.posix_spawn_file_actions_t"),
                    Map.entry("SystemConstants.SIGSET_SIZE", "sizeof.sigset_t"));

    private static final Map<String, Long> C = new TreeMap<>();

    @BeforeAll
    static void readTable() throws IOException {
        for (String line : Files.readAllLines(Native.layout())) {
            String[] nameAndValue = line.split(" ");
            C.put(nameAndValue[0], Long.valueOf(nameAndValue[1]));
        }
        // C has it as the mask of the three modes, and the table has those.
        C.putIfAbsent("O_ACCMODE", c("O_RDONLY") | c("O_WRONLY") | c("O_RDWR"));
    }

    private static long c(String name) {
        Long value = C.get(name);
        assertTrue(value != null, () -> name + " is not in " + Native.layout());
        return value;
    }

    /** The constants that others may see, and this package's offsets and sizes. */
    private static List<Field> numbers(Class<?> type) {
        List<Field> numbers = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            int modifiers = field.getModifiers();
            if (Modifier.isStatic(modifiers)
                    && Modifier.isFinal(modifiers)
                    && !Modifier.isPrivate(modifiers)
                    && field.getType().isPrimitive()
                    && field.getType() != boolean.class) {
                numbers.add(field);
            }
        }
        return numbers;
    }

    @Test
    void shouldAgreeWithCInEveryConstantSizeAndOffset() throws IllegalAccessException {
        List<String> differences = new ArrayList<>();
        for (Class<?> type : CLASSES) {
            List<Field> numbers = numbers(type);
            assertTrue(!numbers.isEmpty(), type + " has no numbers");
            for (Field field : numbers) {
                String name = type.getSimpleName() + "." + field.getName();
                String nameInC = NAMES_IN_C.getOrDefault(name, field.getName());
                long java = ((Number) field.get(null)).longValue();
                // A C macro of 1u << 31 is an int's sign in Java.
                if (!C.containsKey(nameInC)) {
                    differences.add(name + " = " + java + "; C's table has no " + nameInC);
                } else if ((int) java != (int) c(nameInC) || java >>> 32 != 0 && java > 0) {
                    differences.add(name + " = " + java + ", in C " + c(nameInC));
                }
            }
        }
        assertEquals(List.of(), differences);
    }

    /** Without it a new class of constants, or a field that was renamed, would not be compared. */
    @Test
    void shouldCompareEveryClassOfThePackage() throws Exception {
        Set<String> withNumbers = new TreeSet<>();
        for (String sources :
                List.of(
                        "src/library/main/java/dev/penstock/internal/sys",
                        "src/library/main/java/dev/penstock/sys",
                        "src/libc/main/java/dev/penstock/libc")) {
            String name = sources.substring(sources.indexOf("dev/")).replace('/', '.');
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(Path.of(sources), "[A-Z]*.java")) {
                for (Path file : files) {
                    String type = file.getFileName().toString().replace(".java", "");
                    if (!numbers(Class.forName(name + "." + type)).isEmpty()) {
                        withNumbers.add(type);
                    }
                }
            }
        }
        Set<String> compared = new TreeSet<>();
        for (Class<?> type : CLASSES) {
            compared.add(type.getSimpleName());
        }
        assertEquals(compared, withNumbers);
    }

    @Test
    void shouldPutFieldsWhereNoConstantSaysSo() {
        // These begin at 0 and have no offset constant in Java.
        assertEquals(0, c("offsetof.epoll_event.events"));
        assertEquals(0, c("offsetof.iovec.iov_base"));
        assertEquals(0, c("offsetof.pollfd.fd"));
        assertEquals(8, c("sizeof.pointer"));
        assertEquals(8, c("sizeof.long"));
    }

    @Test
    void shouldHaveTheSameFlagsForPipesEventfdsAndEpoll() {
        // The loop passes O_CLOEXEC and O_NONBLOCK to eventfd(2).
        assertEquals(c("EFD_CLOEXEC"), Fcntl.O_CLOEXEC);
        assertEquals(c("EFD_NONBLOCK"), Fcntl.O_NONBLOCK);
    }

    @Test
    void shouldNameEverySignalOfC() {
        int compared = 0;
        for (Map.Entry<String, Long> entry : C.entrySet()) {
            String name = entry.getKey();
            if (name.startsWith("SIG") && !name.contains("_") && !name.startsWith("SIGRT")) {
                assertEquals(name, Signals.name(entry.getValue().intValue()));
                compared++;
            }
        }
        assertEquals(31, compared);
    }

    @Test
    void shouldLayOutEpollEventsOneAfterTheOther() {
        EpollEvent events = new EpollEvent(3);
        events.set(1, EpollEvent.EPOLLIN | EpollEvent.EPOLLET, 0x0123_4567_89ab_cdefL);
        assertEquals(3, events.count());
        assertEquals(EpollEvent.EPOLLIN | EpollEvent.EPOLLET, events.events(1));
        assertEquals(0x0123_4567_89ab_cdefL, events.data(1));
        assertEquals(0, events.events(0));
        assertEquals(0, events.data(0));
        assertEquals(0, events.events(2));
        assertEquals(0, events.data(2));
    }
}
