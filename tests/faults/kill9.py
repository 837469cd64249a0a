"""R1: the server is killed at random instants under 50 writers; what it acknowledged is there once, and it serves again within 2 s.

    kill9.py HEMICYCLE [KILLS]

SIGINT ends a long trial early: what was done until then is judged and told.
"""
import json
import os
import pathlib
import random
import signal
import sqlite3
import statistics
import sys
import threading
import time
import http.client

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from house import Client, House, ROOT, until  # noqa: E402

WRITERS = 50
SERVING_AGAIN_S = float(os.environ.get("SERVING_AGAIN_S", "2"))


class Writer(threading.Thread):
    """Posts comments one after the other, each under a key of its own; one that got no answer is sent again under the same key."""

    def __init__(self, number, house, article, cookies, csrf, stop):
        super().__init__(daemon=True)
        self.number, self.house, self.article, self.stop = number, house, article, stop
        self.headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items()), "X-CSRF-Token": csrf, "Content-Type": "application/json"}
        self.acknowledged, self.refused, self.cut, self.error = [], [], 0, None

    def run(self):
        try:
            count = 0
            while not self.stop.is_set():
                self.post(f"comment {self.number}-{count} of the trial")
                count += 1
        except Exception as error:  # told to the main thread, which fails the trial
            self.error = error

    def post(self, text):
        body = json.dumps({"article": self.article, "text": text})
        while not self.stop.is_set():
            sent = False
            connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=10)
            try:
                connection.request("POST", "/api/v1/comments/submit", body, {**self.headers, "Idempotency-Key": text})
                sent = True
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                self.cut += sent  # sent and not answered: the kill came in between, and nobody knows what it left
                self.stop.wait(0.02)
                continue
            finally:
                connection.close()
            if answer.status == 200:
                return self.acknowledged.append(text)
            if answer.status not in (429, 503):
                self.refused.append((answer.status, text))
                return None
            self.stop.wait(0.005)


def trial(program, kills):
    chance = random.Random(20260408)
    with House(program, **{"web.page_cache": "false", "bus.mailbox": "1024"}) as house:
        code, _, err = house.cli("import", str(ROOT / "config/demo/items.json"))
        assert code == 0, f"the import failed: {err}"
        house.user("voisine@example.org")
        client = Client(house).sign_in("voisine@example.org")
        with sqlite3.connect(house.database) as db:
            article = db.execute("SELECT article FROM comments_thread WHERE closed_at IS NULL ORDER BY opened_at DESC").fetchone()[0]
        token = client.csrf()
        stop = threading.Event()
        writers = [Writer(n, house, article, client.cookies, token, stop) for n in range(WRITERS)]
        for writer in writers:
            writer.start()

        def acknowledged():
            return sum(len(writer.acknowledged) for writer in writers)

        again, enough = [], threading.Event()
        signal.signal(signal.SIGINT, lambda *_: enough.set())
        while len(again) < kills and not enough.is_set():
            before = acknowledged()
            until(lambda: acknowledged() > before + WRITERS, "the writers are heard")
            stop.wait(chance.uniform(0.0, 0.15))
            house.kill()
            begun = time.monotonic()
            house.start()
            Client(house).get("/readyz", status=200)
            again.append(time.monotonic() - begun)
        before = acknowledged()
        until(lambda: acknowledged() > before + WRITERS, "the writers are heard at the end")
        stop.set()
        for writer in writers:
            writer.join()
        house.kill()

        errors = [writer.error for writer in writers if writer.error]
        refused = [one for writer in writers for one in writer.refused]
        cut = sum(writer.cut for writer in writers)
        texts = [text for writer in writers for text in writer.acknowledged]
        with sqlite3.connect(house.database) as db:
            kept = {}
            for (text,) in db.execute("SELECT text FROM comments_comment"):
                kept[text] = kept.get(text, 0) + 1
            lost = [text for text in texts if text not in kept]
            doubled = [text for text, count in kept.items() if count > 1]
            integrity = db.execute("PRAGMA integrity_check").fetchone()[0]
            events, ids, comments = db.execute("SELECT COUNT(*), COUNT(DISTINCT id), COUNT(DISTINCT payload) FROM hmc_event "
                                               "WHERE type = 'comments.submitted'").fetchone()
            rows = sum(kept.values())
        print(f"{len(again)} kills, {len(texts)} acknowledged, {cut} cut off and sent again, {len(lost)} lost, {len(doubled)} doubled, integrity {integrity}; "
              f"serving again: median {statistics.median(again):.3f} s, longest {max(again):.3f} s")
        assert not errors, errors[0]
        assert not refused, f"refused: {refused[:3]}"
        assert not lost, f"acknowledged and lost: {lost[:5]}"
        assert not doubled, f"twice in the store: {doubled[:5]}"
        assert integrity == "ok", integrity
        assert events == ids == comments == rows, f"{rows} comments, {events} events, {ids} ids, {comments} payloads: not one event for each comment"
        assert cut > 0, "no request was ever cut: the kills hit nobody, the trial is blind"
        assert max(again) <= SERVING_AGAIN_S, f"took {max(again):.2f} s to serve again"


if __name__ == "__main__":
    trial(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20)
