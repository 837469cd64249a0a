"""The house as a service manager runs it: this side opens the socket that listens, passes it on, and hears what the server says of itself."""
import os
import pathlib
import select
import signal
import socket
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests/e2e"))
import house  # noqa: E402

# Descriptor 3 and LISTEN_PID are the protocol's (sd_listen_fds(3)); only the child itself knows its number.
STARTER = 'export LISTEN_PID=$$; exec "$@" 3<&"$PASSED"-'


class Service(house.House):
    """A House on a socket of ours. `environment` is added to what the server gets, WATCHDOG_USEC for one."""

    def __init__(self, program, environment=None, **settings):
        super().__init__(program, **settings)
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = self.listening.getsockname()[1]
        del self.settings["web.port"]  # the socket's port is what counts
        self.url = f"http://127.0.0.1:{self.port}"
        self.ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ear.bind(str(self.folder / "notify"))
        self.extra = environment or {}

    def __exit__(self, *_):
        try:
            super().__exit__()
        finally:
            self.listening.close()
            self.ear.close()

    def start(self, *arguments):
        """Starts; returns once the server says that it is ready. Never prints its address: nobody reads it."""
        passed = os.dup(self.listening.fileno())
        environment = {**self.environment, **self.extra, "NOTIFY_SOCKET": str(self.folder / "notify"), "LISTEN_FDS": "1", "PASSED": str(passed)}
        try:
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(["bash", "-c", STARTER, "bash", *self.command("serve", *arguments)], stdout=subprocess.PIPE, stderr=log,
                                                pass_fds=(passed,), env=environment)
        finally:
            os.close(passed)
        self.hear("READY=1")
        return self

    def said(self, seconds=0.0):
        """The next thing that the server says within that time; empty when it is silent."""
        if not select.select([self.ear], [], [], seconds)[0]:
            return ""
        return self.ear.recv(4096).decode()

    def hear(self, wanted, deadline=house.DEADLINE):
        """Waits until the server says `wanted`; everything that it said on the way."""
        end, heard = time.monotonic() + deadline, []
        while time.monotonic() < end:
            assert self.process.poll() is None or wanted == "STOPPING=1", "the server ended:\n" + self.log.read_text(errors="replace")[-4000:]
            word = self.said(0.1)
            if word:
                heard.append(word)
            if word.startswith(wanted):
                return heard
        raise AssertionError(f"never said {wanted}, only {heard}:\n" + self.log.read_text(errors="replace")[-4000:])

    def reload(self):
        self.process.send_signal(signal.SIGHUP)
