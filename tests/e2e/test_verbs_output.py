"""What the program's own verbs print: all of it, as JSON when asked to, with warnings that are true."""
import json
import sqlite3
import sys
import unittest

from house import ROOT, Client, House

PROGRAM = None
OK, USAGE, NOT_FOUND = 0, 2, 4
EVENTS = 2451  # more than twice what is read at once


class Printed(unittest.TestCase):
    def setUp(self):
        self.house = House(PROGRAM, serve=False)
        self.house.__enter__()
        self.addCleanup(self.house.__exit__)

    def json(self, *arguments, code=OK):
        done, out, err = self.house.cli("--json", *arguments)
        self.assertEqual(done, code, f"{arguments}: {err}{out}")
        return json.loads(out)

    def write(self, statement, *values):
        db = sqlite3.connect(self.house.database)
        with db:
            db.execute(statement, values)
        db.close()


class TheJournal(Printed):
    def tail(self, *arguments):
        code, out, err = self.house.cli("--json", "journal", "tail", *arguments)
        self.assertEqual(code, OK, err)
        return [json.loads(line)["seq"] for line in out.splitlines()]

    def test_its_tail_is_as_long_as_was_asked_for_and_ends_with_the_last_event(self):
        self.json("db", "migrate")
        self.write("WITH RECURSIVE n(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < ?) "
                   "INSERT INTO hmc_event (seq, id, type, major, subject, time_ns, actor, tenant, correlation, causation, traceparent, content_type, payload) "
                   "SELECT seq, 'e' || seq, 'club.met', 1, 'club:1', seq, '', '', '', '', '', 'application/json', '{}' FROM n", EVENTS)
        for asked in (1, 1000, 1001, 1500, 2000, EVENTS, 1_000_000):
            first = max(1, EVENTS - asked + 1)
            self.assertEqual(self.tail("-n", asked), list(range(first, EVENTS + 1)), f"-n {asked}")
        self.assertEqual(self.tail("-n", 0), [])


class AsJson(Printed):
    def letter(self):
        """A dead letter about the first event."""
        self.write("INSERT INTO hmc_dead_letter (kind, consumer, type, subject, payload, problem, time_ns, attempts, event_seq, job_key, correlation, causation, traceparent) "
                   "VALUES ('event', 'comments', 'accounts.joined', 'account:1', '{}', 'conflict', 1, 10, 1, '', '', '', '')")
        return self.json("dead-letters", "list")[-1]["id"]

    def test_what_became_of_a_dead_letter_is_told(self):
        self.house.user("a@example.org", "member")
        for verb, action in (("retry", "retried"), ("drop", "dropped")):
            letter = self.letter()
            self.assertEqual(self.json("dead-letters", verb, letter), {"id": letter, "action": action})
            self.assertNotIn("action", self.json("dead-letters", verb, letter, code=NOT_FOUND))

    def test_a_wrong_command_line_is_told_in_the_shape_of_every_other_refusal(self):
        for wrong in ((), ("nonsense",), ("plugin", "info"), ("journal", "tail", "-n", "many"), ("journal", "tail", "-n", "-1"), ("dead-letters", "drop"), ("check", "--nonsense")):
            told = self.json(*wrong, code=USAGE)
            self.assertEqual((set(told), told["exit"]), ({"error", "exit"}, USAGE), wrong)
            self.assertTrue(told["error"], wrong)
            code, out, err = self.house.cli(*wrong, "--json")
            self.assertEqual((code, json.loads(out)), (USAGE, told), "wherever --json stands")
            code, out, err = self.house.cli(*wrong)
            self.assertEqual((code, out), (USAGE, ""), "not asked to, it speaks to people alone")
            self.assertTrue(err)
        code, out, _ = self.house.cli("--json", "--help")
        self.assertEqual(code, OK)
        self.assertTrue(out.startswith("H"), "help is for people")


class Warnings(Printed):
    def test_no_verb_calls_a_plugin_absent_that_is_there(self):
        self.assertIn("[settings.members]", (ROOT / "config/profiles/rennes.toml").read_text(), "else this proves nothing")
        self.json("db", "migrate")
        for verb in (("journal", "tail"), ("dead-letters", "list"), ("mail", "list"), ("mail", "retry"), ("call", "saisine.list"), ("check",)):
            self.assertNotIn("there is no plugin", self.house.cli(*verb)[2], verb)
        for verb in (("check",), ("call", "publication.list")):
            self.assertNotIn("there is no plugin", self.house.cli("--set", "plugins.disabled=members", *verb)[2], f"{verb} without it")

    def test_nor_does_a_house_in_safe_mode(self):
        self.house.start("--safe-mode")
        self.assertEqual(self.house.stop(), OK)
        log = self.house.log.read_text()
        self.assertIn("serving", log)
        self.assertNotIn("there is no plugin", log)

    def test_one_that_lies_nowhere_is_named(self):
        _, _, err = self.house.cli("--set", "settings.membres.x=1", "check")
        self.assertIn("option: settings.membres: there is no plugin 'membres'", err)


class OneTruth(Printed):
    def test_the_documents_version_is_the_programs(self):
        code, out, _ = self.house.cli("--version")
        self.assertEqual(code, OK)
        self.house.start()
        told = Client(self.house).get("/api/openapi.json", status=200).json
        self.assertEqual("hemicycle " + told["info"]["version"], out.strip())

    def test_a_councils_name_comes_from_its_profile_and_the_kernel_knows_its_own_alone(self):
        for profile in sorted((ROOT / "config/profiles").glob("*.toml")):
            shown = self.json("--set", f"profile={profile.stem}", "config", "show", "--origin")["site.name"]
            self.assertEqual(shown["value"], '"Conseil de développement"')
            self.assertIn(f"{profile.name}:", shown["origin"])
        empty = self.house.folder / "empty.toml"
        empty.write_text("")
        self.assertEqual(self.json("--config", empty, "config", "show")["site.name"], '"Hémicycle"')

    def test_a_filtered_list_leads_to_one_feed_from_its_head_and_from_its_body(self):
        self.house.start()
        page = Client(self.house).get("/travaux?theme=donnees", status=200).text
        self.assertEqual(page.count('href="/travaux.atom?theme=donnees"'), 2)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
