"""Reads a header of the ABI: what it is for, its structs with their members, its other declarations, each with the comment that belongs to it.

The headers are written one way (sdk/ABI.md): a comment stands above what it explains, or behind it on the same line.
"""
import re
from dataclasses import dataclass, field

COMMENT = re.compile(r"/\*(.*?)\*/", re.DOTALL)
TAG = re.compile(r"\[[^\]]+\]")


@dataclass
class Item:
    text: str
    doc: str = ""

    @property
    def is_function(self):
        return "(" in self.text

    @property
    def tagged(self):
        return bool(TAG.search(self.doc))


@dataclass
class Header:
    name: str
    purpose: str
    structs: dict = field(default_factory=dict)  # name -> (doc, [Item])
    others: list = field(default_factory=list)


def words(comment):
    return " ".join(comment.split())


def pieces(text):
    """(declaration, doc) in the order of the text: a comment belongs to what follows it, or to what stands before it on its line."""
    waiting, out, at = "", [], 0
    for found in re.finditer(r"\s+|/\*.*?\*/|[^;,{}]*?\{|\}\s*\w*\s*;|[^;{}/]+[;,]|#[^\n]*\n", text, re.DOTALL):
        piece = found[0]
        if comment := COMMENT.fullmatch(piece.strip()):
            before = text[text.rfind("\n", 0, found.start()) + 1:found.start()]
            if before.strip() and out and not out[-1][0].endswith("{"):
                out[-1] = (out[-1][0], words(comment[1]))
            else:
                waiting = words(comment[1])
        elif piece.strip():
            out.append((words(piece), waiting))
            waiting = ""
        at = found.end()
    return out


def read(name, text):
    """`name` as it is included: "hemicycle/call.h"."""
    first = COMMENT.search(text)
    purpose = re.sub(rf"^{re.escape(name)}:\s*", "", words(first[1]))
    header = Header(name, purpose)
    body = text[first.end():]
    body = re.sub(r"#(?:ifndef|ifdef|endif|include)[^\n]*\n", "\n", body).replace('extern "C" {\n', "")
    for found in re.finditer(r"#define\s+(HMC_\w+)\s+(\S+)", body):
        header.others.append(Item(f"{found[1]} = {found[2]}"))
    body = re.sub(r"#define[^\n]*\n", "\n", body)
    for found in re.finditer(r"(?:/\*((?:(?!\*/).)*)\*/\s*)?typedef struct \w+ \{(.*?)\n\} (\w+);", body, re.DOTALL):
        header.structs[found[3]] = (words(found[1] or ""), [Item(text.rstrip(";,"), doc) for text, doc in pieces(found[2]) if text.endswith(";")])
    rest = re.sub(r"(?:/\*(?:(?!\*/).)*\*/\s*)?typedef struct \w+ \{.*?\n\} \w+;", "", body, flags=re.DOTALL)
    for found in re.finditer(r"enum \{(.*?)\};", rest, re.DOTALL):
        header.others += [Item(value[1], words(value[2] or "")) for value in re.finditer(r"(HMC_\w+ = \d+),?\s*(?:/\*(.*?)\*/)?", found[1])]
    rest = re.sub(r"enum \{.*?\};", "", rest, flags=re.DOTALL)
    for found in re.finditer(r"/\*((?:(?!\*/).)*)\*/\s*(?:__attribute__\(\(.*?\)\)\)\s*)?(\w[\w\s*]*\([^;]*\));", rest, re.DOTALL):
        header.others.append(Item(words(found[2]), words(found[1])))
    return header


def without_tag(header):
    """Functions that do not say on which thread, or when, they may be called."""
    found = [f"{name}.{item.text}" for name, (_, members) in header.structs.items() for item in members if item.is_function and not item.tagged]
    return found + [item.text for item in header.others if item.is_function and not item.tagged]
