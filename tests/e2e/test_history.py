"""What happened to an object, on its page: for who has signed in, in words, with names for those who may know them."""
import html
import re
import sys
import unittest

from house import Client, House, until

PROGRAM = None


def history(person, path):
    """The lines of the history on a page, as a reader reads them; None when there is none."""
    page = person.get(path, status=200).text
    section = re.search(r'<section class="history".*?</section>', page, re.S)
    if section is None:
        return None
    return [re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", line))).strip() for line in re.findall(r"<li>(.*?)</li>", section.group(0), re.S)]


class History(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(PROGRAM)
        cls.house.__enter__()
        cls.addClassCleanup(cls.house.__exit__)
        for email, name, *roles in [("elue@example.org", "Élue du territoire", "elected"), ("bureau@example.org", "Bureau du conseil", "bureau"),
                                    ("equipe@example.org", "Équipe technique", "technical_team"), ("habitante@example.org", "Habitante du quartier")]:
            cls.house.user(email, *roles, name=name)
            setattr(cls, email.split("@")[0], Client(cls.house).sign_in(email))
        cls.visitor = Client(cls.house)

    def test_each_act_is_a_line_in_words_in_its_order_and_only_who_may_reads_who_did_it(self):
        article = self.bureau.post_form("/travaux/nouveau", {"title": "Un premier bilan", "summary": "Ce que nous avons appris.", "type": "publication",
                                                             "themes": ["donnees"], "date": "2026-04-02", "body": "Nous avons appris."}, status=303).location
        self.equipe.post_form(article + "/publier", {}, status=303)
        lines = history(self.equipe, article)
        self.assertEqual(len(lines), 2)
        self.assertRegex(lines[0], r"Brouillon créé par Bureau du conseil$")
        self.assertRegex(lines[1], r"Article publié par vous$")
        self.assertRegex(history(self.habitante, article)[0], r"Brouillon créé$")
        self.assertIn("Draft made by Bureau du conseil", history(Client(self.house).sign_in("equipe@example.org"), article + "?lang=en")[0])
        self.assertIsNone(history(self.visitor, article), "a visitor's page is kept for all, and has none")
        until(lambda: "/commentaires/nouveau" in self.habitante.get(article).text, "the article takes comments")
        self.habitante.post_form(article, {"text": "Merci."}, action="/commentaires/nouveau", status=303)
        self.assertIn("Commentaire déposé", history(self.equipe, article)[-1], "what another plugin tells of the object is in its words")

    def test_no_line_shows_the_raw_name_of_an_event(self):
        referral = self.elue.post_form("/saisines/solliciter", {"title": "Mettre en débat la donnée", "question": "Comment en débattre ensemble ?", "themes": ["donnees"],
                                                                "contact": "Direction"}, status=303).location
        self.equipe.post_form(referral + "/accuser-reception", {}, status=303)
        lines = history(self.bureau, referral)
        self.assertEqual(len(lines), 2)
        for line in lines:
            self.assertNotRegex(line, r"saisine\.|_|\{")
        self.assertIn("Élue du territoire", lines[0])
        self.assertEqual(self.habitante.get(referral).status, 404, "who may not read the page reads no history of it")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
