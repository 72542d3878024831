"""The situations, one function each. A function is given a Play, and says what it saw.

What is right is what the command shows without a wrapper, unless the situation names it (`right`).
`asks` names what a wrapper must have to be asked at all: a time limit, root, to be `run` itself, or to explain."""

import ctypes
import fcntl
import os
import resource
import shutil
import signal
import socket
import struct
import termios
import time

from play import LIBC, Entries, code, descendants, processes
from terminal import Terminal

SITUATIONS = []


class Situation:
    def __init__(self, group, says, see, right, asks):
        self.group, self.says, self.see, self.right, self.asks = group, says, see, right, asks


def situation(group, says, right=None, asks=""):
    def keep(see):
        SITUATIONS.append(Situation(group, says, see, right, asks))
        return see
    return keep


# -- Children. Python with nothing of its own in the way.

PYTHON = [shutil.which("python3"), "-ISc"]

# Notes each arrival of the signals named, by a byte of the C handler, until none has come for a moment.
LISTEN = """
import os, select, signal, sys
numbers = [int(word) for word in sys.argv[1].split(",")]
seen, note = os.pipe()
os.set_blocking(note, False)
signal.set_wakeup_fd(note)
for number in numbers: signal.signal(number, lambda *_: None)
print("ready", flush=True)
got, wait = b"", 15
while select.select([seen], [], [], wait)[0]:
    got += os.read(seen, 100)
    wait = float(sys.argv[2])
names = sorted(signal.Signals(n).name if n < 32 or n in (34, 64) else f"{n}" for n in got)
print("got:", " ".join(names) or "nothing", flush=True)
sys.exit(5)
"""


def listen(*numbers, quiet=0.4):
    return [*PYTHON, LISTEN, ",".join(str(int(n)) for n in numbers), str(quiet)]


def got(process):
    end = process.finish()
    return f"{process.out.replace('ready', '').strip() or 'says nothing'}, exits with {end}"


# -- What the command is given

ARGUMENTS = [*PYTHON, "import os, sys\nfor a in sys.argv[1:]: print(os.fsencode(a).hex() if len(a) < 100 else len(a))"]
G = "What the command is given"


@situation(G, "an argument that is not UTF-8")
def _(play):
    return play.output([*ARGUMENTS, b"\xff\xfe\x80a", b"caf\xe9"])


@situation(G, "an empty argument, blanks, quotes, newlines")
def _(play):
    return play.output([*ARGUMENTS, "", " a  b ", "'\"$x`*", "\n\n", "\\"])


@situation(G, "arguments that look like options of the wrapper")
def _(play):
    return play.output(["printf", "%s\n", "--help", "--timeout", "1", "-v", "--"])


@situation(G, "100 000 arguments")
def _(play):
    return play.output([*PYTHON, "import sys; print(len(sys.argv))", *["x" * 8] * 100_000])


@situation(G, "an argument of 128 KiB, the longest there is")
def _(play):
    return play.output([*ARGUMENTS, "x" * (131072 - 1)])


@situation(G, "the command's own name, as it was typed")
def _(play):
    return play.output(["sh", "-c", "tr '\\0' ' ' </proc/$$/cmdline | cut -d' ' -f1,2"])


def environment(play, *entries):
    listed = play.output(["cat", "/proc/self/environ"], env=Entries([("PATH", os.environ["PATH"]), *entries]))
    return listed.replace("\0", "\n")


@situation(G, "a variable with a dot: `my.key`")
def _(play):
    return environment(play, ("my.key", "1"))


@situation(G, "a function of bash: `BASH_FUNC_f%%`")
def _(play):
    return environment(play, ("BASH_FUNC_f%%", "() {  :\n}"))


@situation(G, "a variable of npm: `npm_config_//registry/:_authToken`")
def _(play):
    return environment(play, ("npm_config_//registry/:_authToken", "x"))


@situation(G, "a variable whose value is not UTF-8")
def _(play):
    return environment(play, ("NAME", b"\xff\xfe"))


@situation(G, "a variable that is there twice")
def _(play):
    return environment(play, ("TWICE", "1"), ("TWICE", "2"))


@situation(G, "no `PWD`, `OLDPWD`, `_`, `SHLVL` where there was none; the order")
def _(play):
    return environment(play, ("Z", "1"), ("A", "1"))


@situation(G, "the `PWD` of a folder that was reached through a link")
def _(play):
    os.mkdir(f"{play.folder}/real")
    os.symlink("real", f"{play.folder}/link")
    link = f"{play.folder}/link"
    shown = play.output(["sh", "-c", "printenv PWD; readlink /proc/self/cwd"], prepare=lambda: os.chdir(link),
                        env=Entries([("PATH", os.environ["PATH"]), ("PWD", link)]))
    return shown.replace(play.folder, "")


@situation(G, "no PATH: the command is found where execvp(3) looks")
def _(play):
    own = shutil.which(play.wrapper.argv([], None)[0]) if play.wrapper.words else ""
    words = [own, *play.wrapper.words[1:]] if own else []
    from play import Process
    process = Process([*words, "cat" if own else "/bin/cat", "/proc/self/environ"], env=Entries([("A", "1")]))
    return f"exits with {process.finish()}, {process.out}"


@situation(G, "a folder that was deleted")
def _(play):
    gone = f"{play.folder}/gone"

    def leave():
        os.mkdir(gone)
        os.chdir(gone)
        os.rmdir(gone)
    return play.output(["readlink", "/proc/self/cwd"], prepare=leave).replace(play.folder, "")


@situation(G, "the umask")
def _(play):
    return play.output(["sh", "-c", "umask"], prepare=lambda: os.umask(0o027))


@situation(G, "all limits, soft and hard")
def _(play):
    def limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, 512))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 4096))
    return play.output(["cat", "/proc/self/limits"], prepare=limit)


@situation(G, "`ulimit -v` of 1 GiB")
def _(play):
    size = 1 << 30
    return play.output(["sh", "-c", "ulimit -v"], prepare=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)))


@situation(G, "`ulimit -n` of 4")
def _(play):
    return play.output(["sh", "-c", "ulimit -n"], prepare=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4)))


@situation(G, "`ulimit -f` of 0: nobody may write a file")
def _(play):
    return play.output(["sh", "-c", "ulimit -f"], prepare=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))


@situation(G, "`ulimit -s` of 128 KiB")
def _(play):
    size = 128 << 10
    return play.output(["sh", "-c", "ulimit -s"],
                       prepare=lambda: resource.setrlimit(resource.RLIMIT_STACK, (size, size)))


@situation(G, "niceness, processor mask, `oom_score_adj`")
def _(play):
    def prepare():
        os.nice(3)
        os.sched_setaffinity(0, {0})
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write("17")
    return play.output(["sh", "-c", "nice; grep ^Cpus_allowed: /proc/self/status; cat /proc/self/oom_score_adj"],
                       prepare=prepare)


@situation(G, "capabilities, seccomp, `no_new_privs`, personality, cgroup")
def _(play):
    return play.output(["sh", "-c", "grep -E '^(Cap|NoNew|Seccomp)' /proc/self/status; "
                        "cat /proc/self/personality /proc/self/cgroup"])


@situation(G, "a set-user-ID program gets its user", asks="root")
def _(play):
    program = f"{play.folder}/show"
    shutil.copy(shutil.which("id"), program)
    os.chmod(program, 0o4755)
    os.chmod(play.folder, 0o755)
    return play.output([program, "-u"], prepare=lambda: os.setresuid(65534, 65534, 65534))


@situation(G, "the caller's session and process group")
def _(play):
    shown = play.output([*PYTHON, "import os; print(os.getpgrp(), os.getsid(0))"])
    group, session = (int(word) for word in shown.split())
    return f"group {'kept' if group == os.getpgrp() else 'its own'}, session " \
        f"{'kept' if session == os.getsid(0) else 'its own'}"


# -- Descriptors

G = "Descriptors"
# Written to a file, because 1 may be closed; without a descriptor of its own among those that it lists.
LIST_FDS = [*PYTHON, """
import os, sys
found = []
for fd in range(256):
    try: found.append(f"{fd} {os.readlink(f'/proc/self/fd/{fd}').split(':')[0]}")
    except OSError: pass
with open(sys.argv[1], "w") as file: file.write("\\n".join(found))
"""]


def descriptors(play, prepare):
    listed = f"{play.folder}/fds"
    process = play.start([*LIST_FDS, listed], prepare=prepare)
    end = process.finish()
    if not os.path.exists(listed):
        return f"exits with {end}"
    with open(listed, encoding="utf-8") as file:
        return file.read().replace(play.folder, "")


@situation(G, "0, 1 and 2, and no other")
def _(play):
    return descriptors(play, None)


@situation(G, "3, 9 and 200 are handed on")
def _(play):
    def prepare():
        for fd in (3, 9, 200):
            os.dup2(0, fd)
    return descriptors(play, prepare)


@situation(G, "0 is closed")
def _(play):
    return descriptors(play, lambda: os.close(0))


@situation(G, "1 is closed")
def _(play):
    return descriptors(play, lambda: os.close(1))


@situation(G, "2 is closed")
def _(play):
    return descriptors(play, lambda: os.close(2))


@situation(G, "0, 1 and 2 are closed")
def _(play):
    return descriptors(play, lambda: os.closerange(0, 3))


@situation(G, "`diff <(a) <(b)`: pipes of bash, by their numbers")
def _(play):
    words = " ".join(play.wrapper.argv([], None))
    from play import Process
    process = Process(["bash", "-c", f"{words} diff <(echo a) <(echo b)"])
    return f"exits with {process.finish()}\n{process.out}"


@situation(G, "a loop that reads lines loses none of them to it")
def _(play):
    words = " ".join(play.wrapper.argv([], None))
    from play import Process
    read, write = os.pipe()
    os.write(write, b"one\ntwo\nthree\n")
    os.close(write)
    process = Process(["sh", "-c", f"while read -r line; do {words} printf '%s\\n' \"$line\"; done"], stdin=read)
    os.close(read)
    process.finish()
    return process.out


@situation(G, "a megabyte of every byte, in and out")
def _(play):
    read, write = os.pipe()
    bytes_in = bytes(range(256)) * 4096
    if os.fork() == 0:
        os.close(read)
        with os.fdopen(write, "wb") as pipe:
            pipe.write(bytes_in)
        os._exit(0)
    os.close(write)
    process = play.start(["cat"], stdin=read)
    os.close(read)
    end = process.finish()
    process.drained()
    return f"exits with {end}, {'the same bytes' if process.fds[process.out_fd] == bytes_in else 'other bytes'}"


@situation(G, "the command closes its output and goes on: the reader sees the end at once")
def _(play):
    process = play.start([*PYTHON, "import os, time; os.close(1); time.sleep(30)"])
    end = time.monotonic() + 3
    while process.out_fd in process.open and time.monotonic() < end:
        process.pump(0.02)
    return "sees it" if process.out_fd not in process.open else "sees nothing"


@situation(G, "the command closes its input and goes on: the writer learns it at once")
def _(play):
    read, write = os.pipe()
    process = play.start([*PYTHON, "import os, time; os.close(0); print('ready', flush=True); time.sleep(30)"],
                         stdin=read)
    os.close(read)
    process.ready()
    end = time.monotonic() + 2
    while time.monotonic() < end:
        try:
            os.write(write, b"x")
        except BrokenPipeError:
            return "learns it"
        time.sleep(0.05)
    return "learns nothing"


@situation(G, "the command closes a descriptor with a lock (flock): the lock is free")
def _(play):
    lock = os.open(f"{play.folder}/lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(lock, fcntl.LOCK_EX)
    process = play.start([*PYTHON, "import os, time; os.close(7); print('ready', flush=True); time.sleep(30)"],
                         prepare=lambda: os.dup2(lock_again(play), 7))
    os.close(lock)
    process.ready()
    other = os.open(f"{play.folder}/lock", os.O_RDWR)
    end = time.monotonic() + 2
    while time.monotonic() < end:
        try:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return "free"
        except BlockingIOError:
            time.sleep(0.05)
    return "still held"


def lock_again(play):
    """A description of its own, which waits until the first one lets go."""
    fd = os.open(f"{play.folder}/lock", os.O_RDWR)
    fcntl.flock(fd, fcntl.LOCK_EX)
    return fd


# -- Signals that the caller ignores or blocks

G = "Signals that the caller ignores or blocks"
SIGNAL_STATE = ["grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"]


STATE_AND_5 = [*PYTHON, """
import sys
print(*(line for line in open("/proc/self/status") if line.startswith(("SigBlk", "SigIgn"))))
sys.exit(5)
"""]


def state(ignored=(), blocked=()):
    def prepare():
        for number in ignored:
            signal.signal(number, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, blocked)
    return prepare


@situation(G, "none is ignored or blocked")
def _(play):
    return play.output(SIGNAL_STATE)


for NAMES in (["SIGHUP"], ["SIGINT", "SIGQUIT"], ["SIGPIPE"], ["SIGTERM"], ["SIGUSR1"],
              ["SIGTSTP", "SIGTTIN", "SIGTTOU"], ["SIGRTMIN", "SIGRTMAX"]):
    @situation(G, f"{', '.join(NAMES)} stays ignored")
    def _(play, names=NAMES):
        return play.output(SIGNAL_STATE, prepare=state(ignored=[getattr(signal, n) for n in names]))


@situation(G, "SIGCHLD stays ignored, and the code is known")
def _(play):
    return play.output(STATE_AND_5, prepare=state(ignored=[signal.SIGCHLD]))


for NAMES in (["SIGTERM"], ["SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR2"], ["SIGRTMIN"]):
    @situation(G, f"{', '.join(NAMES)} stays blocked")
    def _(play, names=NAMES):
        return play.output(SIGNAL_STATE, prepare=state(blocked=[getattr(signal, n) for n in names]))


@situation(G, "SIGCHLD stays blocked, and the end is noticed")
def _(play):
    return play.output(STATE_AND_5, prepare=state(blocked=[signal.SIGCHLD]))


@situation(G, "nohup: SIGHUP to it does not end the command")
def _(play):
    process = play.start(listen(signal.SIGUSR1), prepare=state(ignored=[signal.SIGHUP]))
    process.ready()
    process.kill(signal.SIGHUP)
    time.sleep(0.2)
    if not process.ended():
        process.kill(signal.SIGUSR1)
    return got(process)


# -- Signals that are sent to it

G = "Signals that are sent to it"
SENT = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGWINCH", "SIGPIPE", "SIGCONT",
        "SIGPWR", "SIGRTMIN"]
for NAME in SENT:
    @situation(G, f"{NAME} reaches the command once")
    def _(play, number=getattr(signal, NAME)):
        process = play.start(listen(number))
        process.ready()
        process.kill(number)
        return got(process)


@situation(G, "SIGUSR1, then SIGUSR2: both")
def _(play):
    process = play.start(listen(signal.SIGUSR1, signal.SIGUSR2))
    process.ready()
    process.kill(signal.SIGUSR1)
    process.kill(signal.SIGUSR2)
    return got(process)


class SigVal(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("pointer", ctypes.c_void_p)]


@situation(G, "a queued signal (sigqueue) three times, with its value")
def _(play):
    process = play.start([*PYTHON, """
import signal, time
signal.pthread_sigmask(signal.SIG_BLOCK, [40])
print("ready", flush=True)
import ctypes
info = (ctypes.c_int * 32)()
mask = (ctypes.c_ulong * 16)(1 << 39)
wait = (ctypes.c_long * 2)(3, 0)
for _ in range(3):
    if ctypes.CDLL(None).sigtimedwait(mask, info, wait) != 40: break
    print(info[6], flush=True)
"""])
    process.ready()
    for value in (7, 8, 9):
        LIBC.sigqueue(process.pid, 40, SigVal(number=value))
    process.finish()
    return process.out


@situation(G, "before the command has started")
def _(play):
    # Pending and blocked at the exec, as the command's parent may leave it.
    def prepare():
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
        os.kill(os.getpid(), signal.SIGTERM)
    return play.ends([*PYTHON, "import signal; signal.pthread_sigmask(signal.SIG_UNBLOCK, [15]); import time; "
                      "time.sleep(0.3)"], prepare=prepare)


for NAME in ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGALRM"):
    @situation(G, f"{NAME} that the command does not catch: it ends, and the code says so")
    def _(play, number=getattr(signal, NAME)):
        process = play.start(["sh", "-c", "echo ready; exec sleep 60"],
                             prepare=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)))
        process.ready()
        time.sleep(0.1)
        process.kill(number)
        return f"exits with {process.finish()}, {play.left()}"


for NAME in ("SIGHUP", "SIGINT", "SIGTERM"):
    @situation(G, f"{NAME}, and the command cleans up for three seconds and exits with 5")
    def _(play, number=getattr(signal, NAME)):
        process = play.start([*PYTHON, f"""
import signal, sys, time
def end(*_): time.sleep(3); sys.exit(5)
signal.signal({int(number)}, end)
print("ready", flush=True)
time.sleep(60)
"""])
        process.ready()
        process.kill(number)
        return f"exits with {process.finish()}"


@situation(G, "SIGTERM, which the command ignores: both go on")
def _(play):
    process = play.start(["sh", "-c", "trap '' TERM; trap 'exit 5' USR1; echo ready; "
                          "while :; do sleep 0.1; done"])
    process.ready()
    process.kill(signal.SIGTERM)
    time.sleep(3)
    if process.ended():
        return f"exits with {process.finish()}"
    process.kill(signal.SIGUSR1)
    return f"goes on, and exits with {process.finish()}"


@situation(G, "SIGKILL: the command ends too")
def _(play):
    process = play.start(["sh", "-c", "echo ready; exec sleep 60"])
    process.ready()
    process.kill(signal.SIGKILL)
    return f"exits with {process.finish()}, {play.left()}"


@situation(G, "SIGSTOP: the command stops too")
def _(play):
    process = play.start(["sh", "-c", "echo ready; exec sleep 60"])
    process.ready()
    time.sleep(0.2)
    process.kill(signal.SIGSTOP)
    time.sleep(0.2)
    states = {how for parent, name, how in processes().values() if name == "sleep" and below(parent, process)}
    return "stops" if states == {"T"} else "goes on"


def below(parent, process):
    return parent in (os.getpid(), process.pid)


# A real-time one, since two of an ordinary one may become one on their way.
@situation(G, "a signal to the whole group (`kill -- -PGID`): the command gets it once")
def _(play):
    process = play.start(listen(40), prepare=lambda: os.setpgid(0, 0))
    process.ready()
    os.killpg(process.pid, 40)
    return got(process)


@situation(G, "an alarm that the caller has set (alarm, then exec): SIGALRM reaches the command")
def _(play):
    process = play.start(listen(signal.SIGALRM), prepare=lambda: signal.setitimer(signal.ITIMER_REAL, 3))
    return got(process)


@situation(G, "the command signals its own group (`kill 0`): it gets one")
def _(play):
    process = play.start([*PYTHON, LISTEN.replace('print("ready", flush=True)', "os.kill(0, 10)"), "10", "0.4"],
                         prepare=lambda: os.setpgid(0, 0))
    return got(process)


@situation(G, "its parent ends: nothing happens")
def _(play):
    words = " ".join(play.wrapper.argv([], None))
    from play import Process
    process = Process(["sh", "-c", f"{words} sh -c 'sleep 0.5; echo still here' & sleep 0.2"])
    process.finish()
    process.drained()
    return process.out


# -- A terminal

G = "At a terminal"


def at_terminal(says, right=None):
    return situation(G, says, right)


@at_terminal("0, 1 and 2 are it, and the command is in its foreground group")
def _(play):
    terminal = Terminal(play, [*PYTHON, "import os; print('ready', [os.isatty(n) for n in (0, 1, 2)], "
                               "os.tcgetpgrp(0) == os.getpgrp(), flush=True)"])
    terminal.ready("ready")
    end = terminal.report()
    return f"{terminal.shown.decode().strip()}, {end}"


READ = ["sh", "-c", "echo ready; read -r line; echo \"read $line\"; exit 5"]


@at_terminal("the command reads a line")
def _(play):
    terminal = Terminal(play, READ)
    terminal.ready()
    terminal.type("hello\n")
    return terminal.report()


@at_terminal("the command reads a line, started by a script")
def _(play):
    terminal = Terminal(play, READ, job="script")
    terminal.ready()
    terminal.type("hello\n")
    return terminal.report()


@at_terminal("Ctrl-C reaches the command once")
def _(play):
    terminal = Terminal(play, listen(signal.SIGINT))
    terminal.ready()
    terminal.type("\x03")
    end = terminal.report()
    return f"{shown(terminal)}, {end}"


def shown(terminal):
    lines = [line for line in terminal.shown.decode().split("\r\n") if "got:" in line]
    return lines[-1][lines[-1].index("got:"):] if lines else "says nothing"


@at_terminal("Ctrl-C reaches the command once, started by a script")
def _(play):
    terminal = Terminal(play, listen(signal.SIGINT), job="script")
    terminal.ready()
    terminal.type("\x03")
    end = terminal.report()
    return f"{shown(terminal)}, {end}"


@at_terminal("Ctrl-C ends a command that does not catch it")
def _(play):
    terminal = Terminal(play, ["sh", "-c", "echo ready; exec sleep 60"])
    terminal.ready()
    terminal.type("\x03")
    return f"{terminal.report()}, {play_left(play)}"


def play_left(play):
    names = sorted({name for _, name in descendants() if name == "sleep"})
    return "left: " + " ".join(names) if names else "nobody is left"


@at_terminal("Ctrl-C twice, as at a prompt: the command goes on, and gets both")
def _(play):
    terminal = Terminal(play, listen(signal.SIGINT, quiet=3))
    terminal.ready()
    terminal.type("\x03")
    first = terminal.quiet()
    terminal.type("\x03")
    end = terminal.report()
    return f"{first}, {shown(terminal)}, {end}"


@at_terminal("Ctrl-\\\\ reaches the command once")
def _(play):
    terminal = Terminal(play, listen(signal.SIGQUIT))
    terminal.ready()
    terminal.type("\x1c")
    end = terminal.report()
    return f"{shown(terminal)}, {end}"


@at_terminal("Ctrl-Z stops the job, `fg` has it go on, its code is known")
def _(play):
    terminal = Terminal(play, ["sh", "-c", "echo ready; read -r line; exit 5"])
    terminal.ready()
    terminal.type("\x1a")
    stopped = terminal.report()
    terminal.order("fg")
    time.sleep(0.1)
    terminal.type("x\n")
    return f"{stopped}, {terminal.report()}"


@at_terminal("Ctrl-Z, and an editor puts the terminal right before it stops itself")
def _(play):
    terminal = Terminal(play, [*PYTHON, """
import os, signal, sys, time
def tidy(*_):
    time.sleep(0.3); os.write(1, b"tidied\\n"); os.kill(os.getpid(), signal.SIGSTOP)
signal.signal(signal.SIGTSTP, tidy)
os.write(1, b"ready\\n")
sys.stdin.readline()
sys.exit(5)
"""])
    terminal.ready()
    terminal.type("\x1a")
    stopped = terminal.report()
    before = "tidied before" if b"tidied" in terminal.shown else "not tidied before"
    terminal.order("fg")
    time.sleep(0.1)
    terminal.type("x\n")
    return f"{stopped}, {before}, {terminal.report()}"


@at_terminal("Ctrl-Z, which the command ignores: the job goes on")
def _(play):
    terminal = Terminal(play, ["sh", "-c", "trap '' TSTP; echo ready; read -r line; exit 5"])
    terminal.ready()
    terminal.type("\x1a")
    first = terminal.quiet()
    terminal.type("x\n")
    return f"{first}, {terminal.report()}"


@at_terminal("the command stops itself: the shell sees a stopped job, `fg` has it go on")
def _(play):
    terminal = Terminal(play, ["sh", "-c", "echo ready; kill -STOP $$; exit 5"])
    terminal.ready()
    stopped = terminal.report()
    terminal.order("fg")
    return f"{stopped}, {terminal.report()}"


@at_terminal("SIGTSTP to it alone stops the job, SIGCONT to it alone has the command go on")
def _(play):
    terminal = Terminal(play, ["sh", "-c", "echo ready; exec sleep 600"])
    terminal.ready()
    time.sleep(0.2)
    terminal.order(str(int(signal.SIGTSTP)))
    stopped = terminal.report()
    terminal.order(str(int(signal.SIGCONT)))
    time.sleep(0.3)
    running = all(how != "T" for _, name, how in processes_below() if name == "sleep")
    return f"{stopped}, {'goes on' if running else 'stays stopped'}"


def processes_below():
    everybody = processes()
    return [everybody[pid] for pid, _ in descendants() if pid in everybody]


@at_terminal("a new size (SIGWINCH) reaches the command once")
def _(play):
    terminal = Terminal(play, listen(signal.SIGWINCH))
    terminal.ready()
    terminal.size(50, 100)
    end = terminal.report()
    return f"{shown(terminal)}, {end}"


@at_terminal("it hangs up: the command gets SIGHUP")
def _(play):
    told = f"{play.folder}/told"
    terminal = Terminal(play, ["sh", "-c", f"trap 'echo HUP >>{told}; exit 5' HUP; echo ready; "
                               "while :; do sleep 0.1; done"])
    terminal.ready()
    terminal.hang_up()
    terminal.until(lambda: os.path.exists(told))
    return f"{'got SIGHUP' if os.path.exists(told) else 'got nothing'}, {play.left()}"


@at_terminal("a job in the background reads: it stops; `fg` has it read")
def _(play):
    terminal = Terminal(play, READ, job="background")
    terminal.ready()
    stopped = terminal.report()
    terminal.order("fg")
    time.sleep(0.2)
    terminal.type("hello\n")
    return f"{stopped}, {terminal.report()}"


@at_terminal("an interactive shell as the command runs jobs of its own")
def _(play):
    terminal = Terminal(play, ["sh", "-i"])
    time.sleep(0.3)
    terminal.type("sleep 0.1 | cat; echo rea''dy\n")
    terminal.ready()
    terminal.type("exit 5\n")
    return terminal.report()


@at_terminal("`kill %1`, a signal to the job's group: the command gets it once")
def _(play):
    terminal = Terminal(play, listen(40))
    terminal.ready()
    terminal.order("group 40")
    end = terminal.report()
    return f"{shown(terminal)}, {end}"


# -- The end

G = "The end"
for CODE in (0, 1, 5, 124, 125, 126, 127, 143, 255):
    @situation(G, f"the command exits with {CODE}")
    def _(play, number=CODE):
        return play.ends(["sh", "-c", f"exit {number}"])

for NAME in ("SIGKILL", "SIGTERM", "SIGSEGV", "SIGRTMIN"):
    @situation(G, f"somebody kills the command with {NAME}: 128 and the signal")
    def _(play, number=getattr(signal, NAME)):
        return play.ends(["bash", "-c", f"kill -{int(number)} $$"],
                         prepare=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)))


@situation(G, "no such command: 127", right="exits with 127")
def _(play):
    return play.ends(["no-such-command"])


@situation(G, "no such command, by a path: 127", right="exits with 127")
def _(play):
    return play.ends(["/no/such/command"])


@situation(G, "a file that may not be executed: 126", right="exits with 126")
def _(play):
    path = f"{play.folder}/text"
    with open(path, "w", encoding="ascii") as file:
        file.write("text")
    return play.ends([path])


@situation(G, "a folder: 126", right="exits with 126")
def _(play):
    return play.ends([play.folder])


@situation(G, "a script whose interpreter is missing: 127", right="exits with 127")
def _(play):
    path = f"{play.folder}/script"
    with open(path, "w", encoding="ascii") as file:
        file.write("#!/no/such/interpreter\n")
    os.chmod(path, 0o755)
    return play.ends([path])


@situation(G, "a script without `#!` is run by sh", right="exits with 5")
def _(play):
    path = f"{play.folder}/script"
    with open(path, "w", encoding="ascii") as file:
        file.write("exit 5\n")
    os.chmod(path, 0o755)
    return play.ends([path])


@situation(G, "the processor time of the command is known to the caller")
def _(play):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    play.ends([*PYTHON, "import time\nwhile time.process_time() < 0.5: pass"])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return "known" if spent > 0.45 else "not known"


@situation(G, "an end in good order is silent")
def _(play):
    process = play.start(["true"])
    process.finish()
    return process.err or "silent"


# -- Who is left

G = "What the command leaves behind"
SERVER = "setsid sleep 600 </dev/null >/dev/null 2>&1 & exit 5"


@situation(G, "a server that it left lives on")
def _(play):
    process = play.start(["sh", "-c", SERVER])
    return f"exits with {process.finish()}, {play.left()}"


@situation(G, "a server that holds the output: the end comes at once all the same")
def _(play):
    process = play.start(["sh", "-c", "sleep 600 & exit 5"])
    return f"exits with {process.finish()}"


@situation(G, "whoever still holds the output is named", right="named")
def _(play):
    process = play.start(["sh", "-c", "sleep 600 & exit 5"])
    process.finish()
    return "named" if "sleep 600" in process.err else "not named"


@situation(G, "a server with an output of its own is not spoken of")
def _(play):
    process = play.start(["sh", "-c", SERVER])
    process.finish()
    return process.err or "silent"


@situation(G, "orphans leave no zombies while the command goes on")
def _(play):
    process = play.start([*PYTHON, ORPHANS + "\ntime.sleep(30)"])
    process.ready()
    time.sleep(0.3)
    mine = [state for parent, _, state in processes().values() if parent == process.pid]
    return "zombies" if "Z" in mine else "none"


ORPHANS = """
import os, time
for _ in range(5):
    if os.fork() == 0:
        if os.fork(): os._exit(0)
        time.sleep(0.2); os._exit(3)
    os.wait()
time.sleep(0.6)
zombies = 0
for pid in filter(str.isdigit, os.listdir("/proc")):
    try: zombies += open(f"/proc/{pid}/stat").read().rsplit(") ", 1)[1][0] == "Z"
    except OSError: pass
print("ready", flush=True)
"""


@situation(G, "a child that the caller's shell had before is no child of the command's")
def _(play):
    from play import Process
    words = " ".join(play.wrapper.argv([], None))
    process = Process(["sh", "-c", f"sleep 0.2 & exec {words} sh -c 'sleep 0.5; exit 5'"])
    return f"exits with {process.finish()}"


# -- Process 1

G = "As process 1"
INIT = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]


def first(process):
    """The process 1 of the namespace, as it is numbered here."""
    for _ in range(500):
        below = [pid for pid, (parent, _, _) in processes().items() if parent == process.pid]
        if below:
            return below[0]
        time.sleep(0.01)
    return None


@situation(G, "the code", asks="root")
def _(play):
    return play.ends(["sh", "-c", "exit 5"], before=INIT)


@situation(G, "SIGTERM ends a command that does not catch it", right="exits with 143", asks="root")
def _(play):
    process = play.start(["sh", "-c", "echo ready; exec sleep 600"], before=INIT)
    process.ready()
    time.sleep(0.2)
    os.kill(first(process), signal.SIGTERM)
    end = time.monotonic() + 3
    while not process.ended() and time.monotonic() < end:
        process.pump(0.02)
    return f"exits with {process.finish()}" if process.ended() else "goes on"


@situation(G, "SIGTERM reaches a command that catches it, once", asks="root")
def _(play):
    process = play.start(listen(signal.SIGTERM), before=INIT)
    process.ready()
    os.kill(first(process), signal.SIGTERM)
    return got(process)


@situation(G, "orphans are reaped", right="0 zombies", asks="root")
def _(play):
    process = play.start([*PYTHON, ORPHANS + "\nprint(zombies, 'zombies')"], before=INIT)
    process.finish()
    return process.out.replace("ready", "").strip()


@situation(G, "the command ends, others live: the end comes at once", asks="root")
def _(play):
    return play.ends(["sh", "-c", "sleep 600 & sleep 600 & exit 5"], before=INIT)


# -- Time limits

G = "A time limit"


def limit(says, right):
    return situation(G, says, right, asks="limit")


for WORD, MEANS in (("1", "seconds"), (".5", "a fraction"), ("0.5s", "seconds"), ("0.01m", "minutes"),
                    ("0.0002h", "hours"), ("0.00001d", "days"), ("5e-1", "an exponent")):
    @limit(f"`{WORD}`: {MEANS}", "exits with 124")
    def _(play, word=WORD):
        return play.ends(["sleep", "60"], limit=word)

for WORD, MEANS in (("3", "not milliseconds"), ("0", "none"), ("inf", "none"), ("9999999999999999999999d", "no overflow")):
    @limit(f"`{WORD}`: {MEANS}", "exits with 5")
    def _(play, word=WORD):
        return play.ends(["sh", "-c", "sleep 0.4; exit 5"], limit=word)

for WORD in ("5x", "-1", "''", "1 s", "nan"):
    @limit(f"`{WORD}` is refused, and nothing is started", "refused")
    def _(play, word=WORD):
        process = play.start(["sh", "-c", f"touch {play.folder}/started"], limit="" if word == "''" else word)
        end = process.finish()
        return "refused" if end in (2, 125) and not os.path.exists(f"{play.folder}/started") else f"exits with {end}"


@limit("the command ends in time: its code", "exits with 5")
def _(play):
    return play.ends(["sh", "-c", "exit 5"], limit="60")


@limit("it gets SIGTERM, and exits with 0: still 124", "got: SIGTERM, exits with 124")
def _(play):
    process = play.start(listen(signal.SIGTERM), limit="1")
    return got(process)


for WORD, NAME in (("INT", "SIGINT"), ("SIGUSR1", "SIGUSR1"), ("10", "SIGUSR1"), ("RTMIN+1", "35"), ("rtmax", "SIGRTMAX")):
    @limit(f"--signal {WORD}", f"got: {NAME}, exits with 124")
    def _(play, word=WORD, name=NAME):
        number = int(name) if name.isdigit() else getattr(signal, name)
        return got(play.start(listen(number), limit={"at": "1", "signal": word}))


@limit("the command ignores SIGTERM: --kill-after ends it", "ended, nobody is left")
def _(play):
    end = play.start(["sh", "-c", "trap '' TERM; sleep 600; :"], limit={"at": "0.5", "kill_after": "0.5"}).finish()
    return f"{'ended' if end in (124, 137) else end}, {play.left()}"


@limit("the command is stopped (SIGSTOP)", "exits with 124")
def _(play):
    return play.ends(["sh", "-c", "kill -STOP $$; :"], limit="0.5")


for SAYS, SCRIPT, KILL_AFTER in (
        ("a child of the command", "sleep 600 & sleep 600; :", None),
        ("a child with a group and a session of its own", "setsid sleep 600 & sleep 600; :", None),
        ("a daemon: forked twice, another session", "(setsid sleep 600 &) ; sleep 600; :", None),
        ("a daemon without an environment", "(setsid env -i sleep 600 &) ; sleep 600; :", None),
        ("a child that is stopped", "sleep 600 & kill -STOP $!; sleep 600; :", None),
        ("a daemon that ignores SIGTERM", "(trap '' TERM; setsid sleep 600 &) ; sleep 600; :", "0.5"),
        ("children that fork and end faster than anybody looks",
         "trap '' TERM; f() { (sleep 0.01; f) & }; f; f; f; sleep 600", "0.5"),
        ("two hundred children", "i=0; while [ $i -lt 200 ]; do sleep 600 & i=$((i+1)); done; sleep 600; :", None)):
    @limit(f"{SAYS} is ended too" if "children" not in SAYS else f"{SAYS} are ended too", "ended, nobody is left")
    def _(play, script=SCRIPT, kill_after=KILL_AFTER):
        end = play.start(["sh", "-c", script], limit={"at": "1", "kill_after": kill_after}).finish()
        return f"{'ended' if end in (124, 137) else end}, {play.left()}"


@limit("a daemon holds the output: its reader sees the end", "exits with 124, sees it")
def _(play):
    process = play.start(["sh", "-c", "(setsid sleep 600 &) ; sleep 600; :"], limit="0.5")
    over = process.finish()
    end = time.monotonic() + 3
    while process.open and time.monotonic() < end:
        process.pump(0.02)
    return f"exits with {over}, {'sees it' if not process.open else 'waits on'}"


@limit("a neighbour in the caller's group is left alone", "exits with 124, left: sleep")
def _(play):
    from play import Process
    words = " ".join(play.wrapper.argv([], {"at": "0.5"}))
    end = Process(["sh", "-c", f"sleep 600 & {words} sleep 600; exit $?"]).finish()
    return f"exits with {end}, {play.left()}"


@limit("a child that the caller's shell had before is left alone", "exits with 124, left: sleep")
def _(play):
    from play import Process
    words = " ".join(play.wrapper.argv([], {"at": "0.5"}))
    end = Process(["sh", "-c", f"sleep 600 & exec {words} sh -c 'sleep 500; :'"]).finish()
    return f"exits with {end}, {play.left()}"


@limit("one within another: the shorter limit counts, and nobody is left", "exits with 124, nobody is left")
def _(play):
    inner = play.wrapper.argv(["sleep", "600"], {"at": "0.5"})
    return f"{play.ends(inner, limit='60')}, {play.left()}"


@limit("one within another: the outer ends the inner and its command", "exits with 124, nobody is left")
def _(play):
    inner = play.wrapper.argv(["sleep", "600"], {"at": "60"})
    return f"{play.ends(inner, limit='0.5')}, {play.left()}"


@limit("SIGALRM is blocked and ignored by the caller", "exits with 124")
def _(play):
    return play.ends(["sleep", "60"], limit="0.5", prepare=state(ignored=[signal.SIGALRM], blocked=[signal.SIGALRM]))


@limit("SIGCHLD is blocked and ignored by the caller", "exits with 124")
def _(play):
    return play.ends(["sleep", "60"], limit="0.5", prepare=state(ignored=[signal.SIGCHLD], blocked=[signal.SIGCHLD]))


@limit("the caller ignores SIGTERM, and so the command: --kill-after ends it", "ended")
def _(play):
    end = play.start(["sleep", "60"], limit={"at": "0.5", "kill_after": "0.5"},
                     prepare=state(ignored=[signal.SIGTERM])).finish()
    return "ended" if end in (124, 137) else f"{end}"


@limit("as process 1, nobody is left", "exits with 124")
def _(play):
    return play.ends(["sh", "-c", "(setsid sleep 600 &) ; sleep 600; :"], limit="0.5", before=INIT)


@limit("as process 1, where /proc is of another namespace: nobody else is hit", "exits with 124, left: sleep")
def _(play):
    from play import Process
    Process(["sleep", "500"])
    process = play.start(["sleep", "600"], limit="0.5", before=["unshare", "--pid", "--fork", "--kill-child"])
    end = process.finish()
    return f"exits with {end}, {play.left()}"


@limit("the command reads the terminal as before, started by a script", "exits with 5")
def _(play):
    words = play.wrapper.argv(READ, {"at": "60"})
    shell_play = type("Plain", (), {"wrapper": type("None", (), {"argv": staticmethod(lambda c, _: c)})})
    terminal = Terminal(shell_play, words, job="script")
    terminal.ready()
    terminal.type("hello\n")
    return terminal.report()


@limit("the limit of a job that Ctrl-Z has stopped", "stopped by SIGTSTP, exits with 124")
def _(play):
    words = play.wrapper.argv(["sh", "-c", "echo ready; exec sleep 600"], {"at": "1.5"})
    shell_play = type("Plain", (), {"wrapper": type("None", (), {"argv": staticmethod(lambda c, _: c)})})
    terminal = Terminal(shell_play, words)
    terminal.ready()
    terminal.type("\x1a")
    stopped = terminal.report()
    time.sleep(2)
    terminal.order("fg")
    return f"{stopped}, {terminal.report()}"


@limit("SIGTERM in time, which the command catches: its code, not 124", "got: SIGTERM, exits with 5")
def _(play):
    process = play.start(listen(signal.SIGTERM), limit="60")
    process.ready()
    process.kill(signal.SIGTERM)
    return got(process)


# -- What run alone has

G = "What `run` alone has"


def own(says, right):
    return situation(G, says, right, asks="explain" if says.startswith("--explain") else "run")


def ending(status):
    return f"killed by {signal.Signals(os.WTERMSIG(status)).name}" if os.WIFSIGNALED(status) else f"exits with {code(status)}"


for NAME in ("SIGTERM", "SIGKILL", "SIGSEGV"):
    @own(f"--propagate: the command dies of {NAME}, and so does run", f"killed by {NAME}")
    def _(play, number=getattr(signal, NAME)):
        process = play.start(["bash", "-c", f"kill -{int(number)} $$"], limit={"at": "60", "more": ["--propagate"]},
                             prepare=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)))
        process.finish()
        return ending(process.status)


@own("--new-group: the command leads a group of its own, and what is sent to run reaches all of it",
     "its own group, exits with 143, nobody is left")
def _(play):
    process = play.start(["sh", "-c", "echo $$ $(cut -d' ' -f5 /proc/$$/stat); sleep 600 & echo ready; wait"],
                         limit={"at": "60", "more": ["--new-group"]})
    process.ready()
    process.kill(signal.SIGTERM)
    end = process.finish()
    pid, group = process.out.split()[:2]
    return f"{'its own group' if pid == group else 'another group'}, exits with {end}, {play.left()}"


IGNORES = ["sh", "-c", "trap '' TERM INT; echo ready; sleep 600; sleep 600"]


@own("its time is up, it ignores SIGTERM, and somebody has no patience: SIGINT to run ends it at once",
     "exits with 124, nobody is left")
def _(play):
    process = play.start(IGNORES, limit={"at": "0.5", "kill_after": "300"})
    process.ready()
    process.until(lambda: "the time is up" in process.err)
    process.kill(signal.SIGINT)
    return f"exits with {process.finish()}, {play.left()}"


@own("--kill-after 0: SIGKILL never comes", "goes on")
def _(play):
    process = play.start(IGNORES, limit={"at": "0.5", "kill_after": "0"})
    process.ready()
    process.until(lambda: "the time is up" in process.err)
    time.sleep(3)
    return f"exits with {process.finish()}" if process.ended() else "goes on"


@own("what it did is said: who got which signal, after which time", "said")
def _(play):
    process = play.start(["sh", "-c", "sleep 600 & sleep 600; :"], limit="0.5")
    process.finish()
    words = "penstock: run: the time is up after 0.5: SIGTERM to 'sh' and 2 below it"
    return "said" if process.err.strip() == words else process.err


@own("-C and -e", "/usr b=c")
def _(play):
    return " ".join(play.output(["sh", "-c", "pwd; echo $A"],
                                limit={"at": "0", "more": ["-C", "/usr", "-e", "A=1", "--env=A=b=c"]}).split())


def java(play, script):
    """The environment with a java of our own, which plays a part for the one who explains."""
    path = f"{play.folder}/jdk/bin/java"
    os.makedirs(os.path.dirname(path))
    with open(f"{play.folder}/jdk/release", "w", encoding="ascii") as file:
        file.write('JAVA_VERSION="17.0.1"\n')
    with open(path, "w", encoding="ascii") as file:
        file.write(f"#!/bin/sh\n{script}\n")
    os.chmod(path, 0o755)
    return Entries([*os.environ.items(), ("PENSTOCK_JAVA", path)])


def explained(play, script, command, at, stdin=None):
    process = play.start(command, limit={"at": at, "more": ["--explain"]}, env=java(play, script), stdin=stdin)
    return process, process.finish()


@own("--explain: it is explained before the first signal, and the words come first",
     "the pids of sleep and sh, first the explanation, exits with 124, nobody is left")
def _(play):
    process, end = explained(play, "for word; do case $word in [0-9]*) tr '\\0' ' ' </proc/$word/cmdline; esac; done",
                             ["sh", "-c", "sleep 600 & sleep 600; :"], "1")
    lines = process.err
    first = "first the explanation" if 0 <= lines.find("sh -c") < lines.find("the time is up") else lines
    both = "the pids of sleep and sh" if lines.count("sleep 600 ") >= 2 and "sh -c" in lines else lines
    return f"{both}, {first}, exits with {end}, {play.left()}"


@own("--explain by --report: what is told, and the kernel's view of everybody, are kept, also where the one who explains hangs",
     "inspect.txt begun, kernel.txt of 2, exits with 124, nobody is left")
def _(play):
    folder = f"{play.folder}/report"
    process = play.start(["sh", "-c", "sleep 600 & sleep 600 3<&- & wait"], env=java(play, "echo begun; sleep 600"),
                         limit={"at": "1", "more": ["--report", folder]})
    end = process.finish()
    with open(f"{folder}/inspect.txt", encoding="utf-8") as file:
        begun = "begun" if "begun" in file.read() else "empty"
    with open(f"{folder}/kernel.txt", encoding="utf-8") as file:
        sleepers = file.read().count("Name:\tsleep\n")
    return f"inspect.txt {begun}, kernel.txt of {sleepers}, exits with {end}, {play.left()}"


@own("--explain by --report: a file is there instead of a folder: nothing is started", "exits with 125, says ENOTDIR")
def _(play):
    path = f"{play.folder}/file"
    with open(path, "w", encoding="ascii"):
        pass
    process = play.start(["sh", "-c", "echo started"], limit={"at": "9", "more": ["--report", path]})
    end = process.finish()
    return f"exits with {end}, {'says ENOTDIR' if 'ENOTDIR' in process.err else process.err}"


@own("--explain: the command ends in time: nothing is said", "exits with 5, silent")
def _(play):
    process, end = explained(play, "echo explanation", ["sh", "-c", "sleep 1.5; exit 5"], "2.5")
    return f"exits with {end}, {process.err or 'silent'}"


@own("--explain: the one who explains hangs: it ends two seconds late", "given up, exits with 124, nobody is left")
def _(play):
    process, end = explained(play, "sleep 600", ["sleep", "600"], "1")
    return f"{'given up' if 'given up' in process.err else process.err}, exits with {end}, {play.left()}"


@own("--explain: the one who explains fails: it ends in time", "exits with 124, nobody is left")
def _(play):
    _, end = explained(play, "exit 1", ["sleep", "600"], "1")
    return f"exits with {end}, {play.left()}"


@own("--explain: nobody reads standard error: it ends all the same", "exits with 124, nobody is left")
def _(play):
    process = play.start(["sleep", "600"], limit={"at": "1", "more": ["--explain"]}, env=java(play, "seq 100000"))
    process.open.clear()  # nothing is read from now on
    return f"exits with {process.finish()}, {play.left()}"


@own("--explain under `ulimit -v`, where no JVM starts: it ends in time", "exits with 124, nobody is left")
def _(play):
    size = 64 << 20
    end = play.start(["sleep", "600"], limit={"at": "1", "more": ["--explain"]},
                     prepare=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))).finish()
    return f"exits with {end}, {play.left()}"
