"""Plays one situation: starts a command behind a wrapper, and says what became of it."""

import ctypes
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time

PATIENCE = 20  # seconds after which something that should have happened is said not to happen
PR_SET_CHILD_SUBREAPER = 36
LIBC = ctypes.CDLL(None, use_errno=True)


class Wrapper:
    """A program that is put before a command, and its words for a time limit."""

    def __init__(self, name, words, limited=None):
        self.name, self.words, self.limited = name, words, limited

    def argv(self, command, limit):
        if limit is None:
            return [*self.words, *command]
        return [*self.limited(**limit), *command]


def timeout_words(at, signal=None, kill_after=None, **_):
    return ["timeout", *(["-s", signal] if signal else []), *(["-k", kill_after] if kill_after else []), at]


def run_words(program, *first):
    def words(at, signal=None, kill_after=None, more=()):
        return [program, "run", *first, "--timeout", at, *(["--signal", signal] if signal else []),
                *(["--kill-after", kill_after] if kill_after else []), *more, "--"]
    return words


CUT = ["--max-line", "1MiB"]  # its output passes through a JVM


def wrappers(penstock):
    return [Wrapper("none", []),
            Wrapper("run", [penstock, "run", "--"], run_words(penstock)),
            Wrapper("run --max-line", [penstock, "run", *CUT, "--"], run_words(penstock, *CUT)),
            Wrapper("timeout", ["timeout", "600"], timeout_words),
            Wrapper("tini", ["tini", "-s", "--"]),
            Wrapper("env", ["env"])]


def code(status):
    """A wait status as a shell's $? has it."""
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)


class Entries:
    """An environment with the entries as they are given, names that occur twice included."""

    def __init__(self, entries):
        self.entries = [tuple(os.fsencode(part) for part in entry) for entry in entries]

    def __len__(self):
        return len(self.entries)

    def __getitem__(self, name):
        return dict(self.entries)[name]

    def keys(self):
        return [name for name, _ in self.entries]

    def values(self):
        return [value for _, value in self.entries]


def execute(argv, env):
    """As a shell does it: 127 for what is not there, 126 for what cannot be executed."""
    path = shutil.which(argv[0]) or argv[0]
    try:
        os.execve(path, argv, env)
    except FileNotFoundError:
        os._exit(127)
    except OSError as error:
        if error.errno == 8:  # ENOEXEC
            os.execve("/bin/sh", ["sh", path, *argv[1:]], env)
        os._exit(126)


class Process:
    """A child whose output comes through pipes. `prepare` is done in it before its exec."""

    def __init__(self, argv, prepare=None, env=None, stdin=None):
        env = Entries(os.environ.items()) if env is None else env
        (out, out_end), (err, err_end) = os.pipe(), os.pipe()
        source = os.open("/dev/null", os.O_RDONLY) if stdin is None else os.dup(stdin)
        self.pid = os.fork()
        if self.pid == 0:
            try:
                # Away from 0, 1 and 2 first, where one of them may be.
                ends = [os.dup(os.dup(os.dup(end))) for end in (source, out_end, err_end)]
                for fd, end in enumerate(ends):
                    os.dup2(end, fd)
                os.closerange(3, 256)
                for number in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGINT):
                    signal.signal(number, signal.SIG_DFL)
                if prepare:
                    prepare()
                execute(argv, env)
            except BaseException as error:
                os.write(2, f"cannot prepare: {error!r}\n".encode())
            finally:
                os._exit(99)
        for fd in (source, out_end, err_end):
            os.close(fd)
        self.fds = {out: b"", err: b""}
        self.out_fd, self.err_fd = out, err
        self.open = {out, err}
        self.status = None

    @property
    def out(self):
        return self.fds[self.out_fd].decode("utf-8", "backslashreplace")

    @property
    def err(self):
        return self.fds[self.err_fd].decode("utf-8", "backslashreplace")

    def pump(self, wait):
        if not self.open:
            time.sleep(wait)
            return
        for fd in select.select(list(self.open), [], [], wait)[0]:
            piece = os.read(fd, 1 << 16)
            self.fds[fd] += piece
            if not piece:
                self.open.discard(fd)

    def until(self, done):
        """Reads until done() is true; whether it became so."""
        end = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > end:
                return False
            self.pump(0.01)
        return True

    def ready(self, word="ready"):
        if not self.until(lambda: word in self.out or self.ended()) or word not in self.out:
            raise Unready(f"not ready: {self.out!r} {self.err!r}")

    def ended(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
        return self.status is not None

    def finish(self):
        """Waits for its end, not for its output's; the code, or that it hangs."""
        if not self.until(self.ended):
            return "hangs"
        for _ in range(3):
            self.pump(0.01)
        return code(self.status)

    def drained(self):
        """Whether both outputs come to their end."""
        return self.until(lambda: not self.open)

    def kill(self, number):
        os.kill(self.pid, number)


class Unready(Exception):
    pass


class Play:
    """What a situation has in its hands: one wrapper, a folder, and the processes that it starts."""

    def __init__(self, wrapper):
        self.wrapper = wrapper
        self.folder = tempfile.mkdtemp(prefix="situation-")

    def start(self, command, limit=None, before=(), **more):
        """`limit`: a time, or a dict of at, signal, kill_after, more; `before`: words before the wrapper."""
        if isinstance(limit, str):
            limit = {"at": limit}
        return Process([*before, *self.wrapper.argv(list(command), limit)], **more)

    def output(self, command, **more):
        """Its output, and its code where that is not 0."""
        process = self.start(command, **more)
        end = process.finish()
        if end == "hangs":
            return end
        return process.out + (f"exits with {end}\n" if end else "") + (
            f"says {process.err.strip()}\n" if end and not process.out else "")

    def ends(self, command, **more):
        """Its code alone."""
        return f"exits with {self.start(command, **more).finish()}"

    def left(self):
        """The commands of what is still alive below this process; those that are dying have a moment."""
        end = time.monotonic() + 0.5
        while True:
            alive = [name for _, name in descendants()]
            if not alive or time.monotonic() > end:
                return "left: " + " ".join(sorted(set(alive))) if alive else "nobody is left"
            time.sleep(0.02)

    def close(self):
        while True:
            for pid, _ in descendants():
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            try:
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            except ChildProcessError:
                break
            time.sleep(0.01)
        shutil.rmtree(self.folder, ignore_errors=True)


def adopt():
    """From now on orphans of what this process starts come to it, where `left` finds them."""
    LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def processes():
    """pid: (parent, name, state) of all."""
    found = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", "rb") as file:
                    name, rest = file.read().split(b"(", 1)[1].rsplit(b")", 1)
            except OSError:
                continue
            state, parent = rest.split()[:2]
            found[int(entry)] = (int(parent), name.decode(errors="replace"), state.decode())
    return found


def descendants(of=None):
    """(pid, name) of those alive below a process, this one if none is given."""
    everybody, below = processes(), {of or os.getpid()}
    while True:
        more = {pid for pid, (parent, _, _) in everybody.items() if parent in below} - below
        if not more:
            break
        below |= more
    below.discard(of or os.getpid())
    return [(pid, everybody[pid][1]) for pid in sorted(below) if everybody[pid][2] not in "ZX"]
