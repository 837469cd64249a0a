"""abi_layout_test.py COMPILER ABI_DIR LAYOUT_C GOLDEN SCRATCH: the golden holds, and the checker catches what it is there to catch."""
import pathlib
import shutil
import subprocess
import sys

import abi_layout

compiler, abi, layout, golden, scratch = sys.argv[1], *map(pathlib.Path, sys.argv[2:6])


def layout_of(name, header=None, old=None, new=None):
    """Prints the layout of a copy of the headers in which `old` was replaced."""
    folder = scratch / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(abi, folder)
    if header:
        text = (folder / header).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{header} no longer holds {old!r} once: change this test with it"
        (folder / header).write_text(text.replace(old, new), encoding="utf-8")
    program, printed = folder / "layout", folder / "layout.txt"
    subprocess.run([compiler, "-std=c11", f"-I{folder}", str(layout), "-o", str(program)], check=True)
    printed.write_text(subprocess.run([str(program)], check=True, capture_output=True, text=True).stdout, encoding="utf-8")
    return printed


def expect(what, found, wanted):
    if (wanted is None and found) or (wanted is not None and not (found and found[0].startswith(wanted))):
        sys.exit(f"{what}: wanted {wanted or 'no difference'}, got {found or 'no difference'}")
    print(f"ok: {what}")


call, subject, last = "hemicycle/call.h", "  hmc_span subject; ", "  hmc_span prepared; "
today = abi_layout.check(golden, layout_of("today"))
expect("today's headers keep the released layout", today, None)
expect("an inserted member is named by what it moved",
       abi_layout.check(golden, layout_of("inserted", call, subject, "  hmc_span inserted;\n" + subject)), "hmc_message_v1.subject: moved")
expect("a member of another type is named",
       abi_layout.check(golden, layout_of("retyped", call, "uint64_t budget_ns", "uint32_t budget_ns")), "hmc_message_v1.budget_ns: was 8 bytes")
expect("a number that changes is named",
       abi_layout.check(golden, layout_of("renumbered", "hemicycle/status.h", "HMC_DENIED = 2", "HMC_DENIED = 9")), "HMC_DENIED: was 2")
grown = scratch / "grown.txt"
lines = layout_of("grown").read_text(encoding="utf-8").replace("growing hmc_clock_v1 16", "growing hmc_clock_v1 24")
grown.write_text(lines.replace("  now 8 8\n", "  now 8 8\n  appended 16 8\n"), encoding="utf-8")
expect("a member appended to a growing struct is accepted", abi_layout.check(golden, grown), None)
expect("a member inserted before the last one is named too",
       abi_layout.check(golden, layout_of("late", call, last, "  hmc_span inserted;\n" + last)), "hmc_message_v1.prepared: moved")
forgotten = scratch / "forgotten.txt"
forgotten.write_text(lines, encoding="utf-8")
expect("a list that forgot an appended member is found", abi_layout.check(golden, forgotten), "hmc_clock_v1: 8 bytes before its end")
fixed = scratch / "fixed.txt"
fixed.write_text(layout_of("fixed").read_text(encoding="utf-8").replace("fixed hmc_span 16", "fixed hmc_span 24")
                 .replace("  size 8 8\n", "  size 8 8\n  owner 16 8\n", 1), encoding="utf-8")
expect("a struct without struct_size may not grow", abi_layout.check(golden, fixed), "hmc_span: was 16 bytes")
