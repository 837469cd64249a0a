"""The guides tell the truth: what they quote is what is compiled, and what they tell people to type works.

    snippets.py SOURCE_FOLDER HEMICYCLE

- A block under `<!-- from: path -->` is that whole file; under `<!-- from: path#name -->` the lines between `[snippet: name]` and `[/snippet]` in it.
- Every ```cpp, ```json, ```sql, ```mustache and ```cmake block of a guide bears such a tag. docs/contract.md, a reference, shows shapes and need not.
- A ```sh block under `<!-- run -->` is run line by line against a fresh data folder and must succeed; under `<!-- run: 3 -->` its last line must exit with 3.
- Every link to a file of the house leads somewhere.
"""

import os
import re
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

PATIENCE = int(os.environ.get("PATIENCE", "1"))  # a sanitizer makes the program several times slower
QUOTED = {"cpp", "json", "sql", "mustache", "cmake", "po"}
REFERENCES = {"contract.md"}
BLOCK = re.compile(r"(?:^<!-- (?P<tag>[^>]*?) -->\n)?^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")


def quoted(source, reference):
    """The text that a block must hold."""
    path, _, name = reference.partition("#")
    text = (source / path).read_text(encoding="utf-8")
    if not name:
        return text
    lines = text.split("\n")
    begins = [i for i, line in enumerate(lines) if f"[snippet: {name}]" in line]
    if len(begins) != 1:
        raise ValueError(f"{path} has {len(begins)} snippets named {name}")
    ends = [i for i in range(begins[0] + 1, len(lines)) if "[/snippet]" in lines[i]]
    if not ends:
        raise ValueError(f"snippet {name} of {path} has no end")
    return textwrap.dedent("\n".join(lines[begins[0] + 1 : ends[0]])) + "\n"


def without_marks(text):
    """A file shown whole is shown without the marks of its snippets."""
    return "".join(line for line in text.splitlines(keepends=True) if "[snippet: " not in line and "[/snippet]" not in line)


def check_quotes(source, guide, text):
    for found in BLOCK.finditer(text):
        line = text.count("\n", 0, found.start("text"))
        tag = found["tag"] or ""
        if tag.startswith("from: "):
            try:
                wanted = quoted(source, tag.removeprefix("from: "))
            except (OSError, ValueError) as error:
                yield f"{guide}:{line}: {error}"
                continue
            if found["text"] != without_marks(wanted):
                yield f"{guide}:{line}: the block differs from {tag.removeprefix('from: ')}"
        elif found["language"] in QUOTED and Path(guide).name not in REFERENCES:
            yield f"{guide}:{line}: a {found['language']} block without <!-- from: path#name -->"


def check_links(source, guide, text):
    folder = (source / guide).parent
    for found in LINK.finditer(text):
        if not (folder / found[1]).exists():
            yield f"{guide}:{text.count(chr(10), 0, found.start()) + 1}: the link {found[1]} leads nowhere"


def check_runs(source, hemicycle, guide, text):
    for found in BLOCK.finditer(text):
        tag = found["tag"] or ""
        if not tag.startswith("run"):
            continue
        wanted = int(tag.partition(":")[2] or 0)
        with tempfile.TemporaryDirectory(prefix="hemicycle-docs-") as data:
            environment = {name: value for name, value in os.environ.items() if not name.startswith("HEMICYCLE_")}
            environment.update(
                HEMICYCLE_CONFIG=str(source / "config/hemicycle.toml"),
                HEMICYCLE_DATA_DIR=data,
                PATH=f"{hemicycle.parent}:{environment.get('PATH', '/usr/bin:/bin')}",
            )
            commands = [command for command in found["text"].splitlines() if command.strip() and not command.lstrip().startswith("#")]
            for number, command in enumerate(commands):
                run = subprocess.run(["bash", "-c", command], cwd=source, env=environment, capture_output=True, text=True, timeout=60 * PATIENCE, check=False)
                expected = wanted if number == len(commands) - 1 else 0
                if run.returncode != expected:
                    line = text.count("\n", 0, found.start("text"))
                    yield f"{guide}:{line}: `{command}` exits with {run.returncode}, not {expected}: {run.stderr.strip()[-400:]}"


def check_itself(source):
    """The checks can fail: a block that differs, one without tag, a link to nowhere."""
    bad = "<!-- from: docs/README.md -->\n```json\n{}\n```\n\n```cpp\nint x;\n```\n[a](no/such/file.md)\n"
    found = [*check_quotes(source, "docs/made-up.md", bad), *check_links(source, "docs/made-up.md", bad)]
    return [] if len(found) == 3 else [f"the checks found {len(found)} of 3 planted faults: {found}"]


def main():
    source, hemicycle = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    guides = [source / "README.md", *sorted((source / "docs").glob("*.md"))]
    faults = check_itself(source)
    for path in guides:
        guide, text = str(path.relative_to(source)), path.read_text(encoding="utf-8")
        faults += check_quotes(source, guide, text)
        faults += check_links(source, guide, text)
        faults += check_runs(source, hemicycle, guide, text)
    for fault in faults:
        print(fault)
    print(f"{len(guides)} guides, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
