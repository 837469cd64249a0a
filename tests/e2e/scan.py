"""Reads the QR code of a page as a telephone does: its modules become a picture, and another program than the house reads that."""
import re
import subprocess
import tempfile
from pathlib import Path

SCALE = 4


def scanned(page):
    """The text of the first code of the page. Its drawing is the path of the figure `qr`: runs of dark modules on light ones."""
    side = int(re.search(r'class="qr">.*?viewBox="0 0 (\d+) \1"', page, re.S)[1])
    dark = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", page):
        dark.update((int(x) + step, int(y)) for step in range(int(length)))
    rows = [bytes(0 if (x, y) in dark else 255 for x in range(side) for _ in range(SCALE)) for y in range(side)]
    with tempfile.TemporaryDirectory(prefix="hemicycle-scan-") as folder:
        picture = Path(folder) / "code.pgm"
        picture.write_bytes(b"P5 %d %d 255\n" % (side * SCALE, side * SCALE) + b"".join(row * SCALE for row in rows))
        read = subprocess.run(["zbarimg", "--raw", "--quiet", "-Sdisable", "-Sqrcode.enable", picture], capture_output=True, text=True, timeout=60, check=False)
    assert read.returncode == 0, f"zbarimg reads no code: {read.stderr}"
    return read.stdout.rstrip("\n")
