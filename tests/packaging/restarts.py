"""R14: graceful restarts under load with the listening socket kept lose no request, and do none twice.

    restarts.py PROGRAM          10 restarts
    restarts.py PROGRAM --full   200
"""
import argparse
import contextlib
import http.client
import json
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

from service import Service, house

REFERRAL = {"title": "Une question pour le conseil", "question": "Que devient une demande pendant un redémarrage ?", "themes": ["democratie"], "contact": "Direction"}
DRAIN = 10.0


class Visitor(threading.Thread):
    """Asks one thing after the other on a connection that it keeps, as long as the server keeps it. Whatever is not a good answer is a lost request."""

    def __init__(self, port, asked, pause=0.0):
        super().__init__(daemon=True)
        self.port, self.asked, self.pause = port, asked, pause
        self.good, self.lost, self.longest, self.ending = 0, [], 0.0, threading.Event()

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DRAIN + 20)
        while not self.ending.is_set():
            begun = time.monotonic()
            try:
                connection.request(*self.asked())
                answer = connection.getresponse()
                body = answer.read()
                if answer.status == 200:
                    self.good += 1
                else:
                    self.lost.append(f"{answer.status} {body[:200]!r}")
            except (OSError, http.client.HTTPException) as error:
                self.lost.append(repr(error))
                connection.close()
            self.longest = max(self.longest, time.monotonic() - begun)
            self.ending.wait(self.pause)
        connection.close()


def reading(path):
    return lambda: ("GET", path, None, {"Accept": "text/html, application/json"})


def writing(client):
    token = client.csrf()
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    sent = {"Content-Type": "application/json", "Accept": "application/json", "Cookie": cookies, "X-CSRF-Token": token}
    return lambda: ("POST", "/api/v1/saisine/solicit", json.dumps(REFERRAL).encode(), sent)


def restart(service):
    """As a service manager does it: the old one is told to end, and the new one starts when it is gone. How long nobody accepted."""
    begun = time.monotonic()
    code = service.stop()
    drained = time.monotonic() - begun
    assert code == 0, f"a graceful stop ended with {code}:\n" + service.log.read_text(errors="replace")[-4000:]
    assert drained < DRAIN + 2, f"the stop took {drained:.1f} s, not {DRAIN:.0f}"
    service.start()
    return time.monotonic() - begun


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("program")
    arguments.add_argument("--full", action="store_true")
    options = arguments.parse_args()
    times = 200 if options.full else 10

    with Service(options.program) as service:
        service.user("elue@example.org", "elected")
        elected = house.Client(service).sign_in("elue@example.org")
        # The account was made by another process: its role is known here once the server has seen that.
        first = house.until(lambda: elected.api("POST", "saisine.solicit", REFERRAL).status == 200, "the elected person may write") and 1
        writers = [Visitor(service.port, writing(elected)) for _ in range(2)]
        readers = [Visitor(service.port, reading("/")) for _ in range(2)] + [Visitor(service.port, reading("/api/v1/publication/list")) for _ in range(2)]
        # One who comes back now and then: the server has nothing under way for him when it stops, and must not hang up on him.
        readers += [Visitor(service.port, reading("/"), pause=0.3) for _ in range(4)]
        crowd = None
        if shutil.which("wrk"):
            crowd = subprocess.Popen(["wrk", "-t1", "-c16", "-d3600s", "--timeout", "30s", service.url + "/"], stdout=subprocess.PIPE, text=True)
        gaps = []
        try:
            for each in writers + readers:
                each.start()
            for _ in range(times):
                before = [each.good for each in writers]
                house.until(lambda: all(each.good > was + 3 for each, was in zip(writers, before)), "the load gets answers between two restarts")
                gaps.append(restart(service))
        finally:
            for each in writers + readers:
                each.ending.set()
            for each in writers + readers:
                each.join(DRAIN + 30)
            if crowd:
                crowd.send_signal(signal.SIGINT)
                counted = crowd.communicate(timeout=60)[0]
        good, lost = sum(each.good for each in writers + readers), [line for each in writers + readers for line in each.lost]
        assert not lost, f"{len(lost)} requests of {good} were lost in {times} restarts, among them {lost[:5]}"
        if crowd:
            assert "Socket errors" not in counted and "Non-2xx" not in counted, "the crowd lost requests:\n" + counted
        # A command that was acknowledged is there once, and no other is.
        acknowledged = sum(each.good for each in writers)
        with contextlib.closing(sqlite3.connect(f"file:{service.database}?mode=ro", uri=True)) as store:
            (filed,) = store.execute("SELECT COUNT(*) FROM hmc_event WHERE type = 'saisine.submitted'").fetchone()
        assert filed == acknowledged + first, f"{acknowledged + first} commands were acknowledged and {filed} are in the journal"
        crowded = counted.split(" requests in")[0].split()[-1] if crowd else "0"
        print(f"{times} restarts, {good} requests of ours and {crowded} of the crowd's, none lost, {acknowledged} commands each once; "
              f"a restart took {sum(gaps) / times:.2f} s, at most {max(gaps):.2f}; the longest wait for an answer {max(e.longest for e in writers + readers):.2f} s")


main()
