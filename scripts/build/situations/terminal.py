"""A terminal with a shell that has job control, played on a pseudo terminal."""

import fcntl
import os
import select
import signal
import struct
import termios
import time

from play import PATIENCE, Entries, Unready, code, execute


class Terminal:
    """One job behind the wrapper: in the foreground, in the background, or in the shell's own group."""

    def __init__(self, play, command, job="foreground"):
        self.master, slave = os.openpty()
        self.orders, orders_in = self.pipe()
        reports, self.reports_in = os.pipe()
        self.reports, self.text, self.shown = reports, b"", b""
        argv = play.wrapper.argv(list(command), None)
        self.shell = os.fork()
        if self.shell == 0:
            try:
                os.close(self.master)
                os.close(self.orders)
                shell(slave, argv, job, orders_in, self.reports_in)
            finally:
                os._exit(0)
        for fd in (slave, orders_in, self.reports_in):
            os.close(fd)

    @staticmethod
    def pipe():
        out, into = os.pipe()
        return into, out

    def type(self, text):
        os.write(self.master, text.encode())

    def order(self, word):
        os.write(self.orders, word.encode() + b"\n")

    def size(self, rows, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def hang_up(self):
        os.close(self.master)
        self.master = None

    def pump(self):
        fds = [fd for fd in (self.master, self.reports) if fd is not None]
        for fd in select.select(fds, [], [], 0.02)[0]:
            try:
                piece = os.read(fd, 4096)
            except OSError:  # EIO: nobody has the other side open
                piece = b""
            if fd == self.reports:
                self.text += piece
            else:
                self.shown += piece

    def until(self, done):
        end = time.monotonic() + PATIENCE / 2
        while not done():
            if time.monotonic() > end:
                return False
            self.pump()
        return True

    def ready(self, word="ready"):
        if not self.until(lambda: word.encode() in self.shown):
            raise Unready(f"not ready: {self.shown!r}, {self.text!r}")

    def report(self):
        """The next thing that the shell learns of its job: `stopped by ...`, `exits with ...`."""
        if not self.until(lambda: b"\n" in self.text):
            return "nothing happens"
        line, self.text = self.text.split(b"\n", 1)
        return line.decode()

    def quiet(self, seconds=0.4):
        """What the shell learns within a moment, if anything."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and b"\n" not in self.text:
            self.pump()
        return self.report() if b"\n" in self.text else "goes on"


def shell(slave, argv, job, orders, reports):
    """What a shell does for one job: a group of its own, the terminal, and a look at how it fares."""
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    pid = os.fork()
    if pid == 0:
        for fd in range(3):
            os.dup2(slave, fd)
        if job != "script":
            os.setpgid(0, 0)
        if job == "foreground":
            os.tcsetpgrp(0, os.getpgrp())
        os.closerange(3, 256)
        for number in (signal.SIGTTOU, signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP,
                       signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        execute(argv, Entries(os.environ.items()))
    buffer = b""
    while True:
        seen, status = os.waitpid(pid, os.WNOHANG | os.WUNTRACED | os.WCONTINUED)
        if seen and os.WIFSTOPPED(status):
            if job != "script":
                os.tcsetpgrp(slave, os.getpgrp())
            os.write(reports, f"stopped by {signal.Signals(os.WSTOPSIG(status)).name}\n".encode())
        elif seen and not os.WIFCONTINUED(status):
            os.write(reports, f"exits with {code(status)}\n".encode())
            while os.read(orders, 100):  # until the other side is done
                pass
            return
        if select.select([orders], [], [], 0.01)[0]:
            piece = os.read(orders, 100)
            if not piece:
                return
            buffer += piece
            while b"\n" in buffer:
                word, buffer = buffer.split(b"\n", 1)
                if word == b"fg":
                    os.tcsetpgrp(slave, pid)
                    os.kill(-pid, signal.SIGCONT)
                elif word.startswith(b"group "):
                    os.kill(-pid, int(word[6:]))
                else:
                    os.kill(pid, int(word))
