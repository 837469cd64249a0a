"""The reference of the SDK, made from the headers and the schema themselves: a page that nobody writes is never behind.

    reference.py SDK_FOLDER OUTPUT_FOLDER     writes abi.md, cxx.md and plugin-json.md; exit 1 when a function of the ABI does not state its contract

ABI: every function says in brackets on which thread, or in which calls, it may be called.
"""
import json
import pathlib
import sys

import c_header
import cxx_header


def cell(text):
    return text.replace("|", "\\|") or " "


def abi_page(headers):
    yield "# The ABI, header by header\n\nC11, frozen once released: [ABI.md](ABI.md). What stands in brackets says when and on which thread a function may be called.\n"
    for header in headers:
        yield f"## `{header.name}`\n\n{header.purpose[:1].upper()}{header.purpose[1:]}\n"
        for name, (doc, members) in header.structs.items():
            yield f"### `{name}`\n\n{doc}\n" if doc else f"### `{name}`\n"
            yield "| member | meaning |\n|---|---|\n" + "".join(f"| `{cell(item.text)}` | {cell(item.doc)} |\n" for item in members)
        if header.others:
            yield "| name | meaning |\n|---|---|\n" + "".join(f"| `{cell(item.text)}` | {cell(item.doc)} |\n" for item in header.others)


def prose(lines):
    """Comment lines as Markdown: what is indented is code."""
    out, code = [], False
    for line in lines:
        indented = line.startswith("  ") or (code and not line)
        if indented != code:
            out.append("```cpp" if indented else "```")
            code = indented
        out.append(line)
    return "\n".join(out + (["```"] if code else []))


def cxx_page(headers):
    yield "# The C++ of the SDK, header by header\n\nHeaders alone, C++20, no dependency. `#include <hemicycle/plugin.hpp>` has them all.\n"
    for header in headers:
        yield f"## `hemicycle/{header.name}`\n\n{prose(header.purpose)}\n"
        for group in header.groups:
            if group.name:
                yield f"### `{group.name}`\n\n{group.doc}\n" if group.doc else f"### `{group.name}`\n"
            yield "".join(f"- `{member.text}`" + (f": {member.doc}" if member.doc else "") + "\n" for member in group.members)


def kind(schema):
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return {"snake": "name", "snakes": "names", "words": "texts", "full_name": "`plugin.name`", "fields": "[fields](#field)", "major": "integer",
                "period": "period"}.get(name, f"[{name}](#{name})")
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if schema.get("type") == "array":
        return "array of " + kind(schema["items"])
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return "name → " + kind(schema["additionalProperties"])
    return schema.get("type", kind(schema["allOf"][0]) if "allOf" in schema else "any")


def json_page(schema):
    yield f"# {schema['title']}\n\n{schema['description']} Rules and examples: [contract.md](contract.md); for editors: `plugin.schema.json`.\n"
    objects = {"the whole": schema, **{name: one for name, one in schema["definitions"].items() if "properties" in one}}
    for name, one in objects.items():
        yield f"## {name}\n\n| key | value | meaning |\n|---|---|---|\n" + "".join(
            f"| `{key}`{' *(required)*' if key in one.get('required', ()) else ''} | {cell(kind(member))} | {cell(member['description'])} |\n"
            for key, member in one["properties"].items())


def main():
    sdk, output = map(pathlib.Path, sys.argv[1:3])
    abi = [c_header.read(str(path.relative_to(sdk / "abi")), path.read_text()) for path in sorted((sdk / "abi").rglob("*.h"))]
    cxx = [cxx_header.read(path.name, path.read_text()) for path in sorted((sdk / "include").rglob("*.hpp"))]
    silent = [f"{header.name}: {function} does not say, in brackets, when or on which thread it may be called"
              for header in abi for function in c_header.without_tag(header)]
    output.mkdir(parents=True, exist_ok=True)
    for name, page in (("abi.md", abi_page(abi)), ("cxx.md", cxx_page(cxx)),
                       ("plugin-json.md", json_page(json.loads((sdk / "contract/plugin.schema.json").read_text())))):
        (output / name).write_text("\n".join(page))
    print("\n".join(silent) or f"{len(abi)} headers of the ABI, {len(cxx)} of C++")
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
