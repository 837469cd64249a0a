"""A reaction that always fails becomes a dead letter after its tries; the operator lists, retries and drops it.

The waits between the tries (81 s in all) are skipped by moving the due time in the store while nobody serves; kernel/core's own tests turn the clock."""
import json
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from villain_house import house_with_villain, rows, traces  # noqa: E402

MOST_ATTEMPTS = 10  # kernel/core/deliveries.hpp


def letters(house):
    code, out, err = house.cli("--json", "dead-letters", "list")
    assert code == 0, err
    return json.loads(out)


def let_time_pass(house):
    """Everything that waits is due now; one more start of the house tries it once."""
    db = sqlite3.connect(house.database)
    db.execute("UPDATE hmc_delivery SET due_ns = 0 WHERE due_ns IS NOT NULL")
    db.commit()
    db.close()
    house.call("villain.act", how="behave")


def give_up(house):
    house.call("villain.provoke")
    tried = 1
    while (waiting := rows(house, "SELECT attempts FROM hmc_delivery")):
        # A slow machine may fit two tries into one start; each try counts once, and none comes after the tenth.
        assert tried <= waiting[0][0] < MOST_ATTEMPTS, f"after start {tried}: {waiting}"
        assert tried < MOST_ATTEMPTS, "it is never given up"
        let_time_pass(house)
        tried += 1
    found = letters(house)
    assert len(found) == 1, found
    return found[0]


def main(program):
    with house_with_villain(program, "in_process") as house:
        letter = give_up(house)
        assert (letter["kind"], letter["consumer"], letter["type"]) == ("event", "villain", "villain.provoked"), letter
        assert letter["attempts"] == MOST_ATTEMPTS and "not_pardoned" in letter["problem"], letter
        code, out, _ = house.cli("dead-letters", "list")
        assert code == 0 and "villain.provoked for villain: conflict not_pardoned" in out, out

        # Retried, it is no dead letter any more; it takes effect once the fault is gone.
        assert house.cli("dead-letters", "retry", letter["id"])[0] == 0
        assert letters(house) == []
        house.call("villain.pardon")
        let_time_pass(house)
        assert traces(house, "reaction") == 1 and letters(house) == [], "a retried letter takes effect once"
        let_time_pass(house)
        assert traces(house, "reaction") == 1, "it took effect twice"

        db = sqlite3.connect(house.database)
        db.execute("DELETE FROM villain_trace")
        db.commit()
        db.close()
        other = give_up(house)
        assert house.cli("dead-letters", "drop", other["id"])[0] == 0
        assert letters(house) == []
        house.call("villain.pardon")
        let_time_pass(house)
        assert traces(house, "reaction") == 0, "a dropped letter took effect"
        code, _, err = house.cli("dead-letters", "drop", other["id"])
        assert code == 4 and f"no dead letter {other['id']}" in err, f"exit {code}: {err}"


if __name__ == "__main__":
    main(sys.argv[1])
