"""What a form says of itself: where it belongs, what it acts on, and what a page had already told it.

    test_form_pages.py PROGRAM
"""
import collections
import html
import json
import re
import sys
import unittest

from house import ROOT, Client, House
from test_history import history
from test_seed import text_of

PROGRAM = None
ABOVE = re.compile(r'<p class="above"><a href="([^"]*)">(.*?)</a></p>\s*<h1>')
ABOUT = re.compile(r'(?s)<div class="about">(.*?)</div>')


# Forms that the team is led to, and whose page above names another thing than the one that they act on.
SPOKEN_OF = {"members.end_mandate", "members.take_leave", "members.record_warning", "members.end_office", "members.end_councillor", "working_groups.remove_member",
             "working_groups.record_meeting_notes", "programme.remove_item", "programme.write_passage", "programme.publish_report", "opinions.moderate_uptake"}


class Pages:
    """What the plugins declare, and which of it an address is."""

    def __init__(self):
        self.all = []
        for file in sorted((ROOT / "plugins").glob("*/plugin.json")):
            contract = json.loads(file.read_text(encoding="utf-8"))
            words = file.parent / "locales/fr.po"
            titles = dict(re.findall(r'msgid "([^"]+)"\nmsgstr "(.*)"', words.read_text(encoding="utf-8"))) if words.exists() else {}
            for page in contract.get("pages", []):
                if "path" not in page or "as" in page:
                    continue
                key = page.get("title") or f"page.{page.get('view')}.title"
                self.all.append({**page, "plugin": contract["name"], "named": "{" in titles.get(key, ""), "parts": page["path"].strip("/").split("/")})

    def of(self, address):
        parts = address.strip("/").split("/")
        fits = [page for page in self.all if len(page["parts"]) == len(parts)
                and all(want.startswith("{") or want == have for want, have in zip(page["parts"], parts))]
        return min(fits, key=lambda page: [part.startswith("{") for part in page["parts"]], default=None)


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

    def forms_that_the_team_is_led_to(self, pages):
        """{path of a form page: addresses}, found by following links from every page that needs no parameter. A few of each kind are enough."""
        team, seen, kinds, found = self.people["equipe"], set(), collections.Counter(), collections.defaultdict(list)
        waiting = collections.deque(page["path"] for page in pages.all if "form" not in page and "{" not in page["path"])
        while waiting:
            address = waiting.popleft()
            if address in seen:
                continue
            seen.add(address)
            page = pages.of(address)
            if page is None or kinds[page["path"]] == 12:
                continue
            kinds[page["path"]] += 1
            if "form" in page:
                if "{" in page["path"]:
                    found[page["path"]].append(address)
                continue
            answer = team.get(address)
            if answer.status == 200:
                waiting.extend(html.unescape(link).split("?")[0] for link in re.findall(r'href="(/[^"#]*)', answer.text))
        return found

    def test_a_form_about_one_thing_names_it_above_its_fields(self):
        team = self.people["equipe"]
        for contract, given in (("programme.begin", {"year": 2031, "title": "Programme de 2031"}), ("programme.add_item", {"year": 2031, "title": "Un avis à rendre", "kind": "avis"}),
                                ("opinions.declare_uptake", {"deliverable": "P-2026-001", "number": 1, "actor_name": "Un foyer", "action_text": "Nous le faisons déjà."})):
            self.assertEqual(team.api("POST", contract, given).status, 200, contract)
        person = team.api("POST", "members.add_person", {"name": "Une conseillère"}).json["person"]
        self.assertEqual(team.api("POST", "members.record_councillor", {"person": person, "authority": "La métropole", "begins": "2026-03-20"}).status, 200)
        pages, unnamed, spoken_of, opened = Pages(), [], set(), 0
        for path, addresses in self.forms_that_the_team_is_led_to(pages).items():
            form = next(page for page in pages.all if page["path"] == path)
            at = max(i for i, part in enumerate(form["parts"]) if part.startswith("{"))
            for address in addresses[:4]:
                answer = team.get(address)
                if answer.status != 200:
                    continue
                opened += 1
                about = ABOUT.search(answer.text)
                if about and text_of(about[1]).strip():
                    spoken_of.add(f"{form['plugin']}.{form['form']}")
                    continue
                above = self.above(answer.text)
                page = above and pages.of(above[0])
                thing = address.strip("/").split("/")[at]
                filled = "prefill" in form and any(one.action.split("?")[0] == address and any(kind == "text" and value for _, kind, value in one.controls)
                                                   for one in answer.forms)
                if not filled and not (page and page["named"] and thing in above[0].strip("/").split("/")):
                    unnamed.append((f"{form['plugin']}.{form['form']}", address, above))
        self.assertEqual(unnamed, [])
        self.assertGreater(opened, 40)
        self.assertEqual(SPOKEN_OF - spoken_of, set())

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
