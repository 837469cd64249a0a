"""headers_alone.py FOLDER PATTERN COMPILER FLAGS…: each header of the folder compiles when it is the only one included."""
import pathlib
import subprocess
import sys

folder, pattern, command = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
headers = sorted(folder.rglob(pattern))
if not headers:
    sys.exit(f"no {pattern} under {folder}")
failed = 0
for header in headers:
    name = header.relative_to(folder)
    run = subprocess.run([*command, "-fsyntax-only", f"-I{folder}", "-"], input=f"#include <{name}>\n", text=True, capture_output=True, check=False)
    if run.returncode != 0:
        failed += 1
        print(f"{name} does not compile alone:\n{run.stderr}")
print(f"{len(headers) - failed} of {len(headers)} headers compile alone with {' '.join(command)}")
sys.exit(1 if failed else 0)
