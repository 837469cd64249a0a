"""symbol_lint_test.py BROKEN.so [--sanitized] [--no-unique]: a library with every fault is refused for each of them."""
import sys

import symbol_lint

sanitized = "--sanitized" in sys.argv
found = "\n".join(symbol_lint.faults(sys.argv[1], sanitized))
wanted = ["binds lazily", "needs libboost_pretended", "no section .hmc.manifest"]
if not sanitized:
    wanted += ["exports second_export", "does not export hmc_plugin_entry_v1"]
if not sanitized and "--no-unique" not in sys.argv:  # only GCC makes such symbols
    wanted += ["STB_GNU_UNIQUE"]
missing = [fault for fault in wanted if fault not in found]
print(found)
if missing:
    sys.exit("not found by the lint: " + "; ".join(missing))
