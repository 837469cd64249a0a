"""Live pages, over a socket as a browser's EventSource reads them: told of a change, caught up after an absence, ended with the server.

The page is that of the guestbook among the examples: test_live.py PROGRAM EXAMPLES"""
import pathlib
import re
import socket
import sys
import time
import unittest
import urllib.parse

from house import DEADLINE, Client, House

PROGRAM = EXAMPLES = None
PAGE = "/livre-d-or"


class Reader:
    """One that watches a page."""

    def __init__(self, house, path=PAGE, last_seen=None, cookies=None):
        host = urllib.parse.urlsplit(house.url)
        self.socket = socket.create_connection((host.hostname, host.port), timeout=DEADLINE)
        lines = [f"GET {path} HTTP/1.1", f"Host: {host.netloc}", "Accept: text/event-stream"]
        lines += [f"Last-Event-ID: {last_seen}"] if last_seen else []
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        while self.file.readline().strip():
            pass

    def event(self):
        """(name, id) of the next one; None when the stream has ended."""
        said = {}
        while line := self.file.readline():
            if line == b"\n" and "event" in said:
                return said["event"], said["id"]
            name, _, value = line.decode().strip().partition(":")
            if name:
                said[name] = value.strip()
        return None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.socket.close()


def version(page):
    return re.search(r'data-live="([^"]+)"', page.text)[1]


class Live(unittest.TestCase):
    def setUp(self):
        plugins = f"{pathlib.Path(PROGRAM).resolve().parents[1] / 'plugins'},{EXAMPLES}"
        self.house = House(PROGRAM, **{"plugins.path": plugins})
        self.house.__enter__()
        self.addCleanup(self.house.__exit__)
        self.house.user("marie@example.org")
        self.marie = Client(self.house).sign_in("marie@example.org")

    def sign(self, text):
        self.assertEqual(self.marie.post_form("/livre-d-or/signer", {"text": text}).status, 303)

    def test_readers_are_told_within_a_second_and_find_the_change(self):
        with Reader(self.house) as reader:
            page = Client(self.house).get(PAGE, status=200)
            self.assertEqual(reader.event(), ("state", version(page)))
            begun = time.monotonic()
            self.sign("Bonne séance à toutes et tous")
            name, told = reader.event()
            self.assertLess(time.monotonic() - begun, 1)
            self.assertEqual(name, "changed")
            page = Client(self.house).get(PAGE, status=200)
            self.assertIn("Bonne séance", page.text)
            self.assertEqual(version(page), told)

    def test_what_was_missed_is_told_at_once(self):
        with Reader(self.house) as reader:
            _, seen = reader.event()
        with Reader(self.house, last_seen=seen) as reader:
            self.assertEqual(reader.event(), ("state", seen))
        self.sign("Écrit pendant une absence")
        with Reader(self.house, last_seen=seen) as reader:
            self.assertEqual(reader.event()[0], "changed")

    def test_a_page_without_the_mark_is_a_page_and_no_stream(self):
        answer = Client(self.house).get("/travaux", {"Accept": "text/event-stream"})
        self.assertTrue(answer.headers["Content-Type"].startswith("text/html"))
        self.assertNotIn("data-live", answer.text)

    def test_without_script_the_page_asks_again_by_itself(self):
        page = Client(self.house).get(PAGE, status=200).text
        self.assertIn('<noscript><meta http-equiv="refresh" content="30"></noscript>', page)
        script = re.search(r'src="(/assets/kernel/live\.[^"]+\.js)"', page)[1]
        answer = Client(self.house).get(script, status=200)
        self.assertIn("javascript", answer.headers["Content-Type"])
        self.assertLessEqual(len(answer.body), 2048)

    def test_a_reload_of_the_plugin_brings_readers_back_to_the_new_page(self):
        with Reader(self.house) as reader:
            _, seen = reader.event()
            code, _, err = self.house.cli("plugin", "reload", "guestbook")
            self.assertEqual((code, err), (0, ""))
            while reader.event():  # a change may be told before the end
                pass
        with Reader(self.house, last_seen=seen) as reader:
            self.assertEqual(reader.event()[0], "changed")

    def test_the_server_stops_at_once_with_readers_connected(self):
        with Reader(self.house) as reader:
            reader.event()
            begun = time.monotonic()
            self.assertEqual(self.house.stop(), 0)
            self.assertLess(time.monotonic() - begun, 8, "well before the ten seconds of grace")
            self.assertIsNone(reader.event())


if __name__ == "__main__":
    EXAMPLES = sys.argv.pop()
    PROGRAM = sys.argv.pop()
    unittest.main(verbosity=2)
