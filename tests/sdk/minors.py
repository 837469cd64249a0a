"""Minors of the ABI meet: a plugin built against shorter tables works, one that needs longer ones is refused by a sentence (sdk/ABI.md, rule 3).

    minors.py BUILD_FOLDER

1.0 is the only minor so far, so the other two are made: yesterday's headers are today's without the last members, tomorrow's have one more.
"""
import json
import shutil
import sys

from prefix import Prefix, run

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


with Prefix(sys.argv[1]) as prefix:
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
