"""The rules of procedure are data: five profiles, wrong rules refused with their line, and the rules in words on a page and on the command line."""
import html
import pathlib
import re
import sys
import tomllib
import unittest

from house import ROOT, Client, House

PROGRAM = None
OK, USAGE, INVALID, NOT_FOUND, CONFIGURATION = 0, 2, 3, 4, 78
PROFILES = sorted(path.stem for path in (ROOT / "config/profiles").glob("*.toml"))


class Rules(unittest.TestCase):
    def house(self, **settings):
        house = House(PROGRAM, serve=False, **settings)
        house.__enter__()
        self.addCleanup(house.__exit__)
        return house


class Profiles(Rules):
    def test_each_profile_is_sound_and_its_rules_can_be_read_in_both_languages(self):
        for profile in PROFILES:
            with self.subTest(profile):
                house = self.house(profile=profile)
                code, out, err = house.cli("check")
                self.assertEqual(code, OK, err + out)
                self.assertNotIn("there is no plugin", err, "its settings are all for plugins of the house")
                for language, title in (("fr", "Règlement intérieur"), ("en", "Rules of procedure")):
                    code, out, err = house.cli("rules", "explain", "--lang", language)
                    self.assertEqual(code, OK, err)
                    self.assertTrue(out.startswith(title), out[:200])
                    self.assertNotRegex(out, r"<|\{\{|explain\.", "no mark of HTML, no key without its text")
                    told = tomllib.loads((ROOT / f"config/profiles/{profile}.toml").read_text())
                    for body in told["vocabularies"]["bodies"]:
                        self.assertIn(body[language], out)

    def test_where_a_rule_comes_from_is_shown_with_the_profile_and_its_line(self):
        house = self.house(profile="lille", **{"settings.rules.response_days": "60"})
        code, out, err = house.cli("config", "show", "--origin")
        self.assertEqual(code, OK, err)
        self.assertRegex(out, r"settings\.rules\.leads_min = 2 +# .*profiles/lille\.toml:\d+\n")
        self.assertRegex(out, r"settings\.rules\.response_days = 60 +# option\n")
        self.assertRegex(out, r"vocabularies\.bodies = \[.*\] +# .*profiles/lille\.toml:\d+\n")

    def test_a_profile_brings_its_words_and_the_councils_theme_wins_over_them(self):
        house = self.house()
        (house.folder / "own/locales/rules").mkdir(parents=True)
        (house.folder / "own.toml").write_text((ROOT / "config/profiles/rennes.toml").read_text())
        po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "page.explain.title"\nmsgstr "{}"\n\nmsgid "explain.bodies"\nmsgstr "{}"\n'
        (house.folder / "own/locales/rules/fr.po").write_text(po.format("Nos règles", "Nos assemblées"))
        (house.folder / "theme/locales/rules").mkdir(parents=True)
        (house.folder / "theme/locales/rules/fr.po").write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "page.explain.title"\nmsgstr "Le règlement à nous"\n')
        house.settings["profile"] = house.folder / "own.toml"
        self.assertTrue(house.cli("rules", "explain")[1].startswith("Nos règles\n"))
        house.settings["web.theme"] = house.folder / "theme"
        out = house.cli("rules", "explain")[1]
        self.assertTrue(out.startswith("Le règlement à nous\n"), out[:100])
        self.assertIn("Nos assemblées", out)


class WrongRules(Rules):
    """Each is refused at start, with exit 78, the file, the line, the key and what was expected."""

    def refused(self, old, new, *words, commands=(["check"],)):
        text = (ROOT / "config/profiles/rennes.toml").read_text()
        self.assertIn(old, text)
        wrong = text.replace(old, new, 1)
        line = 1 + next(number for number, (a, b) in enumerate(zip(text.splitlines(), wrong.splitlines())) if a != b)
        house = self.house()
        file = house.folder / "mine.toml"
        file.write_text(wrong)
        house.settings["profile"] = file
        for command in commands:
            code, out, err = house.cli(*command)
            self.assertEqual(code, CONFIGURATION, f"{command}: {err}{out}")
            for word in (f"{file}:{line}: ", *words):
                self.assertIn(word, err)
            self.assertEqual(out, "", "no address is printed: nothing serves")

    def test_a_quorum_of_120_percent(self):
        self.refused("quorum_percent = 50", "quorum_percent = 120", "settings.rules.bodies.1.quorum_percent: expected an integer from 0 to 100, found 120",
                     commands=(["check"], ["serve"], ["call", "saisine.list"]))

    def test_an_unknown_body(self):
        self.refused('{ id = "adopt_opinion", body = "plenary"', '{ id = "adopt_opinion", body = "plenry"', "settings.rules.acts.3.body", "did you mean 'plenary'?")

    def test_an_act_without_a_body(self):
        self.refused('{ id = "other", body = "plenary", ', '{ id = "other", ', "settings.rules.acts.7.body", "found nothing")

    def test_an_unknown_role(self):
        self.refused('role = "elected"', 'role = "electd"', "settings.rules.filings.0.role", "a role that somebody can hold", "did you mean 'elected'?")

    def test_a_role_that_nobody_can_hold(self):
        house = self.house()
        roles = house.folder / "roles.toml"
        roles.write_text((ROOT / "config/roles.toml").read_text() + "\n[roles.hermit]\npermissions = []\n")
        house.settings["policy.roles"] = roles
        text = (ROOT / "config/profiles/rennes.toml").read_text()
        (house.folder / "mine.toml").write_text(text.replace('kind = "self_referral", role = "member"', 'kind = "self_referral", role = "hermit"'))
        house.settings["profile"] = house.folder / "mine.toml"
        code, _, err = house.cli("check")
        self.assertEqual(code, CONFIGURATION, err)
        self.assertIn("settings.rules.filings.1.role: expected a role that somebody can hold", err)
        self.assertIn('found "hermit"', err)

    def test_an_office_that_gives_an_unknown_role_or_one_that_offices_do_not_give(self):
        self.refused('single = true, role = "chair"', 'single = true, role = "chiar"', "settings.members.offices.0.role", "a role that somebody can hold", "did you mean 'chair'?")
        self.refused('single = true, role = "chair"', 'single = true, role = "elected"', "settings.members.offices.0.role", "expected a role that a seat or an office may give")

    def test_an_unknown_method(self):
        self.refused('methods = ["secret_paper"]', 'methods = ["secret_papers"]', "settings.rules.acts.4.methods.0: expected one of consent, show_of_hands")

    def test_two_bodies_of_one_id(self):
        self.refused('{ id = "board", kind = "board"', '{ id = "plenary", kind = "board"', "settings.rules.bodies.1.id", "'plenary' twice")

    def test_a_casting_vote_where_two_thirds_are_asked(self):
        self.refused('majority = "two_thirds"', 'majority = "two_thirds", tie = "chair"', "settings.rules.acts.5.tie: expected rejected")

    def test_more_leads_at_least_than_at_most(self):
        self.refused("leads_min = 1", "leads_min = 6", "settings.rules.leads_min: expected at most leads_max, 5, found 6", commands=(["check"], ["serve"]))

    def test_a_profile_that_is_not_there(self):
        code, _, err = self.house(profile="bordeau").cli("check")
        self.assertEqual(code, CONFIGURATION)
        self.assertIn("option profile: profile: expected one of association, lille, lyon, nantes, rennes", err)


class InWords(Rules):
    def test_what_would_be_decided_and_why(self):
        house = self.house()
        asked = ["rules", "simulate", "--act", "adopt_opinion", "--members", "60", "--present", "40", "--represented", "3"]
        code, out, err = house.cli(*asked, "--in_favour", "20", "--against", "15", "--abstained", "8", "--lang", "en")
        self.assertEqual(code, OK, err)
        self.assertIn("Adopt an opinion: adopted", out)
        self.assertIn("The majority is counted of 35, so it takes at least 16 votes for. Votes for: 20.", out)
        code, out, err = house.cli("--json", *asked, "--in-favour", "20", "--against", "22")
        self.assertEqual(code, OK, err)
        self.assertIn('"conclusion":"rejected"', out)

    def test_an_election_without_its_quorum_decides_nothing(self):
        out = self.house().cli("rules", "simulate", "--act", "elect", "--members", "61", "--present", "30", "--in_favour", "30")[1]
        self.assertIn("le quorum n’est pas atteint", out)
        self.assertIn("Quorum : 50 % de 61 : 31 nécessaires, 30 comptés", out.replace("\u00a0", " "))

    def test_figures_that_do_not_fit_together_are_said_to(self):
        out = self.house().cli("rules", "simulate", "--act", "adopt_opinion", "--members", "10", "--present", "11", "--in_favour", "6", "--lang", "en")[1]
        self.assertIn("these figures do not fit together", out)

    def test_a_verb_that_is_not_there_and_a_field_that_is_wrong_have_their_codes(self):
        house = self.house()
        self.assertEqual(house.cli("rules", "explane")[0], NOT_FOUND)
        self.assertEqual(house.cli("rules", "quorum", "--body", "plenary")[0], NOT_FOUND, "what is internal is for plugins")
        self.assertEqual(house.cli("rulez", "explain")[0], USAGE)
        self.assertEqual(house.cli("rules", "simulate", "--act")[0], USAGE)
        self.assertEqual(house.cli("rules", "simulate", "--act", "nothing")[0], INVALID)
        self.assertEqual(house.cli("rules", "simulate", "--akt", "elect")[0], INVALID)
        self.assertIn("--in_favour", house.cli("rules", "simulate", "--help")[1])

    def test_the_pages_say_the_same_as_the_command_line(self):
        with House(PROGRAM, profile="nantes") as house:
            visitor = Client(house)
            page = visitor.get("/reglement")
            self.assertEqual(page.status, 200)
            text = html.unescape(re.sub(r"<[^>]+>", " ", page.text))
            self.assertIn("Appel citoyen", text)
            self.assertIn("Aucun quorum", text)
            self.assertEqual(page.text.count("<h1"), 1)
            tried = visitor.get("/reglement/simuler?act=adopt_opinion&members=30&present=12&in_favour=0")
            self.assertEqual(tried.status, 200)
            self.assertIn("si personne ne s’y oppose", tried.text)
            self.assertEqual(visitor.get("/reglement/simuler").status, 200)

    def test_a_majority_by_college_is_tried_in_the_form(self):
        with House(PROGRAM, profile="lyon") as house:
            visitor = Client(house)
            page = visitor.get("/reglement/simuler?act=amend_rules&members=40&present=30&represented=0", status=200).text
            self.assertIn("Les chiffres de chaque collège", page)
            colleges = re.findall(r'name="colleges\.(\d+)\.college" value="([a-z_-]+)"', page)
            self.assertGreater(len(colleges), 1)
            asked = "".join(f"&colleges.{row}.college={college}&colleges.{row}.weight=1&colleges.{row}.members=6&colleges.{row}.in_favour=4"
                            f"&colleges.{row}.against=1&colleges.{row}.abstained=0" for row, college in colleges)
            counted = visitor.get("/reglement/simuler?act=amend_rules&members=40&present=30&represented=0" + asked, status=200).text
            self.assertIn("le collège est pour", counted)
            self.assertIn("adopté", counted)


if __name__ == "__main__":
    PROGRAM = pathlib.Path(sys.argv.pop(1))
    unittest.main()
