"""Plugins of a running server, changed from the command line and from /admin/plugins."""
import json
import socket
import sys
import unittest

from house import Client, House, until

PROGRAM = None
OK, NOT_FOUND, DENIED, UNAVAILABLE, TRY_AGAIN = 0, 4, 5, 69, 75
PAGE = "/mentions-legales"
PLUGIN = "site"  # nobody requires it
OTHERS = "/travaux"


def state(house, plugin=PLUGIN):
    code, out, err = house.cli("--json", "plugin", "info", plugin)
    assert code == OK, err
    return json.loads(out)


class Living(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(PROGRAM)
        cls.house.__enter__()
        cls.addClassCleanup(cls.house.__exit__)

    def setUp(self):
        self.assertEqual(state(self.house)["state"], "running")

    def test_the_running_server_tells_its_meters(self):
        before = state(self.house)["meters"]["calls"]
        self.assertEqual(Client(self.house).get(PAGE + "?page=1").status, 200)
        self.assertGreater(state(self.house)["meters"]["calls"], before)
        metrics = Client(self.house).get("/metrics").text
        self.assertIn(f'hemicycle_plugin_state{{plugin="{PLUGIN}",state="running"}} 1', metrics)
        self.assertIn(f'hemicycle_plugin_restarts_total{{plugin="{PLUGIN}"}} 0', metrics)

    def test_a_plugin_is_reloaded_and_its_page_goes_on(self):
        code, out, err = self.house.cli("plugin", "reload", PLUGIN)
        self.assertEqual((code, err), (OK, ""))
        self.assertIn("serves in a new generation", out)
        self.assertEqual(Client(self.house).get(PAGE).status, 200)

    def test_a_plugin_is_stopped_over_a_restart_too_and_started_again(self):
        self.addCleanup(self.house.cli, "plugin", "enable", PLUGIN)
        self.assertEqual(self.house.cli("plugin", "disable", PLUGIN)[0], OK)
        self.assertEqual(state(self.house)["state"], "disabled")
        self.assertNotEqual(Client(self.house).get(PAGE + "?again=1").status, 200)
        self.assertEqual(Client(self.house).get(OTHERS).status, 200, "the others serve")
        self.assertEqual(self.house.cli("plugin", "disable", PLUGIN)[0], DENIED, "it is stopped already")
        self.house.stop()
        self.house.start()
        self.assertEqual(state(self.house)["state"], "disabled")
        self.assertEqual(self.house.cli("plugin", "enable", PLUGIN)[0], OK)
        self.assertEqual(state(self.house)["state"], "running")
        self.assertEqual(Client(self.house).get(PAGE).status, 200)

    def test_a_council_that_does_without_comments_keeps_its_report_and_finds_them_again(self):
        self.addCleanup(self.house.cli, "plugin", "enable", "comments")
        self.house.user("equipe@example.org", "technical_team")
        team = Client(self.house).sign_in("equipe@example.org")
        until(lambda: team.get("/rapports-activite/commencer").status == 200, "the server has seen the role that the command line gave")
        self.assertEqual(team.post_form("/rapports-activite/commencer", {"year": "2026", "title": "Rapport d’activité 2026"}).status, 303)
        draft = "/rapports-activite/2026/projet"
        self.assertIn("Commentaires déposés", team.get(draft, status=200).text)
        self.assertNotIn("does_without", state(self.house, "programme"))

        self.assertEqual(self.house.cli("plugin", "disable", "comments")[0], OK)
        programme = state(self.house, "programme")
        self.assertEqual((programme["state"], programme["does_without"]), ("running", ["comments.year"]))
        self.assertIn("comments.year@1", programme["uses"])
        without = team.get(draft, status=200).text
        self.assertNotIn("Commentaires déposés", without)
        self.assertIn("Articles", without)
        self.house.stop()
        self.house.start()
        self.assertEqual(state(self.house, "programme")["state"], "running")
        self.assertNotIn("Commentaires déposés", team.get(draft, status=200).text)

        self.assertEqual(self.house.cli("plugin", "enable", "comments")[0], OK)
        self.assertIn("Commentaires déposés", team.get(draft, status=200).text)
        self.assertNotIn("does_without", state(self.house, "programme"))

    def test_a_council_that_does_without_articles_sends_nobody_to_them_from_its_home_page(self):
        self.addCleanup(self.house.cli, "plugin", "enable", "publication")
        feed = 'href="/travaux.atom"'
        self.assertEqual(Client(self.house).get("/", status=200).text.count(feed), 2)  # in the head and at the foot
        self.assertEqual(self.house.cli("plugin", "disable", "publication")[0], OK)
        self.assertEqual(state(self.house)["does_without"], ["publication.latest"])
        self.assertNotIn("works-heading", Client(self.house).get("/", status=200).text)
        self.house.stop()
        self.house.start()
        without = Client(self.house).get("/", status=200).text
        self.assertNotIn("/travaux", without)
        self.assertIn('href="/evenements"', without)
        self.assertEqual(self.house.cli("plugin", "enable", "publication")[0], OK)
        self.assertEqual(Client(self.house).get("/", status=200).text.count(feed), 2)

    def test_invariant_19_the_pages_of_a_disabled_plugin_say_that_it_is_stopped_and_come_back_with_it(self):
        self.addCleanup(self.house.cli, "plugin", "enable", "publication")

        def says_so(path):
            answer = Client(self.house).get(path)
            self.assertEqual(answer.status, 503, "neither forgotten (404) nor gone for good (410)")
            self.assertGreaterEqual(int(answer.headers["Retry-After"]), 60)
            self.assertIn("arrêtée", answer.text)
            self.assertIn("<code>publication</code>", answer.text)

        self.assertEqual(self.house.cli("plugin", "disable", "publication")[0], OK)
        says_so(OTHERS)
        self.assertNotIn(f'href="{OTHERS}"', Client(self.house).get("/saisines", status=200).text, "its entry left the menu at once")
        self.house.stop()
        self.house.start()  # nothing of it was loaded
        says_so(OTHERS)
        says_so(OTHERS + "/un-article-quelconque")
        self.assertNotIn(f'href="{OTHERS}"', Client(self.house).get("/saisines", status=200).text)
        self.assertEqual(Client(self.house).get("/nulle-part").status, 404)
        self.assertEqual(self.house.cli("plugin", "enable", "publication")[0], OK)
        self.assertEqual(Client(self.house).get(OTHERS).status, 200)

    def test_what_nobody_knows_is_named(self):
        code, _, err = self.house.cli("plugin", "reload", "nobody")
        self.assertEqual(code, NOT_FOUND)
        self.assertIn("nobody", err)

    def test_a_second_server_on_the_same_data_is_refused_with_a_sentence(self):
        code, _, err = self.house.cli("--set", "web.port=0", "serve")
        self.assertEqual(code, TRY_AGAIN)
        self.assertIn("another server works on", err)
        self.assertEqual(Client(self.house).get("/livez").status, 200)

    def test_a_caller_without_manners_is_answered_and_harms_nobody(self):
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(20)
            caller.connect(str(self.house.data / "control.sock"))
            caller.sendall(b"\x00" * 1000 + b"\n")
            self.assertFalse(json.loads(caller.makefile("rb").readline())["ok"])
        self.assertEqual(state(self.house)["state"], "running")

    def test_an_administrator_stops_and_starts_a_plugin_by_form_and_others_may_not_look(self):
        self.addCleanup(self.house.cli, "plugin", "enable", PLUGIN)
        self.house.user("admin@example.org", "admin")
        self.house.user("member@example.org", "member")
        member = Client(self.house).sign_in("member@example.org")
        self.assertEqual(member.get("/admin/plugins").status, 403)
        self.assertEqual(Client(self.house).get("/admin/plugins").status, 401)
        admin = Client(self.house).sign_in("admin@example.org")
        listing = admin.get("/admin/plugins").text
        self.assertIn(f"/admin/plugins/{PLUGIN}", listing)
        self.assertIn("En service", listing)
        self.assertIn('href="/admin/plugins"', admin.get("/").text)
        page = f"/admin/plugins/{PLUGIN}"
        self.assertEqual(admin.post_form(page + "/arreter", {}).status, 303)
        until(lambda: "Arrêté" in admin.get(page).text, "the plugin is shown as stopped")
        self.assertEqual(admin.post_form(page + "/activer", {}).status, 303)
        until(lambda: "En service" in admin.get(page).text, "the plugin is shown as running")
        events = self.house.cli("journal", "tail", "-n", "10")[1]
        self.assertIn("steward.plugin_changed", events)


class Standing(unittest.TestCase):
    def test_without_a_server_the_next_start_is_told(self):
        with House(PROGRAM, serve=False) as house:
            code, _, err = house.cli("plugin", "reload", PLUGIN)
            self.assertEqual(code, UNAVAILABLE)
            self.assertIn("no server runs", err)
            self.assertEqual(house.cli("plugin", "disable", "nobody")[0], NOT_FOUND)
            self.assertEqual(house.cli("plugin", "disable", PLUGIN)[0], OK)
            self.assertEqual(state(house)["state"], "disabled")
            self.assertEqual(house.cli("plugin", "enable", PLUGIN)[0], OK)
            self.assertEqual(state(house)["state"], "running")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
