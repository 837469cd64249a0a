"""A plugin is replaced while people work: nothing fails, nothing is lost or doubled, the old library goes. acceptance.md R14's neighbour (issue 3 §3).

    reload.py PROGRAM [--full]     20 reloads; 200 with --full
"""
import os
import pathlib
import re
import shutil
import sqlite3
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from house import Client, House, until  # noqa: E402

PLUGIN = "guestbook"
EXAMPLES = pathlib.Path(os.environ["GOOD_PLUGINS"])
RELOADS = 200 if "--full" in sys.argv else 20


def place(house, isolation):
    """The guestbook beside the house's own plugins, in a folder that the test may write."""
    folder = house.folder / "plugins"
    shutil.copytree(EXAMPLES / PLUGIN, folder / PLUGIN)
    own = pathlib.Path(house.program).resolve().parent.parent / "plugins"
    house.settings["plugins.path"] = f"{own},{folder}"
    house.settings["plugins.isolation_of"] = f"{PLUGIN}={isolation}"
    return folder / PLUGIN


def new_version(folder, number):
    """Another library of the same length: its contract says another version. Written beside and renamed, as an installer does."""
    library = folder / f"{PLUGIN}.so"
    changed = re.sub(rb'("version":\s*"1\.0\.)\d', lambda found: found.group(1) + str(number % 10).encode(), library.read_bytes())
    fresh = library.with_suffix(".new")
    fresh.write_bytes(changed)
    fresh.rename(library)


def mapped(house):
    """Generations of the library that the server has in memory."""
    maps = pathlib.Path(f"/proc/{house.process.pid}/maps").read_text()
    return {line.split("memfd:")[1].split()[0] for line in maps.splitlines() if f"memfd:{PLUGIN}.so" in line and " r-xp " in line}


class Load:
    """Two readers and two writers until told to stop; what each was answered."""

    def __init__(self, house):
        self.house, self.over = house, threading.Event()
        self.failures, self.read, self.signed = [], 0, []
        self.threads = [threading.Thread(target=work, args=(number,)) for number in range(2) for work in (self.reader, self.writer)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def reader(self, _):
        client = Client(self.house)
        while not self.over.is_set():
            answer = client.get(f"/livre-d-or?n={self.read}")
            self.read += 1
            if answer.status != 200:
                self.failures.append(f"GET answered {answer.status}")

    def writer(self, number):
        client, count = Client(self.house).sign_in(f"writer{number}@example.org"), 0
        while not self.over.is_set():
            count += 1
            text = f"line {number}-{count}"
            answer = client.api("POST", f"{PLUGIN}.sign", {"text": text})
            if answer.status == 200:
                self.signed.append(text)
            else:
                self.failures.append(f"POST answered {answer.status}: {answer.text[:200]}")


def replaced_under_load(program, isolation):
    with House(program, serve=False) as house:
        folder = place(house, isolation)
        for number in range(2):
            house.user(f"writer{number}@example.org", "member")
        house.start()
        with Load(house) as load:
            for number in range(1, RELOADS + 1):
                new_version(folder, number)
                code, out, err = house.cli("plugin", "reload", PLUGIN)
                assert code == 0, f"reload {number} exited {code}: {out}{err}"
        assert not load.failures, f"{len(load.failures)} requests failed, the first: {load.failures[0]}"
        kept = sorted(row[0] for row in sqlite3.connect(house.database).execute(f"SELECT text FROM {PLUGIN}_entry"))
        assert kept == sorted(load.signed), f"{len(load.signed)} were acknowledged, {len(kept)} are there"
        if isolation == "in_process":
            until(lambda: len(mapped(house)) <= 1, f"old libraries are still mapped: {mapped(house)}")
        print(f"{isolation}: {RELOADS} reloads, {load.read} pages and {len(load.signed)} commands, 0 failed, 0 lost, 0 doubled")


def failing_generation_leaves_the_old(program):
    with House(program, serve=False) as house:
        folder = place(house, "worker")
        house.start()
        good = (folder / f"{PLUGIN}.so").read_bytes()
        view = folder / "views/list.mustache"
        words = view.read_text()

        def refused(what):
            code, out, err = house.cli("plugin", "reload", PLUGIN)
            assert code != 0, f"{what}: the reload was accepted"
            assert f"{PLUGIN} stays as it was: " in err, f"{what}: no sentence says why: {out}{err}"
            assert Client(house).get("/livre-d-or").status == 200, f"{what}: the old generation does not serve"

        (folder / f"{PLUGIN}.so").write_bytes(good[: len(good) // 2])
        refused("a library cut in half")
        (folder / f"{PLUGIN}.so").write_bytes(good)
        view.write_text("{{#open}}")
        refused("a view that does not close")
        view.write_text(words)
        (folder / "migrations/0002_wrong.sql").write_text("CREATE TABLE accounts_stolen (id TEXT);")
        refused("a migration that takes another's table")
        (folder / "migrations/0002_wrong.sql").unlink()
        code, out, err = house.cli("plugin", "reload", PLUGIN)
        assert code == 0, f"the mended plugin is not taken: {out}{err}"


if __name__ == "__main__":
    for mode in ("in_process", "worker", "sandboxed"):
        replaced_under_load(sys.argv[1], mode)
    failing_generation_leaves_the_old(sys.argv[1])
    print("a generation that fails leaves the old one serving")
