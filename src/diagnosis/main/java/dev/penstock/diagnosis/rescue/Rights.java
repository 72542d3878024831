package dev.penstock.diagnosis.rescue;

import dev.penstock.internal.procfs.ProcFile;
import java.io.IOException;
import java.nio.file.Path;

/** Which right is missing, and who has it. */
final class Rights {
    private static final Path SCOPE = Path.of("/proc/sys/kernel/yama/ptrace_scope");

    private Rights() {}

    /** To look at descriptors and open them: PTRACE_MODE_READ of ptrace(2). */
    static RefusedException toLook(int pid, String what) {
        return new RefusedException(
                what
                        + ": process "
                        + pid
                        + " runs as user "
                        + user(pid)
                        + ". Its descriptors are open to that user, unless the program is"
                        + " set-user-ID or undumpable (prctl(2), PR_SET_DUMPABLE), and to who has"
                        + " CAP_SYS_PTRACE: try the same with sudo");
    }

    /** To take a descriptor out of a process: PTRACE_MODE_ATTACH. */
    static RefusedException toAttach(int pid, String what) {
        return new RefusedException(
                what
                        + ": a socket of process "
                        + pid
                        + ", of user "
                        + user(pid)
                        + ", can be reached by who may attach a debugger to it alone"
                        + scope()
                        + ": try the same with sudo; a container needs CAP_SYS_PTRACE and a seccomp"
                        + " profile that allows pidfd_getfd");
    }

    private static String scope() {
        try {
            String scope = ProcFile.text(SCOPE).strip();
            return scope.equals("0")
                    ? ""
                    : " (kernel.yama.ptrace_scope is " + scope + ": CAP_SYS_PTRACE)";
        } catch (IOException noYama) {
            return "";
        }
    }

    private static String user(int pid) {
        String uid = "";
        try {
            String status = ProcFile.text(Path.of("/proc/" + pid + "/status"));
            int at = status.indexOf("\nUid:\t");
            // real, effective …: the effective one counts
            uid = at < 0 ? "" : status.substring(at + 6).split("\\s", 3)[1];
        } catch (IOException gone) {
            uid = "";
        }
        return uid.isEmpty() ? "unknown" : uid;
    }
}
