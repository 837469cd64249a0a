"""manifest_test.py PLUGIN.so PLUGIN.json: the library holds the contract, byte for byte what its JSON says, also after --gc-sections."""
import json
import pathlib
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    dump = pathlib.Path(folder) / "manifest"
    subprocess.run(["objcopy", "--dump-section", f".hmc.manifest={dump}", sys.argv[1], "/dev/null"], check=True)
    held = json.loads(dump.read_bytes())
wanted = json.loads(pathlib.Path(sys.argv[2]).read_bytes())
if json.dumps(held) != json.dumps(wanted):  # the order of fields counts
    sys.exit("the manifest in the library is not the contract")
