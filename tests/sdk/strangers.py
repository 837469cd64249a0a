"""Plugins by people who never met us: other compilers, other standard libraries, other flags, built against what was installed, called in each mode.

    strangers.py BUILD_FOLDER
"""
import shutil
import sys

from prefix import ROOT, Prefix, environment, run

CLANG = {"CC": "clang-19", "CXX": "clang++-19"}
GUESTBOOK = (("guestbook.sign", {"text": "Bonjour à tous"}, lambda reply: len(reply["id"]) == 36),
             ("guestbook.list", {}, lambda reply: [entry["text"] for entry in reply["entries"]] == ["Bonjour à tous"]))
HELLO = (("hello_c.greet", {"text": "bonjour"}, lambda reply: reply == {}), ("hello_c.count", {}, lambda reply: reply == {"greetings": 1}))
NEW = (("visits.add", {"title": "  Une   visite "}, lambda reply: len(reply["id"]) == 36),
       ("visits.list", {}, lambda reply: [entry["title"] for entry in reply["entries"]] == ["Une visite"]))


def project(prefix, name, languages):
    """An example of this tree, moved out of it, with the CMakeLists.txt of a stranger."""
    folder = prefix.folder / "sources" / name
    if not folder.exists():
        shutil.copytree(ROOT / "sdk/examples" / name, folder)
        (folder / "CMakeLists.txt").write_text(
            f"cmake_minimum_required(VERSION 3.25)\nproject({name} LANGUAGES {languages})\ninclude(CTest)\n"
            f"find_package(Hemicycle 1.0 REQUIRED COMPONENTS sdk)\nhemicycle_add_plugin({name})\n")
    return folder


def plugin_new(prefix, name):
    run(prefix.program, "plugin", "new", name, "--into", prefix.folder)
    return prefix.folder / name


def prove(prefix, label, sources, calls, *options, tools=None, needs=None):
    output = prefix.folder / "built" / label
    name = sources.name
    prefix.build(sources, output, *options, environment=environment(**(tools or {})))
    library = output / "plugins" / name / f"{name}.so"
    linked = run("readelf", "-d", library)
    assert needs is None or needs in linked, f"{label}: {needs} is not what it was built with:\n{linked}"
    passed = prefix.test(output)
    for mode in prefix.modes():
        data = prefix.folder / f"data-{label}-{mode}"
        for contract, fields, holds in calls:
            reply = prefix.call(output / "plugins", name, contract, fields, mode, data)
            assert holds(reply), f"{label}, {mode}: {contract} replies {reply}"
    print(f"ok: {label}: {len(passed)} tests, {len(calls)} calls in {', '.join(prefix.modes())}", flush=True)


with Prefix(sys.argv[1]) as prefix:
    prove(prefix, "the C example", project(prefix, "hello_c", "C"), HELLO, "-DCMAKE_BUILD_TYPE=Release")
    prove(prefix, "clang and libc++", project(prefix, "guestbook", "C CXX"), GUESTBOOK, "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS=-stdlib=libc++",
          tools=CLANG, needs="libc++.so.1")
    prove(prefix, "the debug mode of libstdc++", project(prefix, "guestbook", "C CXX"), GUESTBOOK, "-DCMAKE_BUILD_TYPE=Debug",
          "-DCMAKE_CXX_FLAGS=-D_GLIBCXX_DEBUG -D_GLIBCXX_DEBUG_PEDANTIC")
    prove(prefix, "the generated plugin", plugin_new(prefix, "visits"), NEW)
