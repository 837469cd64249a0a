"""R10 and §8 of the first issue: a house full of broken plugins. Each is named with one precise reason, and the good ones serve.

Every broken plugin is made here, from a good one or from tests/faults/plugins/misbehaving.cpp; each phrase is what a person must read to mend it.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from house import Client, House  # noqa: E402

MISBEHAVING = pathlib.Path(os.environ["FAULTY_PLUGINS"]) / "misbehaving"
GOOD = pathlib.Path(os.environ["GOOD_PLUGINS"])
OBJCOPY = os.environ.get("OBJCOPY", "objcopy")
SECTION = ".hmc.manifest"

FIELD = {"type": "string"}
QUERY = {"permission": "public", "input": {}, "output": {"a": FIELD}}


def contract(name, **more):
    return {"hemicycle": 1, "name": name, "version": "1.0.0", **more}


class Workshop:
    """Makes plugin folders, and remembers what must be said of each."""

    def __init__(self, folder):
        self.folder = folder
        self.expected = {}  # name -> (state, phrase)

    def library(self, name):
        return self.folder / name / f"{name}.so"

    def empty(self, name, state, *phrases):
        (self.folder / name).mkdir(parents=True)
        self.expected[name] = (state, phrases)
        return self.library(name)

    def good_bytes(self):
        return bytearray((GOOD / "hello_c/hello_c.so").read_bytes())

    def raw(self, name, data, *phrases):
        self.empty(name, "refused", *phrases).write_bytes(data)

    def with_manifest(self, name, manifest, state, *phrases, fault="none", views=None, migrations=None, section=SECTION):
        """A library of misbehaving.cpp with this contract; `manifest` is JSON or bytes."""
        library = self.empty(name, state, *phrases)
        text = manifest if isinstance(manifest, bytes) else json.dumps(manifest).encode()
        part = self.folder.parent / "manifest"
        part.write_bytes(text)
        subprocess.run([OBJCOPY, "--add-section", f"{section}={part}", MISBEHAVING / f"{fault}.so", library], check=True)
        for kind, files in (("views", views), ("migrations", migrations)):
            for file, content in (files or {}).items():
                (library.parent / kind).mkdir(exist_ok=True)
                (library.parent / kind / file).write_text(content)
        return library


def break_files(shop):
    good = shop.good_bytes()
    shop.raw("truncated", good[: len(good) // 2], "the section table", "beyond the end of the file")
    shop.raw("headless", good[:40], "the ELF header", "beyond the end of the file")
    shop.raw("not_elf", b"#!/bin/sh\necho hello\n", "not an ELF file")
    shop.raw("empty_file", b"", "not an ELF file")
    shop.empty("no_library", "refused", "holds no no_library.so")
    shop.empty("folder_library", "refused", "cannot be read").mkdir()
    (shop.folder / "stray.txt").write_text("a file among the folders")
    os.mkdir(os.fsencode(shop.folder) + b"/odd_\xff\x1b[31m")
    shop.expected["odd_\ufffd\x1b[31m"] = ("refused", ("holds no odd_",))
    shop.expected["stray.txt"] = ("refused", ("is not a folder",))

    def patched(offset, data):
        return good[:offset] + data + good[offset + len(data):]

    shop.raw("other_machine", patched(18, b"\xb7\x00" if good[18] != 0xB7 else b"\x3e\x00"), "built for another machine")
    shop.raw("small_class", patched(4, b"\x01"), "not a 64-bit little-endian ELF file")
    shop.raw("big_endian", patched(5, b"\x02"), "not a 64-bit little-endian ELF file")
    shop.raw("a_program", patched(16, b"\x02\x00"), "not a shared library")
    shop.raw("hostile_offset", patched(40, b"\xff" * 8), "the section table", "beyond the end of the file")
    shop.raw("hostile_count", patched(60, b"\xff\xff"), "the section table", "beyond the end of the file")
    shop.raw("no_sections", patched(60, b"\x00\x00"), "no section table")
    shop.empty("no_manifest", "refused", "no section .hmc.manifest")
    shutil.copy(MISBEHAVING / "none.so", shop.library("no_manifest"))
    twice = shop.with_manifest("two_manifests", contract("two_manifests"), "refused", "two sections .hmc.manifest")
    subprocess.run([OBJCOPY, "--add-section", f".hmc.manifesu={shop.folder.parent / 'manifest'}", twice], check=True)
    twice.write_bytes(twice.read_bytes().replace(b".hmc.manifesu", b".hmc.manifest"))
    shop.with_manifest("huge_manifest", b" " * (1 << 20) + b"{}", "refused", "1048578 bytes; 1 to 1048576 are allowed")


def break_contracts(shop):
    def wrong(name, phrase, *more, **keys):
        shop.with_manifest(name, contract(name, **keys), "refused", phrase, *more)

    shop.with_manifest("not_json", b"{\n\"hemicycle\": 1,\n\"name\": }", "refused", "(plugin.json):3: not JSON")
    shop.with_manifest("not_utf8", b'{"hemicycle": 1, "name": "not_utf8", "version": "1.0.0", "title": "\xff\xfe"}', "refused", "not JSON: a string is not UTF-8")
    shop.with_manifest("doubled_key", b'{"hemicycle": 1, "hemicycle": 1}', "refused", "key 'hemicycle' stands twice")
    shop.with_manifest("too_deep", b"[" * 100, "refused", "deeper than")
    shop.with_manifest("another_name", contract("somebody_else"), "refused", "its contract is named 'somebody_else'")
    shop.with_manifest("new_format", {"hemicycle": 2, "name": "new_format", "version": "1.0.0"}, "refused", "'hemicycle' is not 1")
    wrong("unknown_key", "unknown key 'colour'", colour="red")
    wrong("no_permission", "has no permission; write \"public\"", queries={"see": {"input": {}, "output": {}}})
    wrong("unknown_permission", "no_such_right", queries={"see": {**QUERY, "permission": "unknown_permission.no_such_right"}})
    wrong("unknown_type", "unknown type 'text'", queries={"see": {**QUERY, "input": {"a": {"type": "text"}}}})
    wrong("unknown_ref", "unknown type 'Ghost' in 'ref'", queries={"see": {**QUERY, "input": {"a": {"ref": "Ghost"}}}})
    wrong("personal_event", "is personal", events={"done": {"subject": "x:1", "payload": {"a": {"type": "string", "x-personal": True}}}})
    wrong("silent_event", "emits the unknown event 'done'", commands={"act": {"permission": "public", "emits": ["done"]}})
    wrong("no_provider", "it requires 'ghost.see@1', but there is no plugin 'ghost'", requires=["ghost.see@1"])
    wrong("no_contract", "it requires 'hello_c.nothing@1', which 'hello_c' 1.0.0 does not provide", requires=["hello_c.nothing@1"])
    wrong("wrong_major", "it requires 'hello_c.count@7', but 'hello_c' provides 'hello_c.count@1'", requires=["hello_c.count@7"])
    for one, other in (("ring_a", "ring_b"), ("ring_b", "ring_c"), ("ring_c", "ring_a")):
        wrong(one, "its requirements make a circle: ring_a -> ring_b -> ring_c -> ring_a", requires=[f"{other}.see@1"], queries={"see": QUERY})
    wrong("leaning", "it requires 'ring_a.see', but 'ring_a' cannot stand", requires=["ring_a.see@1"])
    wrong("no_vocabulary", "needs the vocabulary 'dragons'", "[vocabularies] dragons", vocabularies=["dragons"])


def break_pages(shop):
    def wrong(name, phrases, page=None, view="<h1>x</h1>", state="refused"):
        shop.with_manifest(name, contract(name, queries={"see": QUERY}, pages=[{"path": f"/{name}", "query": "see", "view": "see", **(page or {})}]),
                           state, *phrases, views={"see.mustache": view})

    wrong("no_view", ("names the view 'ghost', but there is no views/ghost.mustache",), {"view": "ghost"})
    wrong("no_such_query", ("names the unknown query 'ghost'",), {"query": "ghost"})
    wrong("page_taken", ("its page '/livre-d-or' is already the page '/livre-d-or' of 'guestbook'",), {"path": "/livre-d-or"})
    wrong("no_text", ("see.mustache:2", "no text for the key 'page.ghost'", "locales/fr.po"), view="<h1>\n{{#t}}page.ghost{{/t}}</h1>")
    wrong("raw_tag", ("see.mustache:1", "{{{"), view="<h1>{{{a}}}</h1>")
    wrong("no_partial", ("no view is named 'ghost' here",), view="<h1>x</h1>{{>ghost}}")
    wrong("open_section", ("see.mustache",), view="<h1>{{#a}}</h1>")


def break_stores(shop):
    """Files that cannot be taken are refused before anything runs; what SQL says of them failed."""
    def wrong(name, phrases, state="failed", **migrations):
        return shop.with_manifest(name, contract(name), state, *phrases, migrations={f"{file.lstrip('m')}.sql": sql for file, sql in migrations.items()})

    wrong("table_thief", ("0001_steal.sql", "hello_c_greeting", "does not belong to \"table_thief\""), m0001_steal="DROP TABLE hello_c_greeting;\n")
    wrong("kernel_thief", ("0001_steal.sql", "hmc_event", "does not belong to \"kernel_thief\""), m0001_steal="DELETE FROM hmc_event;\n")
    wrong("migration_gap", ("0003_later.sql", "number 2 is missing before it"), "refused",
          m0001_first="CREATE TABLE migration_gap_a (a TEXT);\n", m0003_later="CREATE TABLE migration_gap_b (a TEXT);\n")
    wrong("misnamed_migration", ("first.sql", "is not named NNNN_name.sql"), "refused", mfirst="CREATE TABLE misnamed_migration_a (a TEXT);\n")
    folder = wrong("unreadable_migration", ("0002_folder.sql", "cannot be read"), "refused", m0001_first="CREATE TABLE unreadable_migration_a (a TEXT);\n")
    (folder.parent / "migrations/0002_folder.sql").mkdir()
    wrong("bad_sql", ("0001_first.sql", "syntax error"), m0001_first="CREATE TABEL bad_sql_a (a TEXT);\n")


def break_loading(shop):
    def wrong(name, fault, *phrases):
        shop.with_manifest(name, contract(name), "failed", *phrases, fault=fault)

    wrong("other_major", "entry_v2", "exports no hmc_plugin_entry_v1")
    wrong("entry_refuses", "entry_refuses", "its entry answered 'unavailable'")
    wrong("start_refuses", "start_refuses", "its start answered 'denied'")
    wrong("undefined_symbol", "undefined_symbol", "undefined symbol: hemicycle_that_nobody_has")
    wrong("crash_in_entry", "crash_in_entry", "was killed by signal 11")
    wrong("crash_in_start", "crash_in_start", "was killed by signal 11")
    wrong("crash_in_constructor", "crash_in_constructor", "was killed by signal 11")
    wrong("abort_in_entry", "abort_in_entry", "was killed by signal 6")
    wrong("exit_while_loading", "exit_while_loading", "ended the process with exit code 0")
    wrong("throw_in_entry", "throw_in_entry", "its entry threw an exception across the boundary")
    wrong("throw_in_start", "throw_in_start", "its start threw an exception across the boundary")
    wrong("hollow", "hollow", "left one of start, handle, stop and destroy empty")


def told(house):
    _, out, err = house.cli("--json", "plugin", "list")
    listed = json.loads(out or "null")
    assert isinstance(listed, list), f"no list of plugins: {out}{err}"
    return listed, err


def judge(shop, plugins):
    wrong = []
    for name, (state, phrases) in shop.expected.items():
        found = [plugin for plugin in plugins if plugin["name"] == name]
        if len(found) != 1:
            wrong.append(f"{name}: listed {len(found)} times")
            continue
        reason = found[0].get("reason", "")
        wrong += [f"{name}: {phrase!r} is not in {reason!r}" for phrase in phrases if phrase not in reason]
        if found[0]["state"] != state:
            wrong.append(f"{name}: is {found[0]['state']}, not {state}: {reason}")
    return wrong


def check_rest_serves(house):
    """What the first listing proved to be broken is broken in the served house too, and the rest answers."""
    house.start()
    visitor = Client(house)
    ready = visitor.get("/readyz", status=200).text
    assert "degraded" in ready, f"/readyz does not say that plugins are missing: {ready}"
    assert visitor.api("GET", "hello_c.count").json == {"greetings": 0}
    visitor.get("/livre-d-or", status=200)
    assert house.stop() == 0
    house.start("--safe-mode")
    assert visitor.get("/livre-d-or").status == 503, "--safe-mode loaded a plugin"
    assert house.stop() == 0


def check_changed_migration(house, shop):
    (shop.folder / "hello_c/migrations/0001_greeting.sql").write_text("CREATE TABLE hello_c_greeting (a TEXT);\n")
    shop.expected = {"hello_c": ("failed", ("0001_greeting.sql", "was changed after it ran"))}
    plugins, err = told(house)
    assert not (wrong := judge(shop, plugins)), "\n".join(wrong) + err


def check_twins(house, shop):
    """The same name in a second folder: the first stands, the second is named with where the first lies."""
    second = house.folder / "second"
    shutil.copytree(GOOD / "guestbook", second / "guestbook")
    house.settings["plugins.path"] = f"{shop.folder},{second}"
    plugins, _ = told(house)
    twins = [plugin for plugin in plugins if plugin["name"] == "guestbook"]
    assert [twin["state"] for twin in twins] == ["running", "refused"], twins
    assert f"a plugin of this name already lies in {shop.folder / 'guestbook'}" in twins[1]["reason"]
    house.settings["plugins.path"] = str(house.folder / "nowhere")
    plugins, _ = told(house)
    assert "the plugin folder cannot be read" in plugins[0]["reason"], plugins


def main(program):
    with House(program, serve=False) as house:
        shop = Workshop(house.folder / "plugins")
        shop.folder.mkdir()
        house.settings["plugins.path"] = str(shop.folder)
        house.settings["plugins.isolation_third_party"] = "in_process"  # what they do in a process of their own: villain_contained.py
        for good in ("hello_c", "guestbook"):
            shutil.copytree(GOOD / good, shop.folder / good)
            shop.expected[good] = ("running", ())
        for part in (break_files, break_contracts, break_pages, break_stores, break_loading):
            part(shop)
        # Ten seconds of patience for this one: it is tried once and then taken out.
        shop.with_manifest("loop_while_loading", contract("loop_while_loading"), "failed", "did not finish loading within 10 s", fault="loop_while_loading")
        plugins, err = told(house)
        wrong = judge(shop, plugins)
        broken = len(shop.expected) - 2
        print(f"{broken} broken plugins, {broken - len(wrong)} named as they should be")
        assert not wrong, "\n".join(wrong)
        assert broken >= 30
        shutil.rmtree(shop.folder / "loop_while_loading")
        check_rest_serves(house)
        check_changed_migration(house, shop)
        check_twins(house, shop)


if __name__ == "__main__":
    main(sys.argv[1])
