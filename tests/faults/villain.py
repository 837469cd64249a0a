"""A villain among the plugins (tests/faults/villain): each misdeed is refused or contained, in the server and outside it; what it wrote before is
kept or not as the rule says, and R9: killed inside its transaction, it leaves nothing and no lock."""
import json
import sqlite3
import sys
import time

from villain_house import Client, house_with_villain, rows, traces, until

OK, DENIED, INTERNAL = 0, 2, 8

# The host refuses with this status, and the villain's own work goes on.
REFUSED = {"behave": OK, "other_thread": INTERNAL, "kept_token": INTERNAL, "foreign_table": DENIED, "kernel_table": DENIED, "define": DENIED,
           "transaction": DENIED, "undeclared_event": DENIED, "foreign_event": DENIED, "undeclared_role": DENIED, "undeclared_query": INTERNAL,
           "own_command": INTERNAL, "session": DENIED}
# The call itself fails as a bug of the plugin, and nothing of it is kept; the operator reads why in the log.
CONTAINED = {"throw": "threw an exception across the boundary", "throw_nothing_known": "threw an exception across the boundary",
             "silent": "without a reply", "other_status": "returned another status than it replied", "impossible_status": "without a reply"}


def check_misdeeds(house):
    visitor = Client(house)
    visitor.api("POST", "villain.act", {"how": "behave"})  # the token of this call is the one that "kept_token" tries later
    events = rows(house, "SELECT COUNT(*) FROM hmc_event")
    for how, status in REFUSED.items():
        before = traces(house, how)
        answer = visitor.api("POST", "villain.act", {"how": how})
        assert answer.status == 200, f"{how}: {answer.status} {answer.text}"
        assert answer.json == {"status": status}, f"{how}: the host said {answer.json}, not {status}"
        assert traces(house, how) == before + 1, f"{how}: the villain's own row was not kept, or more than that was"
    for how, phrase in CONTAINED.items():
        answer = visitor.api("POST", "villain.act", {"how": how})
        assert answer.status == 500, f"{how}: {answer.status} {answer.text}"
        assert phrase not in answer.text, f"{how}: the visitor reads what is for the operator: {answer.text}"
        assert phrase in house.log.read_text(errors="replace"), f"{how}: the log does not say {phrase!r}"
        assert traces(house, how) == 0, f"{how}: what it wrote was kept"
    answer = visitor.api("POST", "villain.act", {"how": "twice"})
    assert (answer.status, answer.json) == (200, {"status": 1}), f"twice: the first reply counts: {answer.text}"
    look = visitor.api("GET", "villain.look")
    assert look.json == {"status": DENIED} and traces(house, "look") == 0, f"a query wrote: {look.text}"
    assert rows(house, "SELECT COUNT(*) FROM hmc_event") == events, "a misdeed left an event"
    assert rows(house, "SELECT COUNT(*) FROM hmc_grant") == [(0,)], "a misdeed left a grant"
    assert visitor.get("/readyz").status == 200


def check_command_line(house):
    for how, (code, word) in {"throw": (1, "internal"), "behave": (0, '"status"')}.items():
        got, out, err = house.cli("call", "villain.act", json.dumps({"how": how}))
        assert got == code and word in out + err, f"call {how}: exit {got}\n{out}{err}"


def check_killed_inside_its_transaction(house):
    visitor = Client(house)
    try:
        answer = visitor.api("POST", "villain.act", {"how": "crash"})
        raise AssertionError(f"the crash was answered: {answer.status}")
    except (OSError, EOFError):
        pass
    code = until(lambda: house.process.poll(), "the crash took the process")
    assert code in (-11, 1, 66), f"ended with {code}, not by signal 11 (nor by a sanitizer that caught it)"
    begun = time.monotonic()
    db = sqlite3.connect(house.database, timeout=1, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    free = time.monotonic() - begun
    assert db.execute("SELECT COUNT(*) FROM villain_trace WHERE how = 'crash'").fetchone() == (0,), "the crashed transaction was kept"
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.execute("ROLLBACK")
    db.close()
    assert free < 1, f"the write lock was free after {free:.2f} s only"
    house.kill()
    begun = time.monotonic()
    house.start()
    assert Client(house).api("POST", "villain.act", {"how": "behave"}).status == 200
    print(f"killed inside its transaction: lock free after {free * 1000:.0f} ms, acting again {time.monotonic() - begun:.2f} s after the restart")


def main(program):
    for isolation in ("worker", "sandboxed"):
        with house_with_villain(program, isolation) as house:
            house.start()
            check_misdeeds(house)
    with house_with_villain(program, "in_process") as house:
        house.start()
        check_misdeeds(house)
        check_killed_inside_its_transaction(house)
        assert house.stop() == 0
        check_command_line(house)
    print(f"{len(REFUSED) - 1} misdeeds refused, {len(CONTAINED) + 2} contained")


if __name__ == "__main__":
    main(sys.argv[1])
