"""A house with the villain in it (tests/faults/villain), in the isolation that a trial asks for, and what the trials of it share."""
import os
import pathlib
import shutil
import sqlite3
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from house import Client, House, until  # noqa: E402

# A call's budget from the web (kernel/core/request.hpp), and what a busy machine may add to end it.
BUDGET, GRACE = 10.0, 5.0


def house_with_villain(program, isolation, **settings):
    """Not started. The accounts stand beside it, in the server: the part of the house that must not feel anything."""
    house = House(program, serve=False, **{"plugins.isolation_of": f"accounts=in_process,villain={isolation}", **settings})
    plugins = house.folder / "plugins"
    plugins.mkdir()
    shutil.copytree(pathlib.Path(program).parent.parent / "plugins/accounts", plugins / "accounts")
    shutil.copytree(pathlib.Path(os.environ["FAULTY_PLUGINS"]) / "villain/villain", plugins / "villain")
    house.settings["plugins.path"] = str(plugins)
    return house


def rows(house, sql, *values):
    db = sqlite3.connect(house.database, timeout=1)
    try:
        return db.execute(sql, values).fetchall()
    finally:
        db.close()


def traces(house, how):
    return rows(house, "SELECT COUNT(*) FROM villain_trace WHERE how = ?", how)[0][0]


def log_of(house):
    return house.log.read_text(errors="replace")


def sanitized(house):
    """A build with sanitizers says at the start of a worker that it has neither the filter nor the limit of memory: those walls are not there to try."""
    return "build with sanitizers" in log_of(house)


def evil(house, how, where=None, kind="POST", verb="evil"):
    """(answer, seconds) of one evil, as a visitor asks for it."""
    value = {"how": how, **({"where": str(where)} if where else {})}
    begun = time.monotonic()
    answer = Client(house).api(kind, f"villain.{verb}", value)
    return answer, time.monotonic() - begun


def behaves(house):
    return Client(house).api("POST", "villain.act", {"how": "behave"}).status == 200


def worker_of(house):
    """The process id of the worker: a child of the server's, named so by the worker itself."""
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            name, _, rest = (entry / "stat").read_text().partition("(")[2].rpartition(")")
        except OSError:
            continue
        if int(rest.split()[1]) == house.process.pid and name == "hmc:villain":
            return int(entry.name)
    return None


def check_rest_stands(house, after):
    """The server lives, the other plugin answers, and the villain is back once its restart is due."""
    assert house.process.poll() is None, f"{after}: the server ended with {house.process.poll()}\n{log_of(house)[-3000:]}"
    visitor = Client(house)
    visitor.get("/connexion", status=200)
    assert visitor.get("/readyz").status == 200, f"{after}: /readyz"
    until(lambda: behaves(house), f"{after}: the villain serves again", 60)


class Meter:
    """Reads one page of another plugin again and again; `p99` in seconds."""

    def __init__(self, house, path="/connexion"):
        self.house, self.path, self.times = house, path, []

    def read(self, count):
        visitor = Client(self.house)
        for _ in range(count):
            begun = time.perf_counter()
            visitor.get(self.path, status=200)
            self.times.append(time.perf_counter() - begun)
        return self

    @property
    def p99(self):
        return sorted(self.times)[int(len(self.times) * 0.99)]

    @property
    def median(self):
        return sorted(self.times)[len(self.times) // 2]


class InBackground:
    """`with InBackground(deed) as done:` runs the deed meanwhile; done.value is what it gave, once the block has ended."""

    def __init__(self, deed):
        self.value, self.error = None, None
        self.thread = threading.Thread(target=self._run, args=(deed,))

    def _run(self, deed):
        try:
            self.value = deed()
        except BaseException as error:  # told by the thread that waits
            self.error = error

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.thread.join()
        if self.error:
            raise self.error
