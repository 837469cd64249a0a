"""Reads a header of the C++ side of the SDK: what it is for, its classes and functions with their `///` comments. Bodies are passed over.

It reads what clang-format of this house writes: classes at the left edge, members two blanks in.
"""
import re
from dataclasses import dataclass, field

SCOPE = re.compile(r"(template <.*> )?(class|struct|enum class) (\[\[nodiscard\]\] )?\w+")
LITERAL = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])'")
SPECIFIER = re.compile(r"\[\[nodiscard\]\] |\binline |\bexplicit |\bconstexpr |\bstatic |\bfriend |\bvirtual ")


@dataclass
class Declared:
    text: str
    doc: str


@dataclass
class Group:
    name: str
    doc: str
    members: list = field(default_factory=list)


@dataclass
class Header:
    name: str
    purpose: list
    groups: list = field(default_factory=list)


def signature(text):
    """A declaration without its body, its initialisers and the words that only the compiler reads."""
    depth = 0
    for at, letter in enumerate(text):
        depth += {"(": 1, "<": 1, ")": -1, ">": -1}.get(letter, 0) if not text.startswith(("->", ">="), at - 1 if letter == ">" else at) else 0
        if depth <= 0 and (letter in "{;" or text.startswith(" : ", at)):
            text = text[:at]
            break
    return SPECIFIER.sub("", " ".join(text.split()))


def wanted(text):
    return text and "= delete" not in text and "operator" not in text and not text.startswith(("~", "using ", "template class", "static_assert", "--", "#", "}", "namespace"))


def read(name, text):
    lines = text.splitlines()
    purpose = []
    while lines and lines[0].startswith("//"):
        purpose.append(lines.pop(0)[2:].removeprefix(" "))
    header = Header(name, purpose, [Group("", "")])
    doc, declaration, depth, group, public, hidden = [], "", 0, None, True, False
    for line in lines:
        bare = line.strip()
        if line.startswith(("#", "namespace", "}  // namespace")):
            hidden = line.startswith("namespace detail") or (hidden and not line.startswith("}"))
            continue
        if hidden:
            continue
        if group and re.match(r" (public|private|protected):", line):
            public = bare == "public:"
        elif depth == 0 and line.startswith("};"):
            group, public, declaration = None, True, ""
        elif group and group.name.startswith("enum"):
            group.members += [Declared(value.strip(), "") for value in bare.split("//")[0].split(",") if value.strip()]
        elif depth == 0 and bare.startswith("///"):
            doc.append(bare[3:].strip())
        elif depth == 0 and bare.startswith("//"):
            continue
        elif not bare and not declaration:
            doc = []
        else:
            declaration = f"{declaration} {bare}".strip()
            opened = LITERAL.sub('""', declaration).split("//")[0].strip()
            if depth == 0 and not group and SCOPE.match(opened) and opened.endswith("{"):
                group = Group(signature(opened).removesuffix(" final"), " ".join(doc))
                public = not re.search(r"\bclass \w+", opened) or "enum class" in opened
                header.groups.append(group)
                declaration, doc = "", []
                continue
            depth = opened.count("{") - opened.count("}")
            if depth > 0 or not opened.endswith((";", "}")):
                continue
            trailing = re.search(r"///<(.*)$", declaration)
            said = signature(re.sub(r"//.*$", "", declaration))
            if public and wanted(said):
                (group or header.groups[0]).members.append(Declared(said, " ".join([*doc, *([trailing[1].strip()] if trailing else [])])))
            declaration, doc, depth = "", [], 0
    header.groups = [one for one in header.groups if one.members or one.doc]
    return header
