"""Every plugin that we ship or show keeps what `hemicycle plugin check` asks of everybody's.

    shipped.py HEMICYCLE FOLDER…    FOLDER: <name>/<name>.so
"""
import subprocess
import sys
from pathlib import Path


def main():
    hemicycle = sys.argv[1]
    libraries = [library for folder in sys.argv[2:] for library in sorted(Path(folder).glob("*/*.so")) if library.stem == library.parent.name]
    broken = []
    for library in libraries:
        run = subprocess.run([hemicycle, "plugin", "check", library], capture_output=True, text=True, timeout=120, check=False)
        if run.returncode != 0:
            broken.append(library.stem)
            print(f"{library.stem}: exit {run.returncode}\n{run.stdout}{run.stderr}")
    print(f"{len(libraries)} plugins checked, broken: {', '.join(broken) or 'none'}")
    return 1 if broken or len(libraries) < 3 else 0


if __name__ == "__main__":
    sys.exit(main())
