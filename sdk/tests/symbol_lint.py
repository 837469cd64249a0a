"""symbol_lint.py [--sanitized] PLUGIN.so: what a plugin may show (design/architecture.md §5). Prints a line for each fault; exit 1 if any.

--sanitized leaves the exports out: sanitizers add symbols of their own.
"""
import json
import re
import subprocess
import sys

ENTRY = "hmc_plugin_entry_v1"
MANIFEST = ".hmc.manifest"


def readelf(option, path):
    return subprocess.run(["readelf", "-W", option, path], check=True, capture_output=True, text=True).stdout.splitlines()


def symbols(path):
    """(binding, defined, name) of the dynamic symbols."""
    for line in readelf("--dyn-syms", path):
        words = line.split()
        if len(words) >= 8 and words[0].rstrip(":").isdigit() and words[4] != "LOCAL":
            yield words[4], words[6] != "UND", words[7].split("@")[0]


def manifest_fault(path):
    for line in readelf("-S", path):
        found = re.match(r"\s*\[\s*\d+\]\s+" + re.escape(MANIFEST) + r"\s+\S+\s+\S+\s+(\S+)\s+(\S+)\s+\S+\s+(\S*)", line)
        if not found:
            continue
        if "W" in found.group(3):
            return f"section {MANIFEST} can be written"
        with open(path, "rb") as file:
            file.seek(int(found.group(1), 16))
            try:
                json.loads(file.read(int(found.group(2), 16)).decode("utf-8"))
            except ValueError as error:
                return f"section {MANIFEST} is not JSON: {error}"
        return None
    return f"no section {MANIFEST}: link what contractc --embed wrote"


def faults(path, sanitized):
    found = list(symbols(path))
    if not sanitized:
        exported = sorted(name for _, defined, name in found if defined)
        for name in exported:
            if name != ENTRY:
                yield f"exports {name}; only {ENTRY} may be seen: use the version script"
        if ENTRY not in exported:
            yield f"does not export {ENTRY}"
        for binding, _, name in found:
            if binding == "UNIQUE":
                yield f"{name} is STB_GNU_UNIQUE and would pin the library in memory: compile with -fno-gnu-unique"
    dynamic = readelf("-d", path)
    if not any(("FLAGS" in line and "BIND_NOW" in line) or ("FLAGS_1" in line and "NOW" in line) for line in dynamic):
        yield "binds lazily: link with -Wl,-z,now"
    for line in dynamic:
        needed = re.search(r"\(NEEDED\).*\[(.*)\]", line)
        if needed and re.match(r"lib(boost|soci)", needed.group(1)):
            yield f"needs {needed.group(1)}: Boost and SOCI belong to the kernel"
    if fault := manifest_fault(path):
        yield fault


if __name__ == "__main__":
    plugin = sys.argv[-1]
    lines = list(faults(plugin, "--sanitized" in sys.argv[1:-1]))
    for text in lines:
        print(f"{plugin}: {text}")
    if not lines:
        print(f"{plugin}: shows what it may")
    sys.exit(1 if lines else 0)
