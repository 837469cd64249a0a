"""The schema for editors says what the reader of contracts says: it accepts every plugin.json of the tree, and the two know the same keys.

    schema.py CONTRACTC TREE
"""
import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from json_schema import Schema

contractc, tree = sys.argv[1], pathlib.Path(sys.argv[2])
schema = Schema(json.loads((tree / "sdk/contract/plugin.schema.json").read_text()))

SMALL = {
    "hemicycle": 1, "name": "small", "version": "1.0.0",
    "types": {"Thing": {"id": {"type": "string"}}},
    "commands": {"act": {"permission": "public", "input": {"id": {"type": "string"}}}},
    "queries": {"look": {"permission": "public"}},
    "events": {"acted": {"subject": "x"}},
    "jobs": {"tidy": {}},
    "pages": [{"path": "/small", "query": "look", "view": "look"}],
    "slots": [{"slot": "other.page.after", "query": "look", "view": "look"}],
    "navigation": [{"label": "nav", "path": "/small"}],
    "imports": [{"command": "act"}],
}
# Where each kind of object stands in SMALL, and its place in the schema.
OBJECTS = {
    (): "", ("types", "Thing", "id"): "field", ("commands", "act"): "command", ("queries", "look"): "query", ("events", "acted"): "event", ("jobs", "tidy"): "job",
    ("pages", 0): "page", ("slots", 0): "slot", ("navigation", 0): "navigation_entry", ("imports", 0): "import",
}
# What both refuse; the reader says so in its own words.
WRONG = [
    ("name", "Small"), ("name", "hmc_small"), ("name", "a__b"), ("version", "1.0"), ("hemicycle", 2), ("hemicycle", True), ("isolation", "jail"), ("requires", ["accounts.names"]), ("uses", ["accounts.names"]),
    ("permissions", ["submit"]), ("reactions", ["closed"]), ("grants", ["Lead"]), ("types", {"thing": {}}), ("vocabularies", ["a", "a"]),
    ("commands", {"act": {}}), ("commands", {"act": {"permission": "public", "rate": "often"}}), ("jobs", {"tidy": {"every": "daily"}}),
    ("settings", {"limit": {"min": 1}}), ("settings", {"limit": {"type": "text", "default": 1}}), ("pages", [{"view": "look"}]), ("navigation", [{"path": "/small"}]),
    ("navigation", [{"label": "nav", "path": "/small", "group": "Read me"}]), ("navigation", [{"label": "nav", "path": "/small", "place": "side"}]),
]


def compiled(contract):
    """What contractc says: nothing when it accepts."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "plugin.json"
        file.write_text(json.dumps(contract, indent=1))
        done = subprocess.run([contractc, file, "-o", file.with_suffix(".hpp")], capture_output=True, text=True, timeout=20, check=False)
        assert done.returncode in (0, 1), done.stderr
        return done.stderr


def at(contract, place):
    for step in place:
        contract = contract[step]
    return contract


def every_contract_of_the_tree_is_accepted():
    files = [path for path in tree.rglob("*.json") if "build" not in path.relative_to(tree).parts and (path.name == "plugin.json" or path.parent.name == "contracts")]
    assert len(files) >= 10, files
    for file in files:
        faults = list(schema.faults(json.loads(file.read_text())))
        assert not faults, f"{file.relative_to(tree)}: {faults}"
    return f"{len(files)} contracts"


def both_know_the_same_keys():
    assert not compiled(SMALL) and not list(schema.faults(SMALL)), compiled(SMALL)
    for place, name in OBJECTS.items():
        contract = copy.deepcopy(SMALL)
        at(contract, place)["no_such_key"] = 1
        told = re.search(r"unknown key 'no_such_key' in .*; known: (.*)", compiled(contract))
        assert told, f"{place}: {compiled(contract)}"
        known = schema.document["definitions"][name]["properties"] if name else schema.document["properties"]
        assert set(told[1].split(", ")) == set(known), f"{name or 'the contract'}: the reader knows {told[1]}, the schema {', '.join(known)}"
        assert list(schema.faults(contract)), f"the schema accepts an unknown key of {name or 'the contract'}"
    return f"{len(OBJECTS)} kinds of objects"


def both_refuse_the_same():
    for key, value in WRONG:
        contract = {**SMALL, key: value}
        assert compiled(contract), f"the reader accepts {key} {value!r}"
        assert list(schema.faults(contract)), f"the schema accepts {key} {value!r}"
    return f"{len(WRONG)} wrong contracts"


def every_key_is_described():
    def walk(node, path):
        for name, member in node.get("properties", {}).items():
            assert len(member.get("description", "")) > 10, f"{path}.{name} has no description"
        for name, member in node.get("definitions", {}).items():
            walk(member, name)

    walk(schema.document, "contract")
    return "all keys"


def editors_may_name_the_schema():
    assert not compiled({"$schema": "plugin.schema.json", **SMALL})
    return "$schema"


for promise in (every_contract_of_the_tree_is_accepted, both_know_the_same_keys, both_refuse_the_same, every_key_is_described, editors_may_name_the_schema):
    print(f"ok: {promise.__name__.replace('_', ' ')}: {promise()}")
