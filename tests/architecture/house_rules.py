"""Who may include whom, which words the kernel does not know, how SQL is written, how long a file is, that catalogues agree.

    house_rules.py TREE        every rule over the tree; one line a finding, exit 1 when there is one
    house_rules.py --control   every rule over a small tree that breaks it: a rule that finds nothing there is blind
"""
import json
import pathlib
import re
import sys
import tempfile

CODE = {".cpp", ".hpp", ".h", ".c", ".py", ".mjs", ".js"}
SOURCES = {".cpp", ".hpp", ".h", ".c"}
LEFT_OUT = {".git", "build", "node_modules", "__pycache__"}
MOST_LINES = 300

# Room -> what it may include from the tree, itself left out (design/architecture.md §2). Longest prefix wins.
MAY_INCLUDE = {
    "kernel/core": ["sdk/contract"],
    "kernel/store": ["kernel/core", "sdk/contract"],
    "kernel/host": ["kernel/core", "kernel/wire", "sdk/contract"],
    "kernel/wire": [],
    "kernel/worker": ["kernel/wire"],
    "kernel/transfer": ["kernel/core", "kernel/store"],
    "kernel/mail": ["kernel/core"],
    "kernel/packages": ["kernel/core", "sdk/contract"],
    "kernel/steward": ["kernel/core", "kernel/host", "sdk/contract"],
    "kernel/config": ["kernel/core", "sdk/contract"],
    "kernel/web/http": [],
    "kernel/web/render": ["kernel/core", "kernel/web/http", "sdk/contract"],
    "kernel/web/press": ["kernel/core"],
    "kernel/web/gateway": ["kernel/core", "kernel/web/http", "kernel/web/press", "kernel/web/render", "sdk/contract"],
    "kernel/cli": ["kernel", "sdk/contract", "sdk/testing"],
    "sdk/contract": [],
    "sdk/contractc": ["sdk/contract"],
    "sdk/testing": ["kernel/core", "kernel/store", "kernel/host", "sdk/contract"],
}
TESTS_MAY = ["kernel", "sdk", "tests"]
DOMAIN_WORDS = re.compile(r"saisine|plénière|pleniere|plenary|quorum|working.?group|referral|interconnect|codev|avis\b|conseil\w*.de.d[ée]veloppement|development.council", re.IGNORECASE)
MACHINE_PATHS = re.compile(r"(?<![\w.<{}$)/\"'-])/(?:work|farm|root)/|/home/\w+/")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
STATEMENT = r"(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|WHERE|ORDER BY|LIMIT|FROM|SET|VALUES|AND|OR)\b"


class Tree:
    def __init__(self, top):
        self.top = pathlib.Path(top)
        self.findings = []
        self.files = sorted(path for path in self.top.rglob("*") if path.is_file() and not LEFT_OUT & set(path.relative_to(self.top).parts))

    def tell(self, path, line, sentence):
        self.findings.append(f"{path.relative_to(self.top)}:{line}: {sentence}")

    def under(self, *folders):
        return [path for path in self.files if str(path.relative_to(self.top)).startswith(tuple(folder + "/" for folder in folders))]

    def lines(self, path):
        return enumerate(path.read_text(errors="replace").splitlines(), 1)


def includes(tree):
    for path in tree.under("kernel", "sdk/contract", "sdk/contractc", "sdk/testing"):
        if path.suffix not in SOURCES:
            continue
        name = str(path.relative_to(tree.top))
        room = max((room for room in MAY_INCLUDE if name.startswith(room + "/")), key=len, default=None)
        if room is None:
            tree.tell(path, 1, "stands in no room of the kernel that house_rules.py knows")
            continue
        allowed = [room, *MAY_INCLUDE[room], *(TESTS_MAY if path.stem.endswith(("_test", "_bench", "_fixture")) or "test" in path.stem else [])]
        for number, line in tree.lines(path):
            found = INCLUDE.match(line)
            if not found:
                continue
            target = found[2]
            if target.startswith(("kernel/", "sdk/", "plugins/", "tests/")) and not target.startswith(tuple(each + "/" for each in allowed)):
                tree.tell(path, number, f"{room} may not include {target}")
            if "soci" in target.lower() and room != "kernel/store":
                tree.tell(path, number, f"SOCI lives in kernel/store alone, not in {room}")


def plugin_includes(tree):
    folders = [path.parent for path in tree.files if path.name == "plugin.json" and path.relative_to(tree.top).parts[0] in ("plugins", "sdk")]
    for folder in folders:
        own = {path.name for path in folder.rglob("*") if path.suffix in SOURCES}
        for path in sorted(folder.rglob("*")):
            if path.suffix not in SOURCES:
                continue
            for number, line in tree.lines(path):
                found = INCLUDE.match(line)
                if not found:
                    continue
                target = found[2]
                if re.match(r"soci|boost|sqlite3|nlohmann", target, re.IGNORECASE) or target.startswith(("kernel/", "plugins/", "sdk/", "tests/", "..")):
                    tree.tell(path, number, f"a plugin may not include {target}")
                elif found[1] == '"' and pathlib.PurePath(target).name not in own and target != f"{folder.name}.contract.hpp" and not target.startswith("hemicycle/"):
                    tree.tell(path, number, f"{target} is neither the plugin's own nor of the SDK")


def domain_words(tree):
    for path in tree.under("kernel", "sdk"):
        if "sdk/examples/" in path.as_posix():
            continue
        for number, line in tree.lines(path):
            found = DOMAIN_WORDS.search(line)
            if found:
                tree.tell(path, number, f"the kernel knows no '{found[0]}'")


def machine_paths(tree):
    for path in tree.files:
        if path.suffix in {".lock", ".png", ".jpg", ".pdf", ".bin"} or path.name == pathlib.Path(__file__).name:
            continue
        for number, line in tree.lines(path):
            found = MACHINE_PATHS.search(line)
            if found:
                tree.tell(path, number, f"a path of one machine: {line.strip()[:80]}")


def sql(tree):
    """A statement is literals alone: no `+` beside one, no format, no stream (S9)."""
    joined = re.compile(rf'"[^"]*{STATEMENT}[^"]*"\s*\+|\+\s*"[^"]*\b{STATEMENT}|(?:append|format)\s*\(\s*"[^"]*\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b|<<\s*"[^"]*\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b|\+=\s*"[^"]*\b(?:SELECT|WHERE|AND|ORDER BY)\b')
    for path in tree.under("plugins", "sdk/examples"):
        if path.suffix not in SOURCES:
            continue
        text = re.sub(r"//[^\n]*", "", path.read_text(errors="replace"))
        for found in joined.finditer(text):
            tree.tell(path, text[: found.start()].count("\n") + 1, f"SQL is put together: {' '.join(found[0].split())[:80]}")


def lengths(tree):
    for path in tree.files:
        if path.suffix in CODE:
            count = sum(1 for _ in tree.lines(path))
            if count > MOST_LINES:
                tree.tell(path, count, f"{count} lines: look for the second subject")


def keys(path):
    return set(re.findall(r'^msgid "(.+)"$', path.read_text(), re.MULTILINE))


def is_pack(tree, path):
    return path.relative_to(tree.top).parts[:2] == ("config", "profiles")


def packs(tree):
    """What a profile words otherwise is a text that its plugin has, with the same fields in it."""
    for path in tree.files:
        if path.suffix != ".po" or not is_pack(tree, path) or path.parent.name == "terms":  # names of things: council_words.py
            continue
        plugin = tree.top / "plugins" / path.parent.name / "locales" / path.name
        own = texts(plugin) if plugin.exists() else {}
        for key, text in texts(path).items():
            if key not in own:
                tree.tell(path, 1, f"the plugin {path.parent.name} has no text '{key}'")
            elif sorted(re.findall(r"\{\w+\}", text)) != sorted(re.findall(r"\{\w+\}", own[key])):
                tree.tell(path, 1, f"'{key}' shows other fields than the plugin's own text")


def texts(path):
    return {key: text for key, text in re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', path.read_text(), re.MULTILINE)}


def catalogues(tree):
    folders = {path.parent for path in tree.files if path.suffix == ".po" and not is_pack(tree, path)}
    for folder in sorted(folders):
        told = {name: keys(folder / f"{name}.po") if (folder / f"{name}.po").exists() else set() for name in ("fr", "en")}
        for name, other in (("fr", "en"), ("en", "fr")):
            for key in sorted(told[name] - told[other]):
                tree.tell(folder / f"{name}.po", 1, f"'{key}' is not in {other}.po")
        for name in told:
            text = (folder / f"{name}.po").read_text() if (folder / f"{name}.po").exists() else ""
            for key in re.findall(r'^msgid "(.+)"\nmsgstr ""\n(?!")', text, re.MULTILINE):
                tree.tell(folder / f"{name}.po", 1, f"'{key}' has no text")


def contracts(tree):
    """Every contract says who may: the program refuses one that does not, and so does this page."""
    for path in tree.files:
        if path.name != "plugin.json" or path.relative_to(tree.top).parts[0] != "plugins":
            continue
        contract = json.loads(path.read_text())
        for kind in ("commands", "queries"):
            for verb, operation in contract.get(kind, {}).items():
                if not operation.get("permission"):
                    tree.tell(path, 1, f"{verb} has no permission")


RULES = (includes, plugin_includes, domain_words, machine_paths, sql, lengths, catalogues, packs, contracts)

BROKEN = {
    packs: {"plugins/x/locales/fr.po": 'msgid "a"\nmsgstr "b"\n', "config/profiles/p/locales/x/fr.po": 'msgid "c"\nmsgstr "d"\n'},
    includes: {"kernel/core/x.cpp": '#include "kernel/store/y.hpp"\n'},
    plugin_includes: {"plugins/x/plugin.json": "{}", "plugins/x/src/x.cpp": "#include <boost/asio.hpp>\n"},
    domain_words: {"kernel/core/x.cpp": "// a quorum\n", "kernel/config/x.cpp": '"Conseil de développement"\n', "sdk/x.h": "/* A DEVELOPMENT COUNCIL */\n"},
    machine_paths: {"config/x.toml": "path = /" + "work/x\n"},
    sql: {"plugins/x/src/x.cpp": 'exec("SELECT a FROM x ORDER BY " + column);\n'},
    lengths: {"kernel/core/x.cpp": "\n" * 301},
    catalogues: {"plugins/x/locales/fr.po": 'msgid "a"\nmsgstr "b"\n', "plugins/x/locales/en.po": ""},
    contracts: {"plugins/x/plugin.json": '{"commands": {"act": {}}}'},
}


def control():
    blind = []
    for rule in RULES:
        with tempfile.TemporaryDirectory() as folder:
            for name, text in BROKEN[rule].items():
                file = pathlib.Path(folder) / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
            tree = Tree(folder)
            rule(tree)
            if not tree.findings:
                blind.append(rule.__name__)
            if rule is domain_words:  # each of its files says one
                blind += [name for name in BROKEN[rule] if not any(finding.startswith(name) for finding in tree.findings)]
    print(f"{len(RULES)} rules, blind: {blind or 'none'}")
    return 1 if blind else 0


def main():
    if sys.argv[1] == "--control":
        return control()
    tree = Tree(sys.argv[1])
    for rule in RULES:
        rule(tree)
    print("\n".join(tree.findings))
    print(f"{len(RULES)} rules over {len(tree.files)} files, {len(tree.findings)} findings")
    return 1 if tree.findings else 0


if __name__ == "__main__":
    sys.exit(main())
