"""The plugin of docs/plugin-author.md, as a stranger has it: built from its own CMakeLists.txt against what was installed, tested in each mode, checked, packed.

    tutorial.py BUILD_FOLDER
"""
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "sdk"))
from prefix import ROOT, Prefix, run  # noqa: E402


def main():
    with Prefix(sys.argv[1]) as prefix:
        sources, output = prefix.folder / "auditions", prefix.folder / "build"
        shutil.copytree(ROOT / "sdk/examples/auditions", sources)
        prefix.build(sources, output)
        passed = prefix.test(output)
        wanted = ["auditions.check", *(f"auditions.{mode}" for mode in prefix.modes())]
        missing = [name for name in wanted if not any(name in line for line in passed)]
        assert not missing, f"the tutorial promises {missing}, and what ran is {passed}"

        key, package = prefix.folder / "author.key", prefix.folder / "auditions-1.0.0.hmc"
        run(prefix.program, "key", "new", key, stdin=subprocess.DEVNULL)
        run(prefix.program, "plugin", "pack", output / "plugins/auditions", "-o", package, "--key", key)
        said = run(prefix.program, "plugin", "check", package)
        assert "BROKEN" not in said and said.count("kept") == 12, said
    print(f"{len(passed)} tests of the tutorial's plugin, and its package, outside this tree")


if __name__ == "__main__":
    sys.exit(main())
