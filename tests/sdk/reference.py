"""The reference pages hold all that the headers and the schema declare, and a function without its contract is told.

    reference.py SDK_FOLDER
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sdk = pathlib.Path(sys.argv[1])


def written(folder, source):
    done = subprocess.run([sys.executable, "-B", sdk / "reference/reference.py", source, folder], capture_output=True, text=True, timeout=30, check=False)
    return done.returncode, done.stdout + done.stderr


def names_of_the_abi():
    """By a way of its own: every name that begins with hmc_ or HMC_ and is declared, and every function of a table."""
    for path in (sdk / "abi").rglob("*.h"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        yield from re.findall(r"\} (hmc_\w+);|\b(HMC_[A-Z_]+) =|#define (HMC_\w+)|\(\*(\w+)\)\(|^\s+\w+\*? (\w+);$", text, re.MULTILINE)


with tempfile.TemporaryDirectory() as scratch:
    out = pathlib.Path(scratch)
    code, said = written(out, sdk)
    assert code == 0, said
    abi, cxx, contract = ((out / name).read_text() for name in ("abi.md", "cxx.md", "plugin-json.md"))
    names = {name for found in names_of_the_abi() for name in found if name and not name.startswith("HEMICYCLE")}
    missing = [name for name in sorted(names) if not re.search(rf"\b{name}\b", abi)]
    assert len(names) > 60 and not missing, f"{len(names)} names, not on the page: {missing}"
    for path in (sdk / "include/hemicycle").glob("*.hpp"):
        assert f"## `hemicycle/{path.name}`" in cxx, path.name
    for promised in ("class Query", "class Command", "begin_object", "enum class Status", "uuid_v7", "template <typename T> class Result", "Runs an INSERT, UPDATE or DELETE"):
        assert promised in cxx, promised
    assert "private" not in cxx and "{ return" not in cxx, "bodies or private parts are shown"
    schema = json.loads((sdk / "contract/plugin.schema.json").read_text())
    keys = {key for one in (schema, *schema["definitions"].values()) for key in one.get("properties", ())}
    assert not [key for key in keys if f"| `{key}`" not in contract]
    print(f"ok: {len(names)} names of the ABI, {len(keys)} keys of contracts")

    copy = out / "copy"
    for part in ("abi", "include", "contract"):
        shutil.copytree(sdk / part, copy / part)
    header = copy / "abi/hemicycle/ext/clock.h"
    header.write_text(header.read_text().replace("[in any call] ", ""))
    code, said = written(out / "faulty", copy)
    assert code == 1 and "hmc_clock_v1" in said and "now" in said, said
    print("ok: a function that does not say when it may be called is told")
