"""packaging/demo throws away only what it began itself: a folder that holds somebody's council is refused, and stays as it is.

    demo.py SOURCE_FOLDER"""
import pathlib
import subprocess
import sys
import tempfile


def main():
    with tempfile.TemporaryDirectory() as folder:
        council = pathlib.Path(folder) / "hemicycle.db"
        council.write_bytes(b"five years of a council")
        told = subprocess.run([f"{sys.argv[1]}/packaging/demo", "--data", folder], capture_output=True, text=True, timeout=60)
        kept = [(path.name, path.read_bytes()) for path in pathlib.Path(folder).iterdir()]
        assert told.returncode == 1, f"exit {told.returncode}: {told.stderr}"
        assert folder in told.stderr and "--data" in told.stderr, told.stderr
        assert kept == [("hemicycle.db", b"five years of a council")], kept
    print("refused, nothing touched")


if __name__ == "__main__":
    main()
