"""S19 over the real program: what a stranger may do to a signed package, between its author and the moment it is loaded. And minisign, both ways."""
import contextlib
import gzip
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess
import sys
import tarfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from house import Client, House  # noqa: E402

OK, INVALID, NOT_FOUND, DENIED, UNAVAILABLE, CONFIGURATION = 0, 3, 4, 5, 69, 78
LIBRARY = pathlib.Path(os.environ["FAULTY_PLUGINS"]) / "misbehaving/none.so"
GOOD = pathlib.Path(os.environ["GOOD_PLUGINS"])
OBJCOPY = os.environ.get("OBJCOPY", "objcopy")
MINISIGN = os.environ.get("MINISIGN", "minisign")
ARCHITECTURE = os.uname().machine


def minisign(*arguments, folder=None):
    done = subprocess.run([MINISIGN, *map(str, arguments)], cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
    return done.returncode, done.stdout + done.stderr


def unpacked(package):
    with tarfile.open(package) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar.getmembers()}


def packed(package, files, members=()):
    """A tar as anybody makes one; `members` are TarInfo that come before the files."""
    with gzip.open(package, "wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
        for member in members:
            tar.addfile(member)
        for name, content in sorted(files.items()):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return package


def digests(files):
    listed = sorted(set(files) - {"digests", "digests.minisig"})
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in listed).encode()


class PackageAttacks(unittest.TestCase):
    def setUp(self):
        self.house = House(PROGRAM, serve=False)
        self.addCleanup(self.house.__exit__)
        self.folder = self.house.folder
        self.plugins = self.house.data / "plugins"
        standing = self.folder / "house"
        shutil.copytree(GOOD / "guestbook", standing / "guestbook")
        self.house.settings["plugins.path"] = standing
        self.key = self.new_key("author")

    def new_key(self, name):
        file = self.folder / f"{name}.key"
        self.run_well("key", "new", file)
        return file

    def run_well(self, *arguments):
        code, out, err = self.house.cli(*arguments)
        self.assertEqual(code, OK, f"{arguments}: {err}{out}")
        return out

    def refused(self, code, phrase, *arguments):
        got, out, err = self.house.cli(*arguments)
        self.assertEqual(got, code, f"{arguments}: {err}{out}")
        self.assertIn(phrase, err)
        self.assertEqual(err.count("\n"), 1, f"one sentence: {err}")

    def id_of(self, key):
        return re.search(r"public key (\w{16})", pathlib.Path(f"{key}.pub").read_text())[1]

    def trust(self, key, *options):
        return self.run_well("key", "trust", f"{key}.pub", *options)

    def build(self, version="1.0.0", **more):
        """The folder of a plugin that really loads."""
        contract = {"hemicycle": 1, "name": "club", "version": version, **more}
        shutil.rmtree(self.folder / "club", ignore_errors=True)
        (self.folder / "club/views").mkdir(parents=True)
        (self.folder / "club/views/list.mustache").write_text("<h1>Club</h1>")
        (self.folder / "club/migrations").mkdir()
        (self.folder / "club/migrations/0001_club.sql").write_text("CREATE TABLE club_x (id TEXT PRIMARY KEY);\n")
        part = self.folder / "manifest"
        part.write_text(json.dumps(contract))
        subprocess.run([OBJCOPY, "--add-section", f".hmc.manifest={part}", LIBRARY, self.folder / "club/club.so"], check=True)
        return self.folder / "club"

    def package(self, version="1.0.0", key=None, **more):
        file = self.folder / "club.hmc"
        self.run_well("plugin", "pack", self.build(version, **more), "-o", file, "--key", key or self.key)
        return file

    def state(self):
        code, out, err = self.house.cli("--json", "plugin", "list")
        club = [plugin for plugin in json.loads(out) if plugin["name"] == "club"]
        return code, (club[0]["state"], club[0].get("reason", "")) if club else None

    def test_a_running_server_serves_a_package_as_soon_as_it_is_installed_and_its_next_version(self):
        self.trust(self.key)
        page = {"pages": [{"path": "/club", "view": "list", "title": "page.list.title"}]}
        first = self.package("1.0.0", **page).rename(self.folder / "first.hmc")
        second = self.package("1.0.1", **page).rename(self.folder / "second.hmc")
        self.house.start()
        for package, version in ((first, "1.0.0"), (second, "1.0.1")):
            self.assertIn("the running server serves it", self.run_well("plugin", "install", package))
            club = [one for one in json.loads(self.run_well("--json", "plugin", "list")) if one["name"] == "club"]
            self.assertEqual([(one["version"], one["state"], one["isolation"]) for one in club], [(version, "running", "sandboxed")])
            self.assertEqual(Client(self.house).get("/club").status, 200)

    def test_from_a_key_to_a_plugin_that_runs(self):
        self.assertEqual(stat.S_IMODE(self.key.stat().st_mode), 0o600)
        self.refused(DENIED, "is there already", "key", "new", self.key)
        package = self.package()
        self.refused(DENIED, "unknown here", "plugin", "verify", package)
        self.assertIn(self.id_of(self.key), self.trust(self.key))
        told = self.run_well("plugin", "verify", package)
        self.assertIn(f"Signé par la clé {self.id_of(self.key)}", told)
        self.assertIn("1/6", told)
        self.assertIn("cloisonné", told)
        english = subprocess.run([*self.house.command("--set=site.languages=en,fr"), "plugin", "verify", package], capture_output=True, text=True, env=self.house.environment, timeout=60)
        self.assertIn(f"Signed by the key {self.id_of(self.key)}", english.stdout)
        self.run_well("plugin", "install", package)
        self.assertEqual(self.state(), (OK, ("running", "")))
        info = json.loads(self.run_well("--json", "plugin", "info", "club"))
        self.assertIn(self.id_of(self.key), info["signature"])
        self.assertIn(info["safety_rating"], "123456")
        self.assertTrue(info["rights"])
        self.run_well("plugin", "remove", "club")
        self.assertEqual(self.state(), (OK, None))
        self.refused(NOT_FOUND, "no plugin 'club'", "plugin", "remove", "club")

    def test_minisign_verifies_what_we_signed_and_we_what_it_signed(self):
        package = self.package()
        place = self.folder / "out"
        with tarfile.open(package) as tar:
            tar.extractall(place)
        public = pathlib.Path(f"{self.key}.pub").read_text().splitlines()[1]
        code, said = minisign("-Vm", "digests", "-P", public, folder=place)
        self.assertEqual(code, 0, said)
        self.assertIn("plugin:club version:1.0.0", said)
        self.assertEqual(subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "digests"], cwd=place, check=False).returncode, 0)
        self.trust(self.key, "--may", "grant:lead")
        kept = self.house.data / f"keys/{self.id_of(self.key)}.pub"
        self.assertEqual(minisign("-Vm", "digests", "-p", kept, folder=place)[0], 0, "the keyring's file is minisign's own")

        theirs = self.folder / "theirs.key"
        self.assertEqual(minisign("-G", "-W", "-p", f"{theirs}.pub", "-s", theirs)[0], 0)
        code, said = minisign("-S", "-s", theirs, "-m", "digests", "-x", "digests.minisig", "-t", "signed by hand", folder=place)
        self.assertEqual(code, 0, said)
        files = {**unpacked(package), "digests.minisig": (place / "digests.minisig").read_bytes()}
        self.refused(DENIED, "unknown here", "plugin", "verify", packed(package, files))
        self.trust(theirs)
        self.run_well("plugin", "verify", package)
        self.package(key=theirs)  # their secret key signs here
        self.run_well("plugin", "install", package)

    def test_a_changed_byte_in_any_file_is_refused_and_named(self):
        self.trust(self.key)
        package = self.package()
        whole = unpacked(package)
        for name, content in whole.items():
            with self.subTest(name):
                bent = bytearray(content)
                # In the middle of a word of the file: the signature of digests.minisig lies in its second line.
                at = len(bent) // 2 if name != "digests.minisig" else content.index(b"\n") + 30
                bent[at] = ord("A") if bent[at] != ord("A") else ord("B")
                code, out, err = self.house.cli("plugin", "install", packed(package, {**whole, name: bytes(bent)}))
                self.assertIn(code, (DENIED, INVALID), err + out)
                self.assertEqual(err.count("\n"), 1, err)
                self.assertRegex(err, "changed after|plugin.json|digests")
                self.assertFalse((self.plugins / "club").exists())
        with self.subTest("a file more"):
            packed(package, {**whole, "migrations/0002_more.sql": b"DROP TABLE x;\n"})
            self.refused(DENIED, "'migrations/0002_more.sql' was added", "plugin", "install", package)
        with self.subTest("a file less"):
            packed(package, {name: content for name, content in whole.items() if name != "migrations/0001_club.sql"})
            self.refused(DENIED, "'migrations/0001_club.sql' was taken away", "plugin", "install", package)
        with self.subTest("signed anew by a stranger"):
            files = {**whole, "views/list.mustache": b"<h1>Bought</h1>"}
            files["digests"] = digests(files)
            self.refused(DENIED, "do not belong together", "plugin", "install", packed(package, files))

    def test_keys_versions_and_ceilings(self):
        stranger = self.new_key("stranger")
        self.trust(self.key)
        self.refused(DENIED, f"the key {self.id_of(stranger)}, which is unknown here", "plugin", "install", self.package(key=stranger))
        self.run_well("plugin", "install", self.package("1.2.0"))
        self.refused(DENIED, "1.1.9 is older than 1.2.0", "plugin", "install", self.package("1.1.9"))
        asks = self.package("1.3.0", grants=["lead"], isolation="sandboxed")
        self.refused(DENIED, "asks for more than the key", "plugin", "install", asks)
        self.trust(self.key, "--may", "grant:lead")
        self.run_well("plugin", "install", asks)
        self.trust(self.key)  # a lower ceiling holds for what stands already
        _, (state, reason) = self.state()
        self.assertEqual(state, "refused")
        self.assertIn("grant:lead", reason)
        self.run_well("key", "revoke", self.id_of(self.key))
        self.refused(DENIED, "was revoked on", "plugin", "install", self.package("1.4.0"))
        self.assertIn("was revoked on", self.state()[1][1])
        self.assertIn("revoked", self.run_well("key", "list"))
        self.refused(INVALID, "'everything' is nothing that a key may allow", "key", "trust", f"{stranger}.pub", "--may", "everything")
        self.refused(NOT_FOUND, "no key '0000000000000000'", "key", "revoke", "0000000000000000")

    def test_a_swap_between_installation_and_start_is_refused_and_the_rest_serves(self):
        self.trust(self.key)
        self.run_well("plugin", "install", self.package())
        library = self.plugins / "club/club.so"
        shutil.copy(self.build("1.0.1") / "club.so", library)
        code, (state, reason) = self.state()
        self.assertEqual((code, state), (UNAVAILABLE, "refused"))
        self.assertIn("club.so' was changed after the package was signed", reason)
        code, _, err = self.house.cli("check")
        self.assertEqual(code, CONFIGURATION)
        self.assertIn("was changed after the package was signed", err)
        code, out, _ = self.house.cli("db", "migrate")
        self.assertNotIn("club", out, "no migration of it runs")
        self.house.start()
        self.assertEqual(Client(self.house).get("/livre-d-or").status, 200)
        self.assertEqual(self.house.stop(), OK)

    def test_a_package_never_takes_the_place_of_a_plugin_of_the_house(self):
        self.trust(self.key)
        shutil.copytree(GOOD / "guestbook", self.folder / "guestbook")
        package = self.folder / "guestbook.hmc"
        self.run_well("plugin", "pack", self.folder / "guestbook", "-o", package, "--key", self.key)
        self.refused(DENIED, "no package takes its place", "plugin", "install", package)

    def test_hostile_archives_are_refused_with_a_sentence(self):
        self.trust(self.key)
        package = self.package()
        whole = unpacked(package)
        link = tarfile.TarInfo("assets/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        device = tarfile.TarInfo("assets/device")
        device.type = tarfile.CHRTYPE
        bytes_of = package.read_bytes()
        with contextlib.suppress(FileNotFoundError):
            (self.folder / "escaped").unlink()
        for phrase, make in (
            ("leaves the package", lambda: packed(package, {**whole, "../../escaped": b"x"})),
            ("is absolute", lambda: packed(package, {**whole, "/escaped": b"x"})),
            ("a link", lambda: packed(package, whole, [link])),
            ("a device", lambda: packed(package, whole, [device])),
            ("twice", lambda: packed(package, whole, [tarfile.TarInfo("plugin.json")])),
            ("times its size", lambda: packed(package, {**whole, "assets/zeros": bytes(64 << 20)})),
            ("after its end", lambda: package.write_bytes(bytes_of + b"rubbish")),
            ("", lambda: package.write_bytes(bytes_of[: len(bytes_of) // 2])),
        ):
            with self.subTest(phrase or "cut short"):
                make()
                self.refused(INVALID, phrase, "plugin", "install", package)
        self.assertFalse((self.plugins / "club").exists())
        self.assertEqual(list(self.folder.rglob("escaped")), [])


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
