"""`hemicycle plugin dev`: what is saved is served a moment later, what does not compile changes nothing, Ctrl-C leaves nothing behind.

    dev.py BUILD_FOLDER
"""
import pathlib
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from house import free_port, until  # noqa: E402
from prefix import Prefix, environment, run  # noqa: E402

PATIENCE_S = 180


class Dev:
    """The command at work; its lines as they come."""

    def __init__(self, prefix, sources):
        self.port = free_port()
        self.lines, self.seen = queue.Queue(), []
        self.process = subprocess.Popen(
            [prefix.program, "--set", f"web.port={self.port}", "--set", "web.rate_limits=false", "plugin", "dev", sources], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, env=environment())
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line)

    def says(self, what):
        """The next line that holds `what`; those before it are kept for the failure's text."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            try:
                line = self.lines.get(timeout=0.2)
            except queue.Empty:
                assert self.process.poll() is None, "it ended:\n" + "".join(self.seen)
                continue
            self.seen.append(line)
            if what in line:
                return line
        raise AssertionError(f"{what!r} was not said:\n" + "".join(self.seen[-60:]))

    def page(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""  # not serving at this moment

    def shows(self, path, text):
        until(lambda: text in self.page(path), f"{path} shows {text!r}\n" + "".join(self.seen[-30:]), PATIENCE_S)


def replace(file, old, new):
    text = file.read_text()
    assert old in text, f"{file.name} no longer holds {old!r}: change this test with the template"
    file.write_text(text.replace(old, new))


def processes_of(prefix):
    found = []
    for folder in pathlib.Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and (folder / "exe").readlink().is_relative_to(prefix.path):
                found.append(int(folder.name))
        except OSError:
            continue  # ended meanwhile
    return found


with Prefix(sys.argv[1]) as prefix:
    assert "no folder" in run(prefix.program, "plugin", "dev", prefix.folder / "nowhere", code=4)
    assert "plugin.json" in run(prefix.program, "plugin", "dev", prefix.folder, code=78)

    run(prefix.program, "plugin", "new", "visits", "--into", prefix.folder)
    sources = prefix.folder / "visits"
    dev = Dev(prefix, sources)
    try:
        dev.says("visits: built in")
        dev.says("visits: serving")
        dev.shows("/visits", "La liste est vide.")
        print("ok: it builds and serves")

        replace(sources / "locales/fr.po", "La liste est vide.", "Rien encore.")
        dev.says("visits: changed: locales/fr.po")
        dev.says("visits: reloaded")  # and not: started again
        dev.shows("/visits", "Rien encore.")
        print("ok: a word that was changed is shown")

        replace(sources / "src/visits.cpp", "visits::ListReply reply;", "visits::NoSuchReply reply;")
        dev.says("NoSuchReply")
        dev.says("visits: not built")
        dev.shows("/visits", "Rien encore.")
        print("ok: what does not compile is told, and what was there goes on serving")

        replace(sources / "src/visits.cpp", "visits::NoSuchReply reply;",
                'visits::ListReply reply{.entries = {{.id = "1", .title = "Une visite", .added = "2026-04-08T14:00:00Z"}}};')
        dev.says("visits: reloaded")
        dev.shows("/visits", "Une visite")
        print("ok: code that was changed answers")

        (sources / "views/part.mustache").write_text("<p>Une partie</p>\n")
        replace(sources / "views/list.mustache", "<ol>", "{{>part}}\n<ol>")
        dev.shows("/visits", "Une partie")
        print("ok: a file that was added is taken")
    finally:
        dev.process.send_signal(signal.SIGINT)
        try:
            code = dev.process.wait(30)
        except subprocess.TimeoutExpired:
            dev.process.kill()
            raise AssertionError("Ctrl-C does not end it:\n" + "".join(dev.seen[-30:])) from None
    assert code == 0, f"Ctrl-C: exit code {code}\n" + "".join(dev.seen[-30:])
    until(lambda: not processes_of(prefix), "nothing of it runs any more", 10)
    print("ok: Ctrl-C ends all")
