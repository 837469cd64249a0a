"""From what a group hands in to what became of it, by people at their forms; and the pages of it that must never be public."""
import hashlib
import html
import json
import re
import shutil
import sys
import unittest

from house import ROOT, Client, House, until

PROGRAM = None
CRITERIA = ["perimetre", "interet-general", "non-traite", "competence", "calendrier", "volontaires", "cosignataires", "neutralite",
            "livrable-attendu"]
# The bureau adopts this kind without a vote of the plenary, which has tests of its own.
KINDS = """[settings.rules]
deliverable_kinds = [
  { id = "contribution", needs_plenary_vote = false, needs_board = true, expects_response = true, numbered = true, response_days = 60 },
  { id = "synthese", needs_plenary_vote = false, needs_board = false, expects_response = false, numbered = false },
]
"""
TITLE = "La ville la nuit, pour qui ?"


def text_of(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


class FromDraftToEffect(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(PROGRAM, serve=False)
        cls.addClassCleanup(cls.house.__exit__)
        config = shutil.copytree(ROOT / "config", cls.house.folder / "config")
        (config / "conf.d").mkdir()
        (config / "conf.d/10-kinds.toml").write_text(KINDS, encoding="utf-8")
        cls.house.environment["HEMICYCLE_CONFIG"] = str(config / "hemicycle.toml")
        cls.house.start()
        for name, *roles in [("elue", "elected"), ("bureau", "bureau"), ("equipe", "technical_team"), ("pilote", "member"), ("membre", "member")]:
            setattr(cls, name + "_id", cls.house.user(name + "@example.org", *roles))
            setattr(cls, name, Client(cls.house).sign_in(name + "@example.org"))
        cls.visitor = Client(cls.house)

    def send(self, person, path, fields=None, **more):
        return person.post_form(path, fields or {}, status=303, **more).location

    def refused(self, person, path, fields, words):
        page = person.post_form(path, fields, status=422)
        self.assertIn(words, text_of(page.text))

    def open_group(self):
        referral = self.send(self.elue, "/saisines/solliciter", {"title": "La nuit", "question": "Quels services publics manquent la nuit ?",
                                                                 "themes": ["habitat"], "contact": "Direction des mobilités"})
        self.send(self.equipe, referral + "/accuser-reception")
        grid = {f"grid.{i}.criterion": one for i, one in enumerate(CRITERIA)} | {f"grid.{i}.met": "true" for i in range(len(CRITERIA))}
        self.send(self.bureau, referral + "/recevable", grid)
        self.send(self.bureau, referral + "/proposer-a-la-pleniere")
        self.send(self.bureau, referral + "/decision", {"decision": "programmed", "session_date": "2026-01-18"})
        group = self.send(self.bureau, "/groupes/ouvrir", {"referral": referral.rsplit("/", 1)[1], "title": "La nuit", "mandate": "Dire ce qui manque la nuit.",
                                                           "leads": [self.pilote_id], "planned_end": "2027-06-30", "visibility": "public"})
        self.send(self.pilote, group + "/phase", {"phase": "drafting"})
        return referral, group

    def test_a_contribution_goes_from_its_group_to_its_effects(self):
        referral, group = self.open_group()
        handed = self.send(self.pilote, group + "/productions/remettre", {
            "kind": "contribution", "title": TITLE, "summary": "Des services aussi la nuit.",
            "text": "Le tram s’arrête à minuit.\n\nLes soignants rentrent à pied.",
            "recommendations.0.text": "Faire rouler le tram toute la nuit.", "recommendations.1.text": "Ouvrir une crèche la nuit."})
        deliverable = handed.rsplit("/", 1)[1]
        draft, public = f"{group}/redaction/{deliverable}", f"/avis/{deliverable}"
        until(lambda: self.pilote.get(draft).status == 200, "what was handed in is a draft")
        self.nobody_else_learns_of_it(draft, public, group)
        self.the_group_amends_it(draft)
        self.send(self.pilote, draft + "/soumettre")
        self.assertIn(draft, self.bureau.get("/mon-espace", status=200).text)
        today = self.house.call("opinions.draft", group=group.rsplit("/", 1)[1], deliverable=deliverable)["versions"][0]["made"][:10]
        self.send(self.bureau, public + "/adopter", {"date": today})
        self.assertEqual(self.visitor.get(public).status, 404, "adopted is not public yet")
        self.send(self.bureau, public + "/finaliser")
        self.assertEqual(self.visitor.get(public).status, 404, "what expects an answer waits for its transmission")
        self.transmit(public, today)
        self.the_public_page(public, referral)
        self.answer(public, today)
        self.take_up(public)
        self.it_became_an_article_and_the_thread_goes_on(referral, public)

    def nobody_else_learns_of_it(self, draft, public, group):
        for person in (self.visitor, self.elue, self.membre):
            self.assertIn(person.get(draft).status, (401, 404), "a draft is its group's")
            self.assertEqual(person.get(public).status, 404)
        for path in ("/avis", "/suites", "/suites.csv", "/travaux", "/travaux.atom", group):
            page = self.visitor.get(path, status=200).text
            self.assertNotIn("Le tram", page)
            self.assertNotIn(draft, page, "invariant 13: drafts are never served to the public")

    def the_group_amends_it(self, draft):
        page = draft + "/amendements"
        self.refused(self.pilote, page + "/nouveau", {"action": "replace", "passage": "à midi", "proposed": "x", "reason": "Pour voir."},
                     "Ce passage n’est pas dans le texte")
        self.send(self.pilote, page + "/nouveau", {"action": "replace", "passage": "à minuit", "proposed": "à une heure", "reason": "L’horaire a changé."})
        self.send(self.pilote, page + "/1/examiner", {"decision": "accept"})
        self.send(self.pilote, page + "/integrer")
        compared = self.pilote.get(draft + "/comparer/1/2", status=200).text
        self.assertRegex(compared, r"<del>.*minuit.*</del>")
        self.assertRegex(compared, r"<ins>.*une.*</ins>")
        self.assertIn("Paragraphe modifié", compared)

    def transmit(self, public, today):
        self.refused(self.bureau, public + "/transmettre", {"date": today, "recipients.0.capacity": "elected", "recipients.0.recipient": "Mobilités"},
                     "Ajoutez au moins un destinataire en qualité de collectivité")
        slip = self.send(self.bureau, public + "/transmettre", {"date": today, "recipients.0.capacity": "authority", "recipients.0.recipient": "La métropole"})
        receipt = re.search(r'href="(/recus/[0-9a-f]{64})"', self.bureau.get(slip, status=200).text).group(1)
        self.assertEqual(self.visitor.get(slip).status, 401, "the slip is the council's")
        self.assertIn(TITLE, text_of(self.visitor.get(receipt, status=200).text))
        self.assertEqual(self.send(self.visitor, receipt + "/accuser"), receipt)
        self.assertIn("Réception enregistrée", text_of(self.visitor.get(receipt).text))

    def the_public_page(self, public, referral):
        page = self.visitor.get(public, status=200).text
        said = text_of(page)
        for words in (TITLE, "CONTRIBUTION-", "/R1", "en attente de réponse", "Le tram s’arrête à une heure."):
            self.assertIn(words, said)
        self.assertIn(f'href="{referral}"', page)
        shown = re.search(r"<code>([0-9a-f]{64})</code>", page).group(1)
        frozen = self.visitor.get(public + "/versions/1", status=200).text
        form = html.unescape(re.search(r"<pre[^>]*>(.*?)</pre>", frozen, re.S).group(1))
        self.assertEqual(hashlib.sha256(form.encode()).hexdigest(), shown, "anybody can compute the fingerprint again")
        self.assertEqual(json.loads(form)["title"], TITLE)
        self.assertTrue(self.visitor.get(public + "/avis.pdf", status=200).body.startswith(b"%PDF"), "it can be put on paper")
        self.assertTrue(self.bureau.get(public + "/bordereau/bordereau.pdf", status=200).body.startswith(b"%PDF"))
        self.assertIn(self.visitor.get(public + "/bordereau/bordereau.pdf").status, (401, 403), "the slip is the council's")
        self.assertIn(public, self.visitor.get("/avis?kind=contribution", status=200).text)
        self.assertNotIn(public, self.visitor.get("/avis?kind=avis", status=200).text)

    def answer(self, public, today):
        first, second = public + "/preconisations/1", public + "/preconisations/2"
        self.assertIn(public + "/suites", self.elue.get("/mon-espace", status=200).text)
        self.assertNotEqual(self.membre.get(first + "/repondre").status, 200, "only the authority answers")
        self.refused(self.elue, first + "/repondre", {"answer": "refused", "date": today}, "Un refus se motive")
        self.send(self.elue, first + "/repondre", {"answer": "accepted", "date": today, "in_charge": "Vice-présidence aux mobilités"})
        self.send(self.elue, second + "/repondre", {"answer": "refused", "date": today, "text": "Une crèche ouvre déjà à cinq heures."})
        self.send(self.elue, first + "/suivre", {"step": "in_progress", "date": today, "text": "Un essai commence."})
        said = text_of(self.visitor.get(public + "/suites", status=200).text)
        for words in ("Vice-présidence aux mobilités", "Une crèche ouvre déjà", "en cours de réalisation", "refusée"):
            self.assertIn(words, said)
        board = text_of(self.visitor.get("/suites", status=200).text)
        self.assertIn("100 % (2 / 2)", board)
        table = self.visitor.get("/suites.csv", status=200)
        self.assertTrue(table.headers["Content-Type"].startswith("text/csv"))
        self.assertIn("Suite donnée", table.text, "headings are in the reader’s language")
        self.assertIn("en cours de réalisation", table.text)

    def take_up(self, public):
        page = self.send(self.visitor, public + "/preconisations/1/s-en-saisir", {
            "actor_name": "Foyer des Glycines", "action_text": "Nous raccompagnons les soignants après leur service.", "contact": "foyer@example.org"})
        self.assertIn("en attente de relecture", text_of(self.visitor.get(page, status=200).text))
        self.assertNotIn("Glycines", self.visitor.get(public + "/suites").text, "what nobody has looked at is not public")
        queue = self.equipe.get("/appropriations", status=200).text
        self.send(self.equipe, re.search(r'href="(/appropriations/a-moderer/[^"]+)"', queue).group(1), {"verdict": "publish"})
        shown = until(lambda: "Glycines" in self.visitor.get(public + "/suites").text and self.visitor.get(public + "/suites").text, "the uptake is public")
        self.assertNotIn("foyer@example.org", shown)

    def it_became_an_article_and_the_thread_goes_on(self, referral, public):
        articles = until(lambda: re.findall(r'href="(/travaux/la-ville-la-nuit[^"]*)"', self.visitor.get("/travaux").text), "the contribution is an article")
        self.assertIn(f'href="{public}"', self.visitor.get(articles[0], status=200).text)
        for page in (referral, public):
            def kinds(page=page):
                section = re.search(r'<section class="thread".*?</section>', self.visitor.get(page, status=200).text, re.S)
                return section and re.findall(r'<span class="kind">([^<]*)</span>', section.group(0).replace("\u00a0", " "))
            wanted = {"Avis adopté :", "Transmis à la collectivité :", "Réponses de la collectivité (2)", "Un acteur local s’en saisit :"}
            until(lambda k=kinds, w=wanted: w <= set(k() or []), f"the thread on {page} goes to the effects")

    def test_a_kind_without_procedure_is_a_draft_article_as_soon_as_it_is_handed_in(self):
        _, group = self.open_group()
        self.send(self.pilote, group + "/productions/remettre", {"kind": "synthese", "title": "Ce que la nuit nous a appris", "summary": "Trois soirées.",
                                                                 "text": "Nous avons écouté."})
        until(lambda: "/travaux/ce-que-la-nuit" in self.equipe.get("/travaux/brouillons").text, "a synthesis is an article to finish")
        self.assertNotIn("Ce que la nuit", self.pilote.get("/redaction", status=200).text)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
