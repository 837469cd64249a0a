"""The first page after signing in: what waits for this person, from every plugin that has something to say."""
import re
import sys
import unittest

from house import Client, House, until

PROGRAM = None
SOLICITATION = {"title": "Mettre en débat les enjeux de la donnée", "question": "Comment les habitants peuvent-ils en débattre ?",
                "themes": ["donnees"], "contact": "Direction du numérique"}


class TheDesk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(PROGRAM)
        cls.house.__enter__()
        cls.addClassCleanup(cls.house.__exit__)
        for email, *roles in [("elue@example.org", "elected"), ("bureau@example.org", "bureau"), ("equipe@example.org", "technical_team"),
                              ("pilote@example.org", "member"), ("habitante@example.org",)]:
            setattr(cls, email.split("@")[0] + "_id", cls.house.user(email, *roles))
            setattr(cls, email.split("@")[0], Client(cls.house).sign_in(email))

    def waiting(self, person):
        main = re.search(r"<main.*?</main>", person.get("/mon-espace", status=200).text, re.S).group(0)
        return re.findall(r'<li><a href="([^"]+)">', main)

    def test_who_signs_in_lands_on_their_desk_and_a_way_back_still_wins(self):
        someone = Client(self.house)
        self.assertEqual(someone.post_form("/connexion", {"email": "elue@example.org", "password": "demonstration-2026"}).location, "/mon-espace")
        other = Client(self.house)
        self.assertEqual(other.post_form("/connexion?retour=/travaux", {"email": "elue@example.org", "password": "demonstration-2026"},
                                         action="/connexion").location, "/travaux")

    def test_who_has_no_account_reads_at_the_door_how_one_comes_by_it_and_whom_to_ask(self):
        door = Client(self.house).get("/connexion", status=200).text
        self.assertIn("sur invitation", door)
        self.assertIn("Mot de passe oublié", door)
        self.assertEqual(Client(self.house).get(re.search(r'href="(/mentions-legales)"', door)[1]).status, 200)

    def test_an_invitation_is_handed_over_as_a_whole_address(self):
        self.house.user("plateforme@example.org", "admin")
        platform = Client(self.house).sign_in("plateforme@example.org")
        until(lambda: platform.get("/comptes/inviter").status == 200, "the role of an account that was added while the house serves")
        shown = platform.post_form("/comptes/inviter", {"email": "nouvelle@example.org", "name": "Nouvelle venue"}, status=303).location
        page = platform.get(shown, status=200).text
        address = re.search(r'>(https?://[^<]+/invitation/[^<]+)<', page)
        self.assertIsNotNone(address, page)
        self.assertIn("<svg", page)
        self.assertEqual(Client(self.house).get("/" + address[1].split("/", 3)[3]).status, 200)

    def test_a_visitor_has_no_desk(self):
        visitor = Client(self.house)
        self.assertEqual(visitor.get("/mon-espace").status, 401)
        self.assertNotIn("/mon-espace", visitor.get("/", status=200).text)

    def test_where_nothing_waits_the_page_says_so_kindly(self):
        self.assertEqual(self.waiting(self.habitante), [])
        self.assertIn("Rien ne vous attend", self.habitante.get("/mon-espace", status=200).text)

    def test_a_referral_waits_for_one_after_the_other(self):
        referral = self.elue.post_form("/saisines/solliciter", SOLICITATION, status=303).location
        self.assertIn(referral, self.waiting(self.equipe))
        self.assertNotIn(referral, self.waiting(self.bureau))
        self.equipe.post_form(referral + "/accuser-reception", {}, status=303)
        self.assertNotIn(referral, self.waiting(self.equipe))
        self.assertIn(referral, self.waiting(self.bureau))
        self.bureau.post_form(referral + "/demander-des-precisions", {"message": "Quel calendrier, et pour quels usages ?"}, status=303)
        self.assertNotIn(referral, self.waiting(self.bureau))
        self.assertEqual(self.waiting(self.elue), [referral + "/completer"])
        self.assertEqual(self.waiting(self.pilote), [], "what the author must complete is nobody else's task")

    def test_drafts_wait_for_editors_and_comments_for_moderators(self):
        draft = self.bureau.post_form("/travaux/nouveau", {"title": "Un premier bilan", "summary": "Ce que nous avons appris.", "type": "publication",
                                                           "themes": ["donnees"], "date": "2026-04-02", "body": "Nous avons appris."}, status=303).location
        self.assertIn(draft, self.waiting(self.equipe))
        self.assertNotIn(draft, self.waiting(self.habitante))
        self.bureau.post_form(draft + "/publier", {}, status=303)
        self.assertNotIn(draft, self.waiting(self.equipe))
        until(lambda: "/commentaires/nouveau" in self.habitante.get(draft).text, "the article takes comments")
        self.habitante.post_form(draft, {"text": "Merci pour ce bilan."}, action="/commentaires/nouveau", status=303)
        self.assertIn("/moderation", self.waiting(self.equipe))
        self.assertNotIn("/moderation", self.waiting(self.bureau))


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
