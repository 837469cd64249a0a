"""What a person has written into a form and not yet sent: saved, found again, discarded, and not lost when a session ends."""
import sqlite3
import sys
import unittest
import urllib.parse

from house import Client, House, until

PROGRAM = None
FORM = "/saisines/solliciter"
TITLE = "Mettre en débat les enjeux de la donnée"
WHOLE = {"title": TITLE, "question": "Comment les habitants peuvent-ils en débattre ?", "themes": ["donnees"], "contact": "Direction du numérique"}


class Drafts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(PROGRAM)
        cls.house.__enter__()
        cls.addClassCleanup(cls.house.__exit__)
        cls.house.user("elue@example.org", "elected")
        cls.house.user("autre@example.org", "elected")
        cls.house.user("equipe@example.org", "technical_team")
        cls.admin_id = cls.house.user("admin@example.org", "admin")

    def setUp(self):
        self.elue = Client(self.house).sign_in("elue@example.org")

    def tearDown(self):
        if 'value="effacer"' in self.elue.get(FORM).text:
            self.save(self.elue, FORM, {}, "effacer")

    def save(self, person, path, fields, button="garder"):
        until(lambda: person.get(path).status == 200, "the server has seen the role that the command line gave")
        form = person.form(path)
        pairs = form.filled(fields) + [("brouillon", button)]
        return person.request("POST", path, urllib.parse.urlencode(pairs).encode(), {"Content-Type": "application/x-www-form-urlencoded"})

    def drafts(self):
        with sqlite3.connect(self.house.database) as database:
            return database.execute("SELECT actor, path, fields FROM hmc_draft").fetchall()

    def test_a_draft_that_would_be_refused_is_saved_and_found_again_by_nobody_else(self):
        answer = self.save(self.elue, FORM, {"title": "Dé", "question": "", "themes": ["donnees"]})
        self.assertEqual((answer.status, answer.location), (303, FORM))
        page = self.elue.get(FORM, status=200)
        self.assertIn("Le brouillon est enregistré", page.text)
        again = Client(self.house).sign_in("elue@example.org")
        page = again.get(FORM, status=200)
        self.assertIn("Votre brouillon est repris", page.text)
        form = again.form(FORM)
        self.assertEqual(form.value("title"), "Dé")
        self.assertEqual([value for name, _, value in form.controls if name == "themes" and value], ["donnees"])
        other = Client(self.house).sign_in("autre@example.org")
        self.assertEqual(other.form(FORM).value("title"), "")
        self.assertNotIn("brouillon est repris", other.get(FORM).text)

    def test_the_desk_leads_back_to_what_was_begun(self):
        self.assertNotIn("Vos brouillons", self.elue.get("/mon-espace", status=200).text)
        self.save(self.elue, FORM, {"title": TITLE})
        self.assertRegex(self.elue.get("/mon-espace", status=200).text, f'(?s)Vos brouillons.*<a href="{FORM}">')
        self.assertNotIn("Vos brouillons", Client(self.house).sign_in("autre@example.org").get("/mon-espace", status=200).text)
        self.save(self.elue, FORM, {}, "effacer")
        self.assertNotIn("Vos brouillons", self.elue.get("/mon-espace", status=200).text)

    def test_a_draft_goes_when_the_form_is_sent_or_when_it_is_discarded(self):
        self.save(self.elue, FORM, {"title": TITLE})
        self.assertEqual(self.elue.post_form(FORM, {k: v for k, v in WHOLE.items() if k != "title"}).status, 303)
        self.assertEqual(self.elue.form(FORM).value("title"), "")
        self.save(self.elue, FORM, {"title": TITLE})
        self.assertEqual(self.save(self.elue, FORM, {}, "effacer").status, 303)
        self.assertIn("Le brouillon est effacé", self.elue.get(FORM).text)
        self.assertEqual(self.elue.form(FORM).value("title"), "")
        self.assertEqual(self.drafts(), [])

    def test_a_form_that_comes_back_refused_leaves_the_draft_where_it_was(self):
        self.save(self.elue, FORM, {"title": TITLE})
        self.assertEqual(self.elue.post_form(FORM, {"title": "x"}).status, 422)
        self.assertEqual(self.elue.form(FORM).value("title"), TITLE)

    def test_short_forms_and_those_with_a_password_offer_no_draft(self):
        self.assertIn('value="garder"', self.elue.get(FORM).text)
        for path in ("/mon-compte/mot-de-passe", "/connexion"):
            self.assertNotIn('value="garder"', self.elue.get(path).text)
        self.assertNotIn('value="garder"', Client(self.house).get("/connexion").text)

    def test_the_button_without_the_forms_token_saves_nothing(self):
        answer = self.elue.request("POST", FORM, urllib.parse.urlencode({"title": TITLE, "brouillon": "garder"}).encode(),
                                   {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(answer.status, 403)
        self.assertEqual(self.drafts(), [])

    def test_what_was_sent_after_the_session_ended_is_there_once_signed_in_again(self):
        form = self.elue.form(FORM)
        body = urllib.parse.urlencode(form.filled(WHOLE)).encode()
        elsewhere = Client(self.house)
        elsewhere.cookies = dict(self.elue.cookies)
        elsewhere.post_form("/mon-compte", {}, action="/deconnexion")  # the session ends behind the open form
        answer = self.elue.request("POST", FORM, body, {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(answer.status, 401)
        self.assertIn("ce que vous avez écrit est gardé", answer.text)
        sign_in = f"/connexion?retour={urllib.parse.quote(FORM, safe='')}"
        self.assertIn(sign_in.replace("&", "&amp;"), answer.text)
        done = self.elue.post_form(sign_in, {"email": "elue@example.org", "password": "demonstration-2026"}, action="/connexion")
        self.assertEqual((done.status, done.location), (303, FORM))
        again = self.elue.form(FORM)
        self.assertEqual((again.value("title"), again.value("contact")), (TITLE, "Direction du numérique"))
        self.assertEqual(self.elue.post_form(FORM, {}).status, 303, "it can be sent as it stands")
        self.assertEqual(self.drafts(), [])

    def test_a_stranger_who_never_had_a_session_leaves_nothing_behind(self):
        stranger = Client(self.house)
        answer = stranger.request("POST", FORM, urllib.parse.urlencode(WHOLE, doseq=True).encode(), {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertIn(answer.status, (401, 403))
        self.assertEqual(self.drafts(), [])

    def test_drafts_go_with_the_account(self):
        account = self.house.user("partante@example.org", "elected")
        partante = Client(self.house).sign_in("partante@example.org")
        self.save(partante, FORM, {"title": TITLE})
        self.assertEqual([actor for actor, _, _ in self.drafts()], [account])
        admin = Client(self.house).sign_in("admin@example.org")
        self.assertEqual(admin.post_form(f"/comptes/{account}/fermer", {}).status, 303)
        until(lambda: self.drafts() == [], "the drafts are gone")


class Expiry(unittest.TestCase):
    def test_a_draft_is_forgotten_after_the_days_that_the_council_set(self):
        with House(PROGRAM, **{"web.draft_days": 1}) as house:
            house.user("elue@example.org", "elected")
            elue = Client(house).sign_in("elue@example.org")
            Drafts.save(self, elue, FORM, {"title": TITLE})
            house.stop()
            with sqlite3.connect(house.database) as database:
                database.execute("UPDATE hmc_draft SET saved_ns = saved_ns - 86400000000001")
            house.start()
            self.assertEqual(elue.form(FORM).value("title"), "")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
