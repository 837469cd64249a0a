"""What an operator types: exit codes, layers of the configuration, refusals that name what is wrong, and a house that serves without its bad plugins."""
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import unittest

from house import PASSWORD, ROOT, Client, House

PROGRAM = None
OK, USAGE, INVALID, NOT_FOUND, DENIED, UNAVAILABLE, CONFIGURATION = 0, 2, 3, 4, 5, 69, 78


class Operator(unittest.TestCase):
    """A house with a configuration file of its own, and conf.d beside it."""

    def setUp(self):
        self.house = House(PROGRAM, serve=False)
        self.house.__enter__()
        self.addCleanup(self.house.__exit__)
        self.file = self.house.folder / "hemicycle.toml"
        self.file.write_text((ROOT / "config/hemicycle.toml").read_text())
        self.layers = self.house.folder / "conf.d"
        self.layers.mkdir()
        self.house.environment["HEMICYCLE_CONFIG"] = str(self.file)

    def write(self, name, text):
        (self.layers / name).write_text(text)
        return self.layers / name

    def json(self, *arguments, code=OK, **more):
        done, out, err = self.house.cli("--json", *arguments, **more)
        self.assertEqual(done, code, f"{arguments}: {err}{out}")
        return json.loads(out)


class ExitCodes(Operator):
    def test_each_kind_of_end_has_its_code(self):
        house = self.house
        self.assertEqual(house.cli("check")[0], OK)
        self.assertEqual(house.cli()[0], USAGE)
        self.assertEqual(house.cli("nonsense")[0], USAGE)
        self.assertEqual(house.cli("plugin", "info")[0], USAGE)
        self.assertEqual(house.cli("call", "saisine.list", "{")[0], INVALID)
        self.assertEqual(house.cli("call", "saisine.get", "{}")[0], INVALID)
        self.assertEqual(house.cli("call", "saisine.get", '{"reference": "S-1999-001"}')[0], NOT_FOUND)
        self.assertEqual(house.cli("call", "nobody.here")[0], NOT_FOUND)
        self.assertEqual(house.cli("plugin", "info", "nobody")[0], NOT_FOUND)
        self.assertEqual(house.cli("import", house.folder / "no-such-file.json")[0], NOT_FOUND)
        self.assertEqual(house.cli("dead-letters", "drop", "7")[0], NOT_FOUND)
        self.assertEqual(house.cli("call", "accounts.list", "{}", "--as", "acc_nobody")[0], DENIED)
        self.assertEqual(house.cli("call", "accounts.names", '{"ids": []}', "--as", "acc_nobody")[0], DENIED, "what is internal is for plugins")
        self.assertEqual(house.cli("--set", "web.port=many", "config", "show")[0], CONFIGURATION)

    def test_an_account_is_added_with_its_password_from_standard_input_and_refused_when_it_is_short(self):
        account = self.house.user("a@example.org", "member")
        self.assertTrue(account.startswith("acc_"))
        code, _, err = self.house.cli("user", "add", "--email", "b@example.org", "--name", "Bis", input="short\n")
        self.assertEqual(code, INVALID)
        self.assertIn("password", err)
        code, _, _ = self.house.cli("user", "add", "--email", "a@example.org", "--name", "Encore", input=PASSWORD + "\n")
        self.assertIn(code, (INVALID, DENIED), "an address belongs to one account")
        self.assertEqual(len(self.house.call("accounts.list")["accounts"]), 1)

    def test_every_command_that_tells_something_tells_it_as_json(self):
        self.house.user("a@example.org", "elected")
        self.assertEqual(self.json("check")["problems"], [])
        plugins = self.json("plugin", "list")
        self.assertEqual({plugin["state"] for plugin in plugins}, {"running"})
        self.assertEqual({plugin["name"] for plugin in plugins}, {path.parent.name for path in (ROOT / "plugins").glob("*/plugin.json")})
        info = self.json("plugin", "info", "saisine")
        self.assertEqual(info["commands"]["solicit"], "saisine.solicit")
        self.assertIn("accounts.names@1", info["requires"])
        self.assertEqual(self.json("call", "saisine.list")["referrals"], [])
        self.assertEqual(self.json("config", "show")["web.port"], str(self.house.port))
        self.assertEqual(self.json("db", "migrate"), [])
        self.assertEqual(self.json("dead-letters", "list"), [])
        self.assertEqual(self.json("call", "saisine.get", '{"reference": "S-1999-001"}', code=NOT_FOUND)["code"], "no_such_referral")
        self.assertEqual(self.json("call", "saisine.get", "{}", code=INVALID)["fields"], [{"code": "required", "field": "reference"}])
        self.assertEqual(self.json("plugin", "info", "nobody", code=NOT_FOUND)["exit"], NOT_FOUND)
        missing, odd, no_list = (self.house.folder / name for name in ("missing.json", "odd.json", "no-list.json"))
        no_list.write_text("{}")
        odd.write_text('[{"call": "nobody.here"}]')
        for command in ("import", "play"):
            for file, code in ((missing, NOT_FOUND), (self.house.folder, NOT_FOUND), (no_list, INVALID)):
                told = self.json(command, file, code=code)
                self.assertEqual(told["exit"], code)
                self.assertIn(str(file), told["error"])
        self.assertEqual(self.json("play", odd, code=NOT_FOUND)["status"], "not_found")
        odd.write_text('["not a call"]')
        self.assertIn("step 1", self.json("play", odd, code=INVALID)["error"])
        self.assertEqual(self.json("--set", "web.port=many", "config", "show", code=CONFIGURATION)["exit"], CONFIGURATION)
        _, out, _ = self.house.cli("--json", "journal", "tail", "-n", "1")
        event = json.loads(out)
        self.assertEqual(event["type"], "accounts.joined")
        self.assertNotIn("a@example.org", out, "an event holds no personal data")

    def test_the_same_call_under_the_same_key_has_one_effect(self):
        self.house.user("a@example.org", "elected")
        account = self.house.call("accounts.list")["accounts"][0]["account"]
        filing = json.dumps({"title": "Une seule fois", "question": "Est-ce fait une fois ?", "themes": ["donnees"], "contact": "Cabinet"})
        first = self.json("call", "saisine.solicit", filing, "--as", account, "--key", "once")
        second = self.json("call", "saisine.solicit", filing, "--as", account, "--key", "once")
        self.assertEqual(first, second)

    def test_the_manual_and_the_completion_name_every_command(self):
        for what, sign in (("man", ".TH HEMICYCLE"), ("bash-completion", "complete ")):
            code, out, _ = self.house.cli("documentation", what)
            self.assertEqual(code, OK)
            self.assertIn(sign.lower(), out.lower())
            for command in ("serve", "check", "plugin", "call", "config", "db", "journal", "dead-letters", "user", "import"):
                self.assertIn(command, out.replace("\\-", "-"))
        _, page, _ = self.house.cli("documentation", "man")
        checked = subprocess.run(["man", "-l", "--warnings", "-E", "UTF-8", "-"], input=page, capture_output=True, text=True) if shutil.which("man") else None
        if checked:
            self.assertEqual(checked.stderr, "")


class Layers(Operator):
    def test_each_value_says_which_layer_it_comes_from_and_the_later_one_wins(self):
        self.file.write_text("# Of this test.\nweb.threads = 1\nweb.max_connections = 11\nweb.idle_deadline_s = 21\nweb.head_deadline_s = 31\n" + self.file.read_text())
        conf_d = self.write("50-mine.toml", "[web]\nmax_connections = 12\nidle_deadline_s = 22\nhead_deadline_s = 32\n")
        environment = {"HEMICYCLE_WEB_IDLE_DEADLINE_S": "23", "HEMICYCLE_WEB_HEAD_DEADLINE_S": "33"}
        shown = self.json("--set", "web.head_deadline_s=34", "config", "show", "--origin", environment=environment)
        expected = {"web.body_deadline_s": ("30", "default"), "web.threads": ("1", f"{self.file}:2"), "web.max_connections": ("12", f"{conf_d}:2"),
                    "web.idle_deadline_s": ("23", "environment HEMICYCLE_WEB_IDLE_DEADLINE_S"), "web.head_deadline_s": ("34", "option")}
        for key, (value, origin) in expected.items():
            self.assertEqual((shown[key]["value"], shown[key]["origin"]), (value, origin), key)

    def refused(self, *words, arguments=(), environment=None):
        """R18: a clear refusal, exit 78, nothing started and nothing written."""
        for command in (["serve"], ["check"], ["call", "saisine.list"]):
            code, out, err = self.house.cli(*arguments, *command, environment=environment)
            self.assertEqual(code, CONFIGURATION, f"{command}: {err}{out}")
            for word in words:
                self.assertIn(word, err)
            self.assertEqual(out, "", "no address is printed: nothing serves")
            self.assertEqual(list(self.house.data.iterdir()), [], "nothing is written")

    def test_a_wrong_value_is_named_with_file_line_key_and_what_was_expected(self):
        wrong = self.write("wrong.toml", "[web]\naddress = \"127.0.0.1\"\nmax_connections = \"many\"\n")
        self.refused(f"{wrong}:3", "web.max_connections", "expected an integer from 1", '"many"')

    def test_an_unknown_key_is_named_with_the_one_that_was_meant(self):
        wrong = self.write("wrong.toml", "[web]\nmax_conections = 5\n")
        self.refused(f"{wrong}:2", "web.max_conections", "did you mean 'web.max_connections'?")

    def test_a_file_that_is_no_toml_is_named_with_its_line(self):
        self.refused(f"{self.write('wrong.toml', '[log]' + chr(10) + 'level = ' + chr(10))}:2")

    def test_a_wrong_plugin_setting_is_refused_before_anything_starts(self):
        wrong = self.write("wrong.toml", "[settings.publication]\npage_size = 1000\n")
        self.refused(f"{wrong}:2", "page_size", "100")

    def test_a_wrong_variable_and_a_wrong_option_are_refused_by_name(self):
        self.refused("HEMICYCLE_BUS_MAILBOX", "bus.mailbox", environment={"HEMICYCLE_BUS_MAILBOX": "full"})
        self.refused("HEMICYCLE_BUS_MALBOX", "HEMICYCLE_BUS_MAILBOX", environment={"HEMICYCLE_BUS_MALBOX": "5"})
        self.refused("web.prt", "web.port", arguments=["--set", "web.prt=80"])

    def test_a_configuration_or_a_role_file_that_is_not_there_is_refused(self):
        self.refused("no-such.toml", arguments=["--config", str(self.house.folder / "no-such.toml")])
        self.refused("no-such-roles.toml", arguments=["--set", "policy.roles=" + str(self.house.folder / "no-such-roles.toml")])


class TheDatabase(Operator):
    def tables(self):
        with sqlite3.connect(f"file:{self.house.database}?mode=ro", uri=True) as db:
            return {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def test_a_dry_run_says_what_would_run_and_leaves_nothing(self):
        would = self.json("db", "migrate", "--dry-run")
        self.assertIn({"owner": "saisine", "migration": "0001_referrals"}, would)
        self.assertFalse(self.house.database.exists() and self.tables(), "a dry run leaves no table")
        self.assertEqual(self.json("db", "migrate"), would)
        self.assertIn("saisine_referral", self.tables())
        self.assertEqual(self.json("db", "migrate", "--dry-run"), [])

    def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(self):
        self.json("db", "migrate")
        with sqlite3.connect(self.house.database) as db:
            columns = [row[1] for row in db.execute("PRAGMA table_info(hmc_migration)")]
            last = dict(zip(columns, db.execute("SELECT * FROM hmc_migration WHERE owner = 'hmc' ORDER BY number DESC LIMIT 1").fetchone()))
            last.update(number=9999, name="9999_from_the_future")
            db.execute(f"INSERT INTO hmc_migration ({', '.join(last)}) VALUES ({', '.join(':' + name for name in last)})", last)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        before = self.house.database.read_bytes()
        for command in (["serve"], ["check"], ["db", "migrate"], ["call", "saisine.list"]):
            code, out, err = self.house.cli(*command)
            self.assertEqual(code, CONFIGURATION, f"{command}: {err}{out}")
            self.assertIn("9999_from_the_future", err)
            self.assertEqual(out, "")
        self.assertEqual(self.house.database.read_bytes(), before, "nothing is written")

    def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(self):
        self.house.database.write_bytes(b"this is a letter, not a database\n" * 40)
        before = self.house.database.read_bytes()
        code, out, err = self.house.cli("serve")
        self.assertNotEqual(code, OK)
        self.assertIn("hemicycle.db", err)
        self.assertEqual(out, "")
        self.assertEqual(self.house.database.read_bytes(), before)


class RubbishAmongThePlugins(Operator):
    def setUp(self):
        super().setUp()
        self.plugins = self.house.folder / "plugins"
        shutil.copytree(pathlib.Path(PROGRAM).parents[1] / "plugins", self.plugins)
        self.folders([self.plugins])

    def folders(self, paths):
        self.write("plugins.toml", "[plugins]\npath = " + json.dumps([str(path) for path in paths]) + "\n")

    def thief(self, sql):
        """One more migration of the plugin comments, in its turn."""
        migrations = self.plugins / "comments/migrations"
        (migrations / f"{len(list(migrations.glob('*.sql'))) + 1:04}_thief.sql").write_text(sql + ";\n")

    def states(self):
        _, out, _ = self.house.cli("--json", "plugin", "list")
        return {plugin["name"]: (plugin["state"], plugin.get("reason", "")) for plugin in json.loads(out)}

    def serves_the_rest(self, *left_out):
        self.house.start()
        visitor = Client(self.house)
        visitor.get("/", status=200)
        visitor.get("/saisines", status=200)
        self.assertEqual(visitor.get("/readyz").status, 200)
        for path in left_out:
            self.assertEqual(visitor.get(path).status, 503)
        self.assertEqual(self.house.stop(), OK)

    def test_files_and_folders_that_are_no_plugins_are_named_and_the_rest_serves(self):
        (self.plugins / "notes.txt").write_text("not a plugin")
        for name, content in (("rubbish", b"rubbish"), ("truncated", (self.plugins / "comments/comments.so").read_bytes()[:4000]), ("empty", b"")):
            (self.plugins / name).mkdir()
            (self.plugins / name / f"{name}.so").write_bytes(content)
        (self.plugins / "unreadable").mkdir()
        (self.plugins / "unreadable/unreadable.so").mkdir()  # root reads every file; nobody reads a folder as one
        states = self.states()
        for name in ("rubbish", "truncated", "empty", "unreadable"):
            self.assertEqual(states[name][0], "refused", name)
            self.assertTrue(states[name][1], f"{name} is refused with a reason")
        self.assertEqual({states[name][0] for name in ("accounts", "saisine", "comments", "site")}, {"running"})
        self.assertEqual(self.house.cli("plugin", "list")[0], UNAVAILABLE)
        self.serves_the_rest()

    def test_of_two_plugins_with_one_name_the_second_is_named_and_refused(self):
        other = self.house.folder / "others"
        shutil.copytree(self.plugins / "comments", other / "comments")
        self.folders([self.plugins, other])
        _, out, err = self.house.cli("--json", "plugin", "list")
        twice = [plugin for plugin in json.loads(out) if plugin["name"] == "comments"]
        told = json.dumps(twice) + err
        self.assertIn(str(other), told, "the second folder is named")
        self.assertIn("refused", told)
        self.serves_the_rest()

    def test_a_migration_that_makes_a_table_of_another_plugin_is_refused_and_leaves_nothing(self):
        self.thief("CREATE TABLE saisine_stolen (id TEXT PRIMARY KEY)")
        states = self.states()
        self.assertEqual(states["comments"][0], "failed")
        self.assertIn("saisine_stolen", states["comments"][1])
        with sqlite3.connect(self.house.database) as db:
            tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
        self.assertNotIn("saisine_stolen", tables)
        self.serves_the_rest("/moderation")

    def test_a_migration_that_changes_the_table_of_another_plugin_is_refused(self):
        self.thief("DROP TABLE saisine_referral")
        states = self.states()
        self.assertEqual(states["comments"][0], "failed")
        self.assertIn("saisine_referral", states["comments"][1])
        self.serves_the_rest("/moderation")

    def test_safe_mode_serves_without_any_plugin(self):
        (self.plugins / "rubbish").mkdir()
        (self.plugins / "rubbish/rubbish.so").write_bytes(b"rubbish")
        self.house.start("--safe-mode")
        visitor = Client(self.house)
        self.assertEqual(visitor.get("/livez").status, 200)
        self.assertEqual(visitor.get("/readyz").status, 200)
        self.assertEqual(visitor.get("/saisines").status, 503)
        self.assertEqual(self.house.stop(), OK)

    def test_a_plugin_that_is_disabled_is_told_and_not_started(self):
        # One that no other requires: what requires a plugin goes with it.
        self.write("off.toml", '[plugins]\ndisabled = ["programme"]\n')
        self.assertEqual(self.states()["programme"][0], "disabled")
        self.assertEqual(self.house.cli("plugin", "list")[0], OK)
        self.serves_the_rest("/programme")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
