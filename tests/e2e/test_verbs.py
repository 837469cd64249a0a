"""A plugin's name and a verb in the command line: what bash offers there, and what must not stand there."""
import shutil
import subprocess
import sys
import unittest

from house import PASSWORD, House

PROGRAM = None
USAGE = 2


class Verbs(unittest.TestCase):
    def setUp(self):
        self.house = House(PROGRAM, serve=False)
        self.house.__enter__()
        self.addCleanup(self.house.__exit__)
        self.empty = self.house.folder / "empty"
        self.empty.mkdir()

    def completed(self, *words):
        """What bash offers at the last of these words, the completion being the program's own."""
        script = 'source <("$1" documentation bash-completion); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _hemicycle "$1"; printf "%s\\n" "${COMPREPLY[@]}"'
        done = subprocess.run(["bash", "-c", script, "bash", self.house.program, *words], capture_output=True, text=True, timeout=120, cwd=self.empty,  # where no file is
                              env={**self.house.environment, "HEMICYCLE_DATA_DIR": str(self.house.data)})
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.split()

    @unittest.skipUnless(shutil.which("bash"), "no bash here")
    def test_bash_completes_commands_plugins_their_verbs_and_their_fields(self):
        self.assertEqual(self.completed("plug"), ["plugin"])
        self.assertEqual(self.completed("sais"), ["saisine"])
        self.assertIn("simulate", self.completed("rules", ""))
        self.assertEqual(self.completed("rules", "quo"), [], "what is internal is for plugins")
        self.assertEqual(self.completed("rules", "simulate", "--present", "11", "--memb"), ["--members"])
        self.assertEqual(self.completed("accounts", "sign_in", "--pass"), [], "no password stands in a command line")
        self.assertEqual(self.completed("nonsense", ""), [])

    def test_a_password_in_the_command_line_is_refused_with_the_way_that_nobody_can_read(self):
        code, out, err = self.house.cli("accounts", "sign_in", "--email", "a@example.org", "--password", PASSWORD)
        self.assertEqual((code, out), (USAGE, ""))
        self.assertIn("hemicycle call accounts.sign_in -", err)
        self.assertNotIn(PASSWORD, err)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
