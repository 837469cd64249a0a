"""contractc_test.py CONTRACTC CONTRACTS SCRATCH: what contractc refuses, with file and line, and that it writes the same bytes each time."""
import pathlib
import subprocess
import sys

contractc = sys.argv[1]
contracts, scratch = pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
scratch.mkdir(parents=True, exist_ok=True)
HEAD = '{\n  "hemicycle": 1,\n  "name": "x",\n  "version": "1.0.0",\n'  # a case's own text begins on line 5
ITEM = '{"id": {"type": "string", "format": "identifier"}}'

# name: (text after HEAD, line, words of the reason, further arguments)
REFUSED = {
    "missing_permission": ('"commands": {\n"go": {"input": {}, "output": {}}}', 6, ["permission"], []),
    "unknown_type": ('"queries": {"get": {"permission": "public",\n"input": {"a": {"type": "strang"}}, "output": {}}}', 6, ["strang"], []),
    "unknown_ref": ('"queries": {"get": {"permission": "public",\n"input": {"a": {"ref": "Nothing"}}, "output": {}}}', 6, ["Nothing"], []),
    "personal_event": ('"events": {"went": {"subject": "x:{id}",\n"payload": {"id": {"type": "string"},\n'
                       '"email": {"type": "string", "format": "email", "x-personal": true}}}}', 7, ["email", "person"], []),
    "duplicate_key": ('"events": {},\n"events": {}', 6, ["events"], []),
    "duplicate_verb": (f'"commands": {{"go": {{"permission": "public", "input": {{}}, "output": {{}}}}}},\n'
                       f'"queries": {{\n"go": {{"permission": "public", "input": {{}}, "output": {{}}}}}}', 7, ["go"], []),
    "page_without_query": ('"pages": [\n{"path": "/x", "query": "nothing", "view": "v"}]', 6, ["nothing"], []),
    "page_without_view": (f'"queries": {{"get": {{"permission": "public", "input": {{}}, "output": {ITEM}}}}},\n'
                          '"pages": [\n{"path": "/x", "query": "get", "view": "absent"}]', 7, ["absent"], ["--views", str(scratch)]),
    "not_json": ('"commands": {\n"go": }', 6, [], []),
    "stranger": ('"requires": [\n"neighbour.people@1"]', 6, ["neighbour", "--with"], []),
    "no_such_query": ('"requires": [\n"neighbour.nobody@1"]', 6, ["neighbour.nobody"], ["--with", str(contracts / "neighbour.json")]),
    "other_major": ('"requires": [\n"neighbour.people@2"]', 6, ["@2", "1"], ["--with", str(contracts / "neighbour.json")]),
    "no_such_event": ('"reactions": [\n"neighbour.left"]', 6, ["neighbour.left"], ["--with", str(contracts / "neighbour.json")]),
    "cycle": ('"queries": {"get": {"permission": "internal", "input": {}, "output": {}}},\n"requires": [\n"y.get@1"]', 7,
              ["x -> y -> z -> x"], ["--with", str(scratch / "y.json"), "--with", str(scratch / "z.json")]),
    "one_struct_twice": (f'"types": {{\n"GoPlace": {ITEM}}},\n"commands": {{"go": {{"permission": "public", "output": {{}},\n'
                         f'"input": {{"place": {{"type": "object", "fields": {ITEM}}}}}}}}}', 6, ["GoPlace"], []),
}
for name, needs in (("y", "z"), ("z", "x")):
    (scratch / f"{name}.json").write_text(
        HEAD.replace('"x"', f'"{name}"') + '"queries": {"get": {"permission": "internal", "input": {}, "output": {}}},\n'
        f'"requires": ["{needs}.get@1"]}}', encoding="utf-8")


def run(*arguments):
    return subprocess.run([contractc, *map(str, arguments)], capture_output=True, text=True, check=False)


failures = []
for name, (text, line, words, more) in REFUSED.items():
    file, out = scratch / f"{name}.json", scratch / f"{name}.hpp"
    file.write_text(HEAD + text + "\n}\n", encoding="utf-8")
    out.unlink(missing_ok=True)
    result = run(file, "-o", out, *more)
    said = result.stderr.strip()
    if result.returncode != 1 or not said.startswith(f"{file}:{line}: ") or any(word not in said for word in words) or out.exists():
        failures.append(f"{name}: wanted exit 1 and '{file.name}:{line}:' with {words}, got exit {result.returncode}: {said}")

for arguments in ([], ["a.json"], ["-o", "x.hpp"], ["a.json", "-o"], ["a.json", "-o", "x.hpp", "--wrong", "y"], ["a.json", "b.json", "-o", "x.hpp"]):
    if (result := run(*arguments)).returncode != 2 or "usage" not in result.stderr:
        failures.append(f"{arguments}: wanted exit 2 and the usage, got exit {result.returncode}")
if run(scratch / "nowhere.json", "-o", scratch / "nowhere.hpp").returncode != 3:
    failures.append("a file that is not there: wanted exit 3")

written = []
for turn in ("first", "second"):
    header, manifest = scratch / f"{turn}.hpp", scratch / f"{turn}.c"
    result = run(contracts / "everything.json", "-o", header, "--embed", manifest, "--with", contracts / "neighbour.json")
    if result.returncode != 0:
        sys.exit(f"everything.json: exit {result.returncode}: {result.stderr}")
    written.append((header.read_bytes(), manifest.read_bytes()))
if written[0] != written[1]:
    failures.append("two runs wrote different bytes")
if b"Unneeded" in written[0][0]:
    failures.append("a type that no required message holds was written")

print("\n".join(failures) or f"{len(REFUSED)} contracts refused as they should be")
sys.exit(1 if failures else 0)
