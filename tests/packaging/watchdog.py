"""What the service manager hears: ready once it serves, alive while the lanes answer and only then, reload and stop."""
import contextlib
import signal
import sqlite3
import sys
import time

from service import Service, house

WATCHDOG = 2.0  # seconds; a word is due four times in it


def silence(service, seconds):
    """Whether the server says nothing for that time; what it said before the question is passed over."""
    while service.said():
        pass
    return not service.said(seconds)


def main(program):
    with Service(program, {"WATCHDOG_USEC": str(int(WATCHDOG * 1_000_000))}) as service:
        answer = house.Client(service).get("/")
        assert answer.status == 200, "ready was said before it served"
        begun = time.monotonic()
        for _ in range(3):
            service.hear("WATCHDOG=1", WATCHDOG)
        print(f"three signs of life within {time.monotonic() - begun:.1f} s")

        # A store held by another stops the command lane: pages are still read, and the manager must know that nothing is written any more.
        with contextlib.closing(sqlite3.connect(service.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            house.until(lambda: silence(service, WATCHDOG), "the watchdog hears nothing while the command lane is held up", 3 * WATCHDOG)
            assert house.Client(service).get("/").status == 200
            other.execute("ROLLBACK")
        service.hear("WATCHDOG=1", 3 * WATCHDOG)
        print("silent while the command lane is held up, back when it is free")

        service.reload()
        service.hear("RELOADING=1")
        service.hear("READY=1")
        assert house.Client(service).get("/").status == 200
        service.process.send_signal(signal.SIGTERM)
        service.hear("STOPPING=1")
        assert service.process.wait(house.DEADLINE) == 0
        service.process.stdout.close()
        service.process = None
        print("says that it reloads and that it stops")


main(sys.argv[1])
