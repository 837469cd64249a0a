"""L5 and L6 over the whole house: what is too large is refused before it is all read, what is no HTTP is refused and the connection closed.

Written against sockets: no client library would send any of it."""
import json
import re
import socket
import sys
import threading
import time

from probe import PATIENCE, House, check, run

MIB = 1024 * 1024


def status(answer):
    found = re.match(rb"HTTP/1\.1 (\d{3})", answer)
    return int(found[1]) if found else 0


def answers(raw):
    """The statuses of everything that came back: two answers to one request would be a smuggled second one."""
    return [int(each) for each in re.findall(rb"HTTP/1\.1 (\d{3})", raw)]


class Wire:
    def __init__(self, house):
        self.house, self.host = house, f"Host: 127.0.0.1:{house.port}\r\n".encode()

    def head(self, first, *fields):
        return first + b"\r\n" + self.host + b"".join(each + b"\r\n" for each in fields) + b"\r\n"

    def refused(self, name, data, wanted):
        raw = self.house.raw(data)
        check(answers(raw)[:1] and answers(raw)[0] in wanted, f"{name}: {raw[:120]!r}, not {wanted}")
        check(len(answers(raw)) == 1, f"{name}: {len(answers(raw))} answers {answers(raw)}: the rest was read as a request")
        check(b"nosniff" in raw, f"{name}: the refusal is without its headers")

    def sizes(self):
        self.refused("a head over 16 KiB", self.head(b"GET / HTTP/1.1", b"X-Long: " + b"a" * 17_000), (431,))
        self.refused("10,000 fields", self.head(b"GET / HTTP/1.1", *[b"X-%d: a" % number for number in range(10_000)]), (431,))
        self.refused("101 fields", self.head(b"GET / HTTP/1.1", *[b"X-%d: a" % number for number in range(101)]), (431,))
        self.refused("a target of 64 KiB", self.head(b"GET /" + b"a" * 65_536 + b" HTTP/1.1"), (414,))
        self.refused("a body over the limit", self.head(b"POST /connexion HTTP/1.1", b"Content-Type: application/x-www-form-urlencoded", b"Content-Length: 2000000"), (413,))
        self.refused("a body of many gigabytes", self.head(b"POST /connexion HTTP/1.1", b"Content-Length: 99999999999"), (413,))
        self.refused("a length beyond 64 bits", self.head(b"POST /connexion HTTP/1.1", b"Content-Length: 99999999999999999999999"), (400, 413))
        self.refused("an upload by nobody", self.head(b"POST /travaux/nouveau HTTP/1.1", b"Content-Type: multipart/form-data; boundary=x", b"Content-Length: 5000000"), (413,))
        chunks = b"".join(b"10000\r\n" + b"a" * 65_536 + b"\r\n" for _ in range(40)) + b"0\r\n\r\n"
        self.refused("a chunked body over the limit", self.head(b"POST /connexion HTTP/1.1", b"Transfer-Encoding: chunked") + chunks, (413,))

    def not_read(self):
        """The answer comes when the head is there; the body is never waited for."""
        begun = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.house.port), timeout=10) as wire:
            wire.sendall(self.head(b"POST /connexion HTTP/1.1", b"Content-Length: 50000000"))
            check(status(wire.recv(4096)) == 413, "no 413 before the body")
        took = time.monotonic() - begun
        check(took < 2, f"the refusal took {took:.1f} s")
        with socket.create_connection(("127.0.0.1", self.house.port), timeout=10) as wire:
            wire.sendall(self.head(b"POST /connexion HTTP/1.1", b"Expect: 100-continue", b"Content-Length: 50000000"))
            check(status(wire.recv(4096)) == 413, "100 Continue for a body that is too large")

    def memory(self):
        """200 connections that send as much as they can: resident memory stays within 100 times the wire, and in fact far under."""
        before, sent = self.house.resident_kib(), []

        def push():
            with socket.create_connection(("127.0.0.1", self.house.port), timeout=10) as wire:
                size = 0
                try:
                    wire.sendall(self.head(b"POST /connexion HTTP/1.1", b"Content-Type: application/x-www-form-urlencoded", b"Content-Length: 1000000"))
                    for _ in range(15):
                        wire.sendall(b"a=" + b"%41" * 21_000 + b"&")
                        size += 63_003
                    sent.append(size)
                    wire.recv(4096)
                except OSError:
                    sent.append(size)

        threads = [threading.Thread(target=push) for _ in range(200)]
        for each in threads:
            each.start()
        most = before
        while any(each.is_alive() for each in threads):
            most = max(most, self.house.resident_kib())
            threads[0].join(0.02)
            threads = [each for each in threads if each.is_alive()] or threads[:1]
        wire = sum(sent) // 1024
        check(most - before < 100 * wire and most < 800 * 1024 * PATIENCE, f"{most - before} KiB for {wire} KiB of wire")
        return f"{wire} KiB sent, {most - before} KiB more resident at most"

    def strictness(self):
        form = b"Content-Type: application/x-www-form-urlencoded"
        smuggled = b"GET /nowhere HTTP/1.1\r\n" + self.host + b"\r\n"
        post = b"POST /connexion HTTP/1.1"
        cases = {
            "CL and TE": self.head(post, form, b"Content-Length: 5", b"Transfer-Encoding: chunked") + b"0\r\n\r\n" + smuggled,
            "TE and CL": self.head(post, form, b"Transfer-Encoding: chunked", b"Content-Length: 5") + b"0\r\n\r\n" + smuggled,
            "two lengths that differ": self.head(post, form, b"Content-Length: 0", b"Content-Length: 40") + smuggled,
            "two lengths that agree": self.head(post, form, b"Content-Length: 3", b"Content-Length: 3") + b"a=b" + smuggled,
            "a list of lengths": self.head(post, form, b"Content-Length: 3, 3") + b"a=b" + smuggled,
            "a signed length": self.head(post, form, b"Content-Length: +3") + b"a=b" + smuggled,
            "a negative length": self.head(post, form, b"Content-Length: -1") + smuggled,
            "a hexadecimal length": self.head(post, form, b"Content-Length: 0x3") + b"a=b" + smuggled,
            "xchunked": self.head(post, form, b"Transfer-Encoding: xchunked") + b"0\r\n\r\n" + smuggled,
            "chunked twice": self.head(post, form, b"Transfer-Encoding: chunked, chunked") + b"0\r\n\r\n" + smuggled,
            "two TE fields": self.head(post, form, b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity") + b"0\r\n\r\n" + smuggled,
            "TE with a tab": self.head(post, form, b"Transfer-Encoding:\x0bchunked") + b"0\r\n\r\n" + smuggled,
            "a chunk size that overflows": self.head(post, form, b"Transfer-Encoding: chunked") + b"FFFFFFFFFFFFFFFFF\r\na\r\n0\r\n\r\n" + smuggled,
            "a chunk size with a sign": self.head(post, form, b"Transfer-Encoding: chunked") + b"-1\r\na\r\n0\r\n\r\n" + smuggled,
            "a chunk ended by a bare LF": self.head(post, form, b"Transfer-Encoding: chunked") + b"1\na\r\n0\r\n\r\n" + smuggled,
            "obs-fold": self.head(b"GET / HTTP/1.1", b"X-A: b\r\n c") + smuggled,
            "a space before the colon": self.head(b"GET / HTTP/1.1", b"Content-Length : 3") + smuggled,
            "a field without a name": self.head(b"GET / HTTP/1.1", b": x") + smuggled,
            "NUL in a field": self.head(b"GET / HTTP/1.1", b"X-A: b\0c") + smuggled,
            "NUL in the target": self.head(b"GET /\0 HTTP/1.1") + smuggled,
            "an encoded NUL": self.head(b"GET /%00 HTTP/1.1", b"Connection: close"),
            "a bare LF": b"GET / HTTP/1.1\n" + self.host + b"\n" + smuggled,
            "a bare LF in a field": self.head(b"GET / HTTP/1.1", b"X-A: b\nTransfer-Encoding: chunked") + smuggled,
            "a bare CR": self.head(b"GET / HTTP/1.1", b"X-A: b\rX-B: c") + smuggled,
            "no Host": b"GET / HTTP/1.1\r\n\r\n" + smuggled,
            "two Hosts": self.head(b"GET / HTTP/1.1", b"Host: evil.example") + smuggled,
            "no version": b"GET /\r\n\r\n" + smuggled,
            "a version of its own": self.head(b"GET / HTTP/9.9") + smuggled,
            "two spaces": self.head(b"GET  / HTTP/1.1") + smuggled,
            "a target without a slash": self.head(b"GET travaux HTTP/1.1") + smuggled,
        }
        for name, data in cases.items():
            self.refused(name, data, (400, 501, 505))
        return f"{len(cases)} malformed requests, one refusal each"

    def words(self):
        """The refusal says what to do, in the language of the reader when the head could be read, else in the first of the house."""
        large = [b"Content-Type: application/x-www-form-urlencoded", b"Content-Length: 2000000"]
        told = {"413 in French": (self.head(b"POST /connexion HTTP/1.1", b"Accept-Language: fr", *large), 413, "Envoi trop volumineux"),
                "413 in English": (self.head(b"POST /connexion HTTP/1.1", b"Accept-Language: en-GB,fr;q=0.5", *large), 413, "Too much data"),
                "431": (self.head(b"GET / HTTP/1.1", b"Accept-Language: en", b"X-Long: " + b"a" * 17_000), 431, "En-têtes trop volumineux"),
                "414": (self.head(b"GET /" + b"a" * 65_536 + b" HTTP/1.1"), 414, "Adresse trop longue"),
                "400": (b"nonsense\r\n\r\n", 400, "Demande illisible")}
        for name, (data, wanted, title) in told.items():
            head, _, body = self.house.raw(data, 3).partition(b"\r\n\r\n")
            check(b"content-type: application/problem+json" in head.lower(), f"{name}: {head!r}")
            document = json.loads(body)
            check((document["status"], document["title"]) == (wanted, title), f"{name}: {document}")
            check(document["detail"] and document["code"], f"{name}: no word on what to do, or no code: {document}")
        return f"{len(told)} refusals"

    def upgrades(self):
        """h2c is not spoken: the preface is refused, and an upgrade is not answered by a switch."""
        preface = self.house.raw(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0", 3)
        check(status(preface) in (400, 405, 501, 505) and len(answers(preface)) == 1, f"the HTTP/2 preface: {preface[:80]!r}")
        for fields in ((b"Upgrade: h2c", b"Connection: Upgrade, HTTP2-Settings", b"HTTP2-Settings: AAMAAABkAAQAAP__"), (b"Upgrade: websocket", b"Connection: Upgrade")):
            raw = self.house.raw(self.head(b"GET / HTTP/1.1", *fields), 2)
            check(status(raw) != 101 and len(answers(raw)) == 1, f"{fields[0]!r}: {raw[:60]!r}")

    def pipelined(self):
        """Well-formed requests on one connection are answered in order, the last one as it asks: what a proxy in front relies on."""
        get = b"GET /livez HTTP/1.1\r\n" + self.host + b"\r\n"
        raw = self.house.raw(get * 20 + self.head(b"GET /nowhere HTTP/1.1", b"Connection: close"))
        check(answers(raw) == [200] * 20 + [404], f"pipelined: {answers(raw)}")
        raw = self.house.raw(self.head(b"POST /nowhere HTTP/1.1", b"Content-Type: application/x-www-form-urlencoded", b"Content-Length: %d" % len(get)) + get + self.head(b"GET /livez HTTP/1.1", b"Connection: close"))
        check(len(answers(raw)) == 2 and answers(raw)[1] == 200, f"a body that looks like a request: {answers(raw)}")

    def alive(self):
        check(status(self.house.raw(self.head(b"GET / HTTP/1.1", b"Connection: close"))) == 200, "the house does not serve any more")
        check(self.house.process.poll() is None, "the house is gone")


def main():
    with House(sys.argv[1]) as house:
        wire = Wire(house)
        run([("what is too large is refused by name", wire.sizes), ("a body that is too large is not waited for", wire.not_read), ("memory stays bounded", wire.memory),
             ("what is no HTTP is refused once and closed", wire.strictness), ("a refusal is told in the reader's language", wire.words), ("no upgrade", wire.upgrades), ("pipelined requests stay apart", wire.pipelined),
             ("the house still serves", wire.alive)])


if __name__ == "__main__":
    main()
