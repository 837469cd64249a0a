"""What a form says of itself: where it belongs, what it acts on, and what a page had already told it.

    test_form_pages.py PROGRAM
"""
import html
import re
import sys
import unittest

from house import ROOT, Client, House
from test_history import history
from test_seed import text_of

PROGRAM = None
ABOVE = re.compile(r'<p class="above"><a href="([^"]*)">(.*?)</a></p>\s*<h1>')
ABOUT = re.compile(r'(?s)<div class="about">(.*?)</div>')


class FormPages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(PROGRAM, serve=False)
        cls.house.__enter__()
        cls.addClassCleanup(cls.house.__exit__)
        code, _, err = cls.house.cli("--set=log.level=warn", "play", ROOT / "config/demo/council.json")
        assert code == 0, err
        cls.house.start()
        cls.people = {name: Client(cls.house).sign_in(name + "@demo.example") for name in ("elue", "equipe", "habitante", "bureau")}

    def above(self, page):
        found = ABOVE.search(page)
        return (found[1], re.sub(r"^Revenir à\s*:\s*", "", text_of(found[2]).strip())) if found else None

    def test_a_form_leads_back_to_the_nearest_page_above_it_under_its_title(self):
        page = self.people["elue"].get("/saisines/solliciter", status=200).text
        self.assertEqual(self.above(page), ("/saisines", "Saisines du conseil"))
        opinion = self.people["elue"].get("/avis/P-2026-001", status=200).text
        title = html.unescape(re.search(r"<title>(.*?) – [^–<]*</title>", opinion)[1])
        self.assertEqual(self.above(self.people["elue"].get("/avis/P-2026-001/preconisations/1/repondre", status=200).text), ("/avis/P-2026-001", title))
        self.assertIsNone(self.above(Client(self.house).get("/connexion", status=200).text), "the home page is in the header of each page already")

    def test_a_page_that_the_person_may_not_read_is_not_offered(self):
        # /comptes is for administrators; who is not reads the form's refusal, and no title of what is hidden.
        answer = Client(self.house).get("/comptes/inviter")
        self.assertEqual(answer.status, 401)
        self.assertIsNone(self.above(answer.text))

    def test_who_answers_a_recommendation_reads_it_there(self):
        told = ABOUT.search(self.people["elue"].get("/avis/P-2026-001/preconisations/1/repondre", status=200).text)
        follow_up = self.people["elue"].api("GET", "opinions.follow_up?deliverable=P-2026-001").json["recommendations"][0]
        self.assertIn(follow_up["reference"], text_of(told[1]))
        self.assertIn(" ".join(follow_up["text"].split()), " ".join(text_of(told[1]).split()))

    def test_a_comment_that_comes_back_keeps_its_article_and_shows_no_identifier(self):
        article = next(path for path in re.findall(r'href="(/travaux/[^"?]+)"', self.people["habitante"].get("/travaux", status=200).text)
                       if 'action="/commentaires/nouveau"' in self.people["habitante"].get(path).text)
        before = self.people["habitante"].form(article, "/commentaires/nouveau")
        answer = self.people["habitante"].post_form(article, {"text": ""}, action="/commentaires/nouveau")
        self.assertEqual(answer.status, 422)
        title = html.unescape(re.search(r"<title>(.*?) – [^–<]*</title>", self.people["habitante"].get(article).text)[1])
        self.assertEqual(self.above(answer.text), (article, title))
        form = next(form for form in answer.forms if form.action == "/commentaires/nouveau")
        self.assertEqual(form.hidden["article"], before.value("article"))
        self.assertNotRegex(answer.text, r'<input[^>]*type="text"[^>]*name="article"')
        again = self.people["habitante"].post_form(article, {"text": "Une idée à creuser."}, action="/commentaires/nouveau")
        self.assertEqual((again.status, again.location.split("#")[0]), (303, article))
        waiting = next(line for line in self.people["equipe"].api("GET", "comments.queue").json["comments"] if line["text"] == "Une idée à creuser.")
        told = ABOUT.search(self.people["equipe"].get(f"/moderation/{waiting['id']}/refuser", status=200).text)
        self.assertIn("Une idée à creuser.", html.unescape(told[1]))

    def test_a_history_says_its_days_in_words(self):
        told = [history(self.people["equipe"], path) or [] for path in ("/saisines/S-2025-001", "/avis/P-2026-001", "/seances/SE-2025-001", "/groupes/G-2026-001")]
        lines = [line for page in told for line in page]
        self.assertTrue(any("séance du 22 janvier 2026" in line for line in lines))
        for line in lines:
            self.assertNotRegex(line, r"\d{4}-\d\d-\d\d(?!/)")

    def test_a_filter_that_says_what_cannot_be_is_told_where_it_stands_and_the_others_keep_their_values(self):
        answer = Client(self.house).get("/travaux?year=deux+mille&keyword=donnee")
        self.assertEqual(answer.status, 422)
        self.assertRegex(answer.text, r'(?s)class="error-summary".*?href="#filter-list-year"')
        form = next(form for form in answer.forms if form.action == "/travaux")
        self.assertEqual((form.value("year"), form.value("keyword")), ("deux mille", "donnee"))
        self.assertIn("/travaux/", answer.text, "what can be shown is shown")
        trial = Client(self.house).get("/reglement/simuler?act=adopt_programme&members=20&present=douze")
        self.assertEqual(trial.status, 422)
        form = next(form for form in trial.forms if form.action == "/reglement/simuler")
        self.assertEqual((form.value("members"), form.value("present")), ("20", "douze"))
        self.assertIn(">Calculer<", trial.text)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
