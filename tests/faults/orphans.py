"""No worker outlives its server, however the server ends: told to stop, or killed where it stands."""
import os
import pathlib
import shutil
import signal
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from house import House, until  # noqa: E402

GOOD = pathlib.Path(os.environ["GOOD_PLUGINS"])


def workers_of(house):
    """Process ids of its children that host a plugin, whatever namespace they are in."""
    own = pathlib.Path(f"/proc/{house.process.pid}/task")
    children = [int(pid) for task in own.glob("*/children") for pid in task.read_text().split()]
    return [pid for pid in children if "hemicycle-worker" in pathlib.Path(f"/proc/{pid}/cmdline").read_text()]


def runs(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def check(program, isolation, number):
    with House(program, serve=False, **{"plugins.isolation_of": f"hello_c={isolation}"}) as house:
        plugins = house.folder / "plugins"
        plugins.mkdir()
        shutil.copytree(pathlib.Path(program).parent.parent / "plugins/accounts", plugins / "accounts")
        shutil.copytree(GOOD / "hello_c", plugins / "hello_c")
        house.settings["plugins.path"] = str(plugins)
        house.start()
        workers = workers_of(house)
        assert workers, f"{isolation}: no worker runs; see {house.log.read_text(errors='replace')[-2000:]}"
        begun = time.monotonic()
        house.process.send_signal(number)
        house.process.wait(30)
        until(lambda: not any(map(runs, workers)), f"{isolation}: the workers end with their server", 5)
        print(f"{isolation}: after {signal.Signals(number).name} {len(workers)} workers were gone in {(time.monotonic() - begun) * 1000:.0f} ms")


def main():
    for isolation in ("worker", "sandboxed"):
        for number in (signal.SIGTERM, signal.SIGKILL):
            check(sys.argv[1], isolation, number)


main()
