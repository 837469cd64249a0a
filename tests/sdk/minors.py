"""Minors of the ABI meet: a plugin built against shorter tables works, one that needs longer ones is refused by a sentence (sdk/ABI.md, rule 3).

    minors.py BUILD_FOLDER

An older and a newer minor are made: yesterday's headers are today's without the last members, tomorrow's have one more. Besides, the example of
each released minor (the tags v1.*) and of the last commit is built from what git keeps of it, headers and all, and called.
"""
import io
import json
import shutil
import subprocess
import sys
import tarfile

from prefix import ROOT, Prefix, run

LAST = {  # the last member of each table and message that the example reads, with its comment where it has one
    "hemicycle/ext/store.h": "hmc_span (*error)(hmc_call call);",
    "hemicycle/call.h": "hmc_span prepared;",
}
NEW = "\n  hmc_status (*later)(hmc_call call);"


def headers(prefix, name, change):
    folder = prefix.folder / name / "include"
    shutil.copytree(prefix.path / "include", folder)
    for header, last in LAST.items():
        file = folder / header
        text = file.read_text()
        assert text.count(last) == 1, f"{header} no longer ends its table with {last!r}: change this test with it"
        file.write_text(text.replace(last, change(last)))
    return folder


def released():
    """Revisions whose plugins must run for ever; none where the tree came without its history."""
    if subprocess.run(["git", "-C", ROOT, "rev-parse", "--verify", "HEAD"], capture_output=True, check=False).returncode != 0:
        return []
    return [*run("git", "-C", ROOT, "tag", "--list", "v1.*").split(), "HEAD"]


def sources_of(prefix, revision):
    folder = prefix.folder / f"sources-{revision}"
    packed = subprocess.run(["git", "-C", ROOT, "archive", revision, "sdk/abi", "sdk/examples/hello_c"], capture_output=True, timeout=60, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder / "sdk"


with Prefix(sys.argv[1]) as prefix:
    for revision in released():
        sources, output = sources_of(prefix, revision), prefix.folder / f"built-{revision}"
        prefix.build_in_c(output, sources / "abi", sources / "examples/hello_c")
        for mode in prefix.modes():
            prefix.call(output, "hello_c", "hello_c.greet", {"text": "jadis"}, mode, prefix.folder / f"released-{revision}-{mode}")
        print(f"ok: the plugin of {revision} runs on today's kernel ({', '.join(prefix.modes())})")

    older = prefix.folder / "older"
    prefix.build_in_c(older, headers(prefix, "older", lambda last: ""))
    newer = prefix.folder / "newer"
    prefix.build_in_c(newer, headers(prefix, "newer", lambda last: last + NEW))

    for mode in prefix.modes():
        data = prefix.folder / f"older-{mode}"
        prefix.call(older, "hello_c", "hello_c.greet", {"text": "hier"}, mode, data)
        assert prefix.call(older, "hello_c", "hello_c.count", {}, mode, data) == {"greetings": 1}
        print(f"ok: a plugin of an older minor works ({mode})")

        house = [prefix.program, "--json", "--set", f"data.dir={prefix.folder / f'newer-{mode}'}", "--set", f"plugins.path={prefix.plugins},{newer}",
                 "--set", f"plugins.isolation_of=hello_c={mode}"]
        listed = json.loads(run(*house, "plugin", "info", "hello_c"))
        assert listed["state"] in ("refused", "failed") and "needs a newer host" in listed["reason"], listed
        run(*house, "call", "accounts.names", json.dumps({"ids": []}))
        print(f"ok: a plugin of a newer minor is refused, and the others serve ({mode})")
