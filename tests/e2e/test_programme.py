"""A council's year at its forms: consultation, programme, its vote recorded by whom the rules say, amendment, report."""
import re
import sys
import unittest

from house import Client, House, today, until
from test_seed import CRITERIA, path_of, text_of

PROGRAM = None
# The board adopts the programme without a vote here: the vote itself is played where the plenary is.
ACTS = '[{"id": "adopt_programme", "body": "board", "by_vote": false}, {"id": "amend_programme", "body": "board", "by_vote": false}, ' \
       '{"id": "programme_referral", "body": "board", "by_vote": false}]'


class TheYear(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(PROGRAM, serve=False, **{"settings.rules.acts": ACTS})
        cls.house.__enter__()
        cls.addClassCleanup(cls.house.__exit__)
        people = {"elue": "elected", "bureau": "bureau", "equipe": "technical_team", "membre": "member"}
        for name, role in people.items():
            cls.house.user(name + "@example.org", role)
        cls.house.start()
        for name in people:
            setattr(cls, name, Client(cls.house).sign_in(name + "@example.org"))
        cls.visitor = Client(cls.house)
        cls.year = today().year

    def day(self, month, number):
        return f"{self.year}-{month:02d}-{number:02d}"

    def test_a_year_from_the_consultation_to_the_report(self):
        referral = self.consult()
        self.programme(referral)
        self.amend()
        self.report()

    def consult(self):
        referral = path_of(self.elue.post_form("/saisines/consulter", {
            "title": "Arrêt du projet de PLUi", "document": "plui", "question": "Que dit le conseil du projet arrêté ?", "themes": ["habitat"],
            "contact": "Direction de l’urbanisme"}))
        register = until(lambda: re.findall(r'href="(/consultations/RC-[^"]+)"', self.visitor.get("/consultations", status=200).text),
                         "a consultation that the authority files enters the register by itself")
        sheet = register[0]
        self.assertIn("Le dossier n’est pas encore complet", text_of(self.visitor.get(sheet, status=200).text))
        desk = text_of(self.equipe.get("/mon-espace", status=200).text)
        self.assertIn("Vérifier que le dossier est complet : Arrêt du projet de PLUi", desk)
        path_of(self.equipe.post_form(sheet + "/dossier-complet", {"completed_on": today().isoformat()}))
        page = text_of(self.visitor.get(sheet, status=200).text)
        for said in ("90 jours", "CGCT, article L5211-10-1", "Délai en cours"):
            self.assertIn(said, page)
        self.assertEqual(self.bureau.post_form(sheet + "/dossier-complet", {"completed_on": self.day(1, 2)}).status, 409)
        return referral

    def programme(self, referral):
        path_of(self.equipe.post_form(referral + "/accuser-reception", {}))
        grid = {f"grid.{i}.criterion": criterion for i, criterion in enumerate(CRITERIA)}
        grid.update({f"grid.{i}.met": "true" for i in range(len(CRITERIA))})
        path_of(self.bureau.post_form(referral + "/recevable", grid))
        draft = path_of(self.bureau.post_form("/programme/commencer", {"year": str(self.year), "title": "Habiter et se déplacer"}))
        self.assertEqual(draft, f"/programme/{self.year}/projet")
        self.assertEqual(self.visitor.get(f"/programme/{self.year}").status, 404, "a draft is the council's business")
        self.assertIn(self.visitor.get(draft).status, (303, 401, 403))
        reference = referral.rsplit("/", 1)[1]
        until(lambda: reference in self.bureau.get(draft, status=200).text, "an admissible referral waits to be put in")
        path_of(self.bureau.post_form(draft + "/travaux/ajouter", {
            "referral": reference, "kind": "avis", "starts_on": self.day(3, 1), "due_on": self.day(5, 15), "decision_on": self.day(6, 20),
            "decision": "Vote du PLUi"}))
        again = self.bureau.post_form(draft + "/travaux/ajouter", {"referral": reference, "kind": "avis"})
        self.assertEqual(again.status, 422, "a referral stands once in a programme")
        self.assertIn("déjà inscrite dans ce programme", text_of(again.text))
        self.assertIn("Arrêt du projet de PLUi", text_of(self.membre.get(draft, status=200).text))
        path_of(self.bureau.post_form(draft + "/soumettre", {}))
        path_of(self.bureau.post_form(draft + "/decision", {"outcome": "adopted", "decided_on": self.day(1, 15)}))
        page = text_of(self.visitor.get(f"/programme/{self.year}", status=200).text)
        for said in ("Habiter et se déplacer", "15 janvier", "Vote du PLUi", "décision enregistrée par le bureau"):
            self.assertIn(said, page)
        until(lambda: self.visitor.get(referral).status == 200, "an adopted programme takes its referrals into the council's work")
        load = self.visitor.get(f"/programme/{self.year}/charge", status=200).text
        self.assertIn('<th scope="col">mars</th>', load)
        self.assertIn("décision de la collectivité", load)
        calendar = self.visitor.get(f"/programme/{self.year}/calendrier.ics", status=200)
        self.assertIn(f"DTSTART;VALUE=DATE:{self.year}0620", calendar.text)
        self.assertIn("Ouvrir un groupe : Arrêt du projet de PLUi", text_of(self.bureau.get("/mon-espace", status=200).text))

    def amend(self):
        year = f"/programme/{self.year}"
        draft = path_of(self.bureau.post_form(year + "/amender", {"reason": "Un baromètre de plus, demandé par les membres."}))
        path_of(self.bureau.post_form(draft + "/travaux/ajouter", {"title": "Baromètre du climat", "kind": "barometre"}))
        path_of(self.bureau.post_form(draft + "/soumettre", {}))
        self.assertNotIn("Baromètre du climat", self.visitor.get(year, status=200).text, "what is tabled is not in force")
        path_of(self.bureau.post_form(draft + "/decision", {"outcome": "adopted", "decided_on": self.day(1, 16)}))
        page = until(lambda: (lambda html: "Baromètre du climat" in html and html)(self.visitor.get(year, status=200).text), "the amendment is in force")
        self.assertIn(f'href="{year}/versions/1"', page)
        self.assertNotIn("Baromètre du climat", self.visitor.get(year + "/versions/1", status=200).text)
        path_of(self.bureau.post_form(year + "/clore", {}))
        refused = self.bureau.get(year + "/amender")
        self.assertEqual(self.bureau.post_form(year + "/amender", {"reason": "Encore une idée de dernière minute."}).status if refused.status == 200 else 409, 409)

    def report(self):
        draft = path_of(self.equipe.post_form("/rapports-activite/commencer", {"year": str(self.year), "title": f"Rapport d’activité {self.year}"}))
        path_of(self.equipe.post_form(draft + "/foreword", {"text": "Une année **dense**, de l’urbanisme au climat."}))
        self.assertEqual(self.visitor.get(f"/rapports-activite/{self.year}").status, 404)
        report = path_of(self.equipe.post_form(f"/rapports-activite/{self.year}/publier", {}))
        html = self.visitor.get(report, status=200).text
        self.assertIn("<strong>dense</strong>", html)
        self.assertIn("Arrêt du projet de PLUi", html, "the consultation of the year is in its report")
        self.assertIn("Saisines déposées dans l’année, par origine", html)
        table = self.visitor.get(report + "/chiffres.csv", status=200)
        self.assertTrue(table.headers["Content-Type"].startswith("text/csv"))
        self.assertIn("Rubrique;Date;Objet", table.text, "headings are in the reader’s language")
        self.assertIn("Consultations obligatoires déposées;", table.text)
        path_of(self.equipe.post_form(report + "/debat", {"debated_on": self.day(1, 20), "reference": "Conseil du 20 janvier, délibération n° 3"}))
        self.assertIn("délibération n° 3", text_of(self.visitor.get(report, status=200).text))
        self.assertIn("rapport publié", text_of(self.visitor.get(f"/programme/{self.year}", status=200).text))


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
