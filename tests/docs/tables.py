"""The tables of the integrator's guide name what the contracts declare, and nothing else.

    tables.py SOURCE_FOLDER"""
import json
import re
import sys
from pathlib import Path


def rows(guide, heading):
    """The lines of the table under `heading`: the code words of each, in order."""
    table = guide.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    return [re.findall(r"`([^`]+)`", line) for line in table.split("\n")[2:]]


def slots(name, contract):
    return {f"{name}.{page['view']}.{slot}": fields for page in contract["pages"] for slot, fields in page.get("slots", {}).items()}


def main():
    source = Path(sys.argv[1])
    guide = (source / "docs/integrator.md").read_text(encoding="utf-8")
    contracts = {path.parent.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted((source / "plugins").glob("*/plugin.json"))}
    declared = {slot: fields for name, contract in contracts.items() for slot, fields in slots(name, contract).items()}
    feeds = {page["path"] for contract in contracts.values() for page in contract["pages"] if page.get("as") in ("atom", "icalendar")}
    told_feeds = re.search(r"^Feeds for others: .*$", guide, re.MULTILINE).group(0)
    pairs = {
        "plugins": ({row[0] for row in rows(guide, "plugin | answers for")}, set(contracts)),
        "slots": ({(row[0], *row[1:]) for row in rows(guide, "slot | passes")}, {(slot, *fields) for slot, fields in declared.items()}),
        "feeds": (set(re.findall(r"`(/[^`]+)`", told_feeds)), feeds),
    }
    wrong = [f"docs/integrator.md: {what}: {verb} {each}" for what, (told, there) in pairs.items()
             for verb, some in (("lacks", there - told), ("invents", told - there)) for each in sorted(some, key=str)]
    print("\n".join(wrong) or f"{len(contracts)} plugins, {len(declared)} slots, {len(feeds)} feeds")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
