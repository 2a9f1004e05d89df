"""A terminal that exists in memory: a program runs in it, is typed to, and its screen is read."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

import pyte

PATIENCE = 20

ESCAPE = "\x1b"

KEYS = {
    "<Esc>": ESCAPE,
    "<CR>": "\r",
    "<C-n>": "\x0e",
}


class Terminal:
    """A program in a terminal. It is killed when the `with` ends."""

    def __init__(self, command, rows=40, columns=110):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.status = None
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.execv(command[0], command)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.status is None:
            os.kill(self.child, signal.SIGKILL)
            os.waitpid(self.child, 0)
        os.close(self.terminal)

    def type(self, keys):
        """Types text; a key such as Escape is written `<Esc>`."""
        for name, sent in KEYS.items():
            keys = keys.replace(name, sent)
        for stroke in keys.replace(ESCAPE, ESCAPE + "\0").split("\0"):
            os.write(self.terminal, stroke.encode())
            if stroke.endswith(ESCAPE):
                # What comes right behind an Escape would be taken for one key with it.
                time.sleep(0.1)

    def read(self, seconds=0.1):
        """Brings the screen up to date with what comes within some time. Says whether the program is still there."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return True
        try:
            self.stream.feed(os.read(self.terminal, 65536))
        except OSError:
            return False
        return True

    def reads(self, words, seconds):
        """Reads until some words are on the screen, or for so long."""
        end = time.monotonic() + seconds
        while words not in self.text() and time.monotonic() < end:
            self.read()

    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display)

    def until(self, done, what):
        """Waits until the screen is as wanted."""
        end = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > end or not self.read():
                raise AssertionError(f"waited in vain for {what}; the screen:\n{self.text()}")

    def shows(self, words):
        """Waits until some words are on the screen, wherever its lines are broken."""
        self.until(lambda: words in self.text() or words in " ".join(self.text().split()), f"`{words}`")

    def hides(self, words):
        """Waits until some words are no longer on the screen."""
        self.until(lambda: words not in self.text(), f"`{words}` to go")

    def ends(self):
        """Waits until the program ends, and gives its exit code."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.read(0.05)
            child, status = os.waitpid(self.child, os.WNOHANG)
            if child:
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
        raise AssertionError(f"it does not end; the screen:\n{self.text()}")
