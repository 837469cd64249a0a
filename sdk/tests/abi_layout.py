"""The prefix checker: abi_layout.py GOLDEN ACTUAL, two outputs of abi_layout.c.

Released means immutable: a growing struct may get members at its end, new structs, numbers and ids may come; nothing else may differ.
Prints the first member that differs of each struct and exits 1; exits 0 when yesterday's plugins still fit.
"""
import sys

POINTER = 8  # a larger hole between two members is a member that abi_layout.c does not list


def parse(path):
    structs, constants = {}, {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            words = line.split()
            if line.startswith("  "):
                members.append((words[0], int(words[1]), int(words[2])))
            elif words[0] in ("growing", "fixed"):
                members = []
                structs[words[1]] = (words[0], int(words[2]), members)
            else:
                constants[words[1]] = words[2]
    return structs, constants


def holes(name, size, members):
    end = 0
    for member, offset, length in members + [("its end", size, 0)]:
        if offset - end >= POINTER:
            return f"{name}: {offset - end} bytes before {member} belong to no member listed in abi_layout.c"
        end = offset + length
    return None


def first_difference(name, golden, actual):
    kind, size, members = golden
    new_kind, new_size, new_members = actual
    for i, (member, offset, length) in enumerate(members):
        if i >= len(new_members):
            return f"{name}.{member}: removed"
        new_member, new_offset, new_length = new_members[i]
        if new_member != member:
            return f"{name}.{member}: '{new_member}' stands in its place; append it at the end instead"
        if new_offset != offset:
            return f"{name}.{member}: moved from offset {offset} to {new_offset}; append new members at the end instead"
        if new_length != length:
            return f"{name}.{member}: was {length} bytes, is {new_length}"
    if kind != new_kind:
        return f"{name}: was {kind}, is {new_kind}"
    if kind == "fixed" and (new_size != size or len(new_members) != len(members)):
        return f"{name}: was {size} bytes, is {new_size}; a struct without struct_size can never grow"
    if new_size < size:
        return f"{name}: was {size} bytes, is {new_size}"
    return None


def check(golden_path, actual_path):
    structs, constants = parse(golden_path)
    new_structs, new_constants = parse(actual_path)
    found = []
    for name, golden in structs.items():
        found.append(first_difference(name, golden, new_structs[name]) if name in new_structs else f"{name}: removed")
    for name, (_, size, members) in new_structs.items():
        found.append(holes(name, size, members))
    for name, value in constants.items():
        if new_constants.get(name) != value:
            found.append(f"{name}: was {value}, is {new_constants.get(name, 'removed')}")
    return [line for line in found if line]


if __name__ == "__main__":
    differences = check(sys.argv[1], sys.argv[2])
    print("\n".join(differences) or "the ABI keeps its layout")
    sys.exit(1 if differences else 0)
