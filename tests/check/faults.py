"""Each fault is found, named with how to mend it, and blamed on one promise alone.

    faults.py HEMICYCLE SOURCES BUILT PLUGIN    SOURCES: the folder of the plugin `ill`; BUILT: <fault>/ill/ill.so; PLUGIN: a sound one's folder
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Variant -> the promise that it breaks, what the finding says, what cannot be tried any more.
COMPILED = {
    "crashes": ("answers", "was killed by signal 6 (Aborted) while calling ill.act"),
    "throws": ("answers", "ill.act answers 'internal' to the sound input"),
    "lies": ("answers", "ill.act replies a count that its `output` does not allow (too_small)"),
    "no_words": ("answers", "'error.nobody_told_the_catalogue' has no text in locales/fr.po"),
    "ends_the_process": ("answers", "ended the process with exit code 0 while calling ill.act"),
    "will_not_start": ("lifecycle", "not today"),
    "leaves_a_thread": ("unload", "a thread that it started still runs after `destroy`"),
    "pinned": ("unload", "a thread_local object with a destructor holds it"),
    "races": ("drain", "ill.look fails when many call at once"),
    "shows_all": ("symbols", "link with a version script that shows hmc_plugin_entry_v1 alone"),
    "vain": ("contract", "the permission 'ill.nothing' opens nothing"),
}
# A sanitizer exports symbols of its own, so that lint leaves those builds alone; that of threads sees the race itself and may end the process before the calls fail.
SANITIZED_FOR = os.environ.get("SANITIZED_FOR", "")
COMPILED["hangs"] = ("answers", f"did not come back within {60 if SANITIZED_FOR else 20} s while calling ill.look")
if SANITIZED_FOR:
    del COMPILED["shows_all"]
if SANITIZED_FOR == "thread":
    COMPILED["races"] = ("drain", "at once")
VAIN = ("the type 'Unused' is used by no", "the event 'ill.dreamt' is never told")


def without(text, key):
    begin = text.index(f'msgid "{key}"')
    end = text.find("msgid", begin + 5)
    return text[:begin] + (text[end:] if end > 0 else "")


def edit(path, change):
    path.write_text(change(path.read_text()))


# Fault in a file beside the library -> how it is made, the promise, what the finding says.
FILES = {
    "a label without text": (lambda f: edit(f / "locales/en.po", lambda t: without(t, "field.act.word")), "words",
                             "'field.act.word' or 'field.word' has no text in locales/en.po"),
    "a permission without text": (lambda f: edit(f / "locales/fr.po", lambda t: without(t, "permission.ill.act")), "words", "'permission.ill.act' has no text in locales/fr.po"),
    "a partial that is not there": (lambda f: edit(f / "views/look.mustache", lambda t: t + "{{>nowhere}}\n"), "views", "nowhere"),
    "a view that is not there": (lambda f: (f / "views/look.mustache").unlink(), "views", "look"),
    "a raw tag of plain text": (lambda f: edit(f / "views/look.mustache", lambda t: t + "{{{words}}}\n"), "views", "words"),
    "a QR code of what is no string": (lambda f: edit(f / "views/look.mustache", lambda t: t + "{{{words_qr_html}}}\n"), "views", "the reply has no string 'words' to draw"),
    "a QR code without words": (lambda f: edit(f / "views/look.mustache", lambda t: t + "{{{words_qr_html}}}\n"), "views", "'qr.words.title' has no text in locales/en.po"),
    "a table of somebody else": (lambda f: edit(f / "migrations/0001_word.sql", lambda t: t + "CREATE TABLE other_word (word TEXT);\n"), "migrations", "other_word"),
    "a migration that is no SQL": (lambda f: edit(f / "migrations/0001_word.sql", lambda t: "CREATE TABEL ill_word (word TEXT);\n"), "migrations", "TABEL"),
    "no library": (lambda f: (f / "ill.so").write_text("I am a library, believe me"), "reads", "not an ELF file"),
}


def check(hemicycle, library):
    run = subprocess.run([hemicycle, "--json", "plugin", "check", library], capture_output=True, text=True, timeout=200, check=False)
    try:
        return run.returncode, {promise["promise"]: promise for promise in json.loads(run.stdout)["promises"]}
    except (ValueError, KeyError) as error:
        return run.returncode, {"?": {"verdict": str(error), "findings": [run.stdout[-400:], run.stderr[-400:]]}}


def packages(hemicycle, plugin, scratch, faults):
    """A package is checked like the folder that it was made from."""
    key, whole, cut = scratch / "author.key", scratch / "whole.hmc", scratch / "cut.hmc"
    for arguments in (["key", "new", key], ["plugin", "pack", plugin, "-o", whole, "--key", key]):
        subprocess.run([hemicycle, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=True)
    code, promises = check(hemicycle, whole)
    if code != 0:
        faults.append(f"a sound package: exit {code}, {promises}")
    cut.write_bytes(whole.read_bytes()[:2000])
    code, promises = check(hemicycle, cut)
    judge("a package that is cut", code, promises, "reads", "not a package", faults)


def killed(hemicycle, library, faults):
    """A validator that is killed takes along the process in which it tried the plugin."""
    with subprocess.Popen([hemicycle, "plugin", "check", library], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        hangs = soon(lambda: [child for child in Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split() if age_of(child) > 5])
        run.kill()
    if not hangs:
        faults.append("a killed validator: what it tried did not hang before")
    elif not soon(lambda: not Path(f"/proc/{hangs[0]}").exists()):
        faults.append("a killed validator: what it tried goes on")


def age_of(process):
    """In seconds; none where it is no more."""
    try:
        begun = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
        return float(Path("/proc/uptime").read_text().split()[0]) - begun
    except OSError:
        return 0


def soon(happened, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := happened():
            return found
        time.sleep(0.01)  # between two looks
    return None


def judge(name, code, promises, broken, says, faults):
    found = {promise: entry["findings"] for promise, entry in promises.items() if entry["verdict"] == "BROKEN"}
    if code != 1:
        faults.append(f"{name}: exit {code}, not 1")
    if list(found) != [broken]:
        faults.append(f"{name}: broken are {found or promises}, not {broken} alone")
    elif not any(says in finding for finding in found[broken]):
        faults.append(f"{name}: nothing says '{says}' in {found[broken]}")


def main():
    hemicycle, sources, built = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    faults = []
    with tempfile.TemporaryDirectory(prefix="hemicycle-check-") as scratch:
        packages(hemicycle, Path(sys.argv[4]), Path(scratch), faults)

        def copy(variant, name):
            folder = Path(scratch) / name / "ill"
            shutil.copytree(sources, folder, ignore=shutil.ignore_patterns("src", "plugin.json"))
            shutil.copy(built / variant / "ill/ill.so", folder)
            return folder

        code, promises = check(hemicycle, copy("none", "none") / "ill.so")
        if code != 0 or any(entry["verdict"] != "kept" for entry in promises.values()):
            faults.append(f"the sound one: exit {code}, {promises}")
        killed(hemicycle, copy("hangs", "killed") / "ill.so", faults)
        for variant, (broken, says) in COMPILED.items():
            code, promises = check(hemicycle, copy(variant, variant) / "ill.so")
            judge(variant, code, promises, broken, says, faults)
            if variant == "vain":
                for each in VAIN:
                    if not any(each in finding for finding in promises["contract"]["findings"]):
                        faults.append(f"vain: nothing says '{each}'")
        for number, (name, (spoil, broken, says)) in enumerate(FILES.items()):
            folder = copy("none", f"file{number}")
            spoil(folder)
            code, promises = check(hemicycle, folder / "ill.so")
            judge(name, code, promises, broken, says, faults)
    print("\n".join(faults))
    print(f"{len(COMPILED) + len(FILES) + 1} faults planted, {len(faults)} not named as they should be")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
