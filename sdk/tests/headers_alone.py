"""headers_alone.py FOLDER PATTERN COMPILER FLAGS…: each header of the folder compiles when it is the only one included."""
import concurrent.futures
import os
import pathlib
import subprocess
import sys

folder, pattern, command = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
headers = sorted(folder.rglob(pattern))
if not headers:
    sys.exit(f"no {pattern} under {folder}")


def errors(header):
    text = f"#include <{header.relative_to(folder)}>\n"
    run = subprocess.run([*command, "-fsyntax-only", f"-I{folder}", "-"], input=text, text=True, capture_output=True, check=False)
    return f"{header.relative_to(folder)} does not compile alone:\n{run.stderr}" if run.returncode != 0 else None


with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    failed = [text for text in pool.map(errors, headers) if text]
print("\n".join([*failed, f"{len(headers) - len(failed)} of {len(headers)} headers compile alone with {' '.join(command)}"]))
sys.exit(1 if failed else 0)
