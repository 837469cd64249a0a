"""A house to attack and clients to attack it with: what every trial of this folder stands on.

House is that of tests/e2e with eyes on its store and memory. Visitor is a browser's worth of cookies that sends no header which a trial did not
ask for, so that each of them can be forged or left out.
"""
import contextlib
import http.client
import json
import os
import pathlib
import re
import socket
import sqlite3
import sys
import time
import urllib.parse

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests/e2e"))
import house  # noqa: E402

PASSWORD = house.PASSWORD
PATIENCE = int(os.environ.get("PATIENCE", "1"))  # how many times slower and larger a sanitizer makes the program
ROLES = ("member", "bureau", "technical_team", "elected", "admin")


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.body)

    def header(self, name):
        """All fields of that name as one list."""
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())


class House(house.House):
    """A house with an admin, whose store and memory can be looked into while it serves. Logs everything."""

    def __init__(self, program, **settings):
        super().__init__(program, **{"log.level": "debug", "policy.roles": TOP / "config/roles.toml", **settings})
        self.database_file = self.data / "hemicycle.db"

    def start(self, *arguments):
        self.user("admin@example.org", "admin")
        return super().start(*arguments)

    def resident_kib(self):
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{self.process.pid}/status").read_text()).group(1))

    def rows(self, statement, *parameters):
        with contextlib.closing(sqlite3.connect(f"file:{self.database_file}?mode=ro", uri=True)) as db:
            return db.execute(statement, parameters).fetchall()

    def settle(self):
        """Until every event has reached the plugins that react to it."""
        house.until(lambda: self.rows("SELECT COUNT(*) FROM hmc_delivery") == [(0,)], "the events are delivered")

    def dump(self):
        """Every row of every table once no event is on its way any more, without when a session was last seen."""
        self.settle()
        out = {}
        for (table,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"):
            columns = [row[1] for row in self.rows(f"PRAGMA table_info({table})") if (table, row[1]) != ("hmc_session", "seen_ns")]
            out[table] = sorted(self.rows(f"SELECT {', '.join(columns)} FROM {table}"), key=repr)
        return out

    def raw(self, data, seconds=10.0):
        """Sends the bytes as they are and reads until the house closes or falls silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as wire:
            out = b""
            try:
                wire.sendall(data)
            except OSError:
                pass  # refused before it was all sent: the answer is there to read
            try:
                while piece := wire.recv(65536):
                    out += piece
            except (TimeoutError, ConnectionResetError):
                pass
            return out


class Visitor:
    """One browser: cookies and the token of its forms."""

    def __init__(self, house, host=None):
        self.house, self.cookies, self.account = house, {}, ""
        self.host = host or f"127.0.0.1:{house.port}"

    def send(self, method, target, body=None, headers=()):
        wire = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=60)
        try:
            wire.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            sent = {"Host": self.host}
            if self.cookies:
                sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            if body is not None:
                body = body if isinstance(body, bytes) else body.encode()
                sent["Content-Length"] = str(len(body))
            sent.update(dict(headers))
            for name, value in sent.items():
                if value is not None:
                    wire.putheader(name, value.encode() if isinstance(value, str) else value)
            wire.endheaders(body)
            got = wire.getresponse()
            answer = Answer(got.status, got.getheaders(), got.read())
        finally:
            wire.close()
        for key, value in answer.headers:
            if key.lower() == "set-cookie":
                name, _, rest = value.partition("=")
                if re.search(r"max-age=0\b", value, re.I):
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = rest.split(";")[0]
        return answer

    def get(self, target, headers=()):
        return self.send("GET", target, headers=headers)

    def token(self):
        return self.get("/api/v1/session").json["csrf"]

    def call(self, contract, payload=None, key=None, headers=()):
        """A command by the API, with the token."""
        fields = {"Content-Type": "application/json", "X-CSRF-Token": self.token()}
        if key:
            fields["Idempotency-Key"] = key
        fields.update(dict(headers))
        body = payload if isinstance(payload, bytes) else json.dumps(payload or {}).encode()
        return self.send("POST", "/api/v1/" + contract.replace(".", "/", 1), body, fields)

    def ask(self, contract, **fields):
        query = "?" + urllib.parse.urlencode(fields, doseq=True) if fields else ""
        return self.get("/api/v1/" + contract.replace(".", "/", 1) + query)

    def done(self, contract, payload=None, key=None):
        """A command that must succeed; its reply."""
        answer = self.call(contract, payload, key)
        if answer.status != 200:
            raise AssertionError(f"{contract}: {answer.status} {answer.text}")
        return answer.json

    def post(self, target, fields, headers=()):
        """A form as a browser sends it, with the token."""
        form = {"csrf": self.token(), **fields}
        sent = {"Content-Type": "application/x-www-form-urlencoded"}
        sent.update(dict(headers))
        return self.send("POST", target, urllib.parse.urlencode(form, doseq=True), sent)

    def sign_in(self, email, password=PASSWORD):
        self.account = self.done("accounts.sign_in", {"email": email, "password": password})["account"]
        return self


def people(house):
    """One signed-in person of each role and an inhabitant, by role; `lead` and `other` are two more members."""
    admin = Visitor(house).sign_in("admin@example.org")
    out = {"visitor": Visitor(house), "admin": admin}
    wanted = {role: [role] for role in ROLES if role != "admin"} | {"inhabitant": [], "lead": ["member"], "other": ["member"]}
    for name, roles in wanted.items():
        email = f"{name.replace('_', '.')}@example.org"
        admin.done("accounts.add", {"email": email, "name": name.replace("_", " ").title(), "roles": roles, "password": PASSWORD})
        out[name] = Visitor(house).sign_in(email)
    return out


def check(condition, sentence):
    if not condition:
        raise AssertionError(sentence)


def run(trials, last=True):
    """Runs every trial, one line each; ends the program with 1 when one failed, and with 0 after the `last`."""
    failures = []
    begun = time.monotonic()
    for name, trial in trials:
        try:
            said = trial()
            print(f"ok    {name}" + (f": {said}" if said else ""), flush=True)
        except AssertionError as error:
            failures.append(name)
            print(f"FAIL  {name}: {error}", flush=True)
    print(f"{len(trials)} trials, {len(failures)} failed, {time.monotonic() - begun:.1f} s")
    if failures or last:
        sys.exit(1 if failures else 0)
