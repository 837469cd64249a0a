"""A session of the plenary, played by people at their forms: convened, opened, attended, voted on, proclaimed."""
import datetime
import html
import re
import sys
import unittest

from house import PASSWORD, Client, House, soon, today, until
from scan import scanned
from sitting_council import URGENCY
from test_live import Reader

PROGRAM = None
QUESTION = "Adopter la motion sur les mobilités ?"


def path_of(answer):
    assert answer.status == 303, f"{answer.path} answered {answer.status}\n{answer.text[:4000]}"
    return answer.location


def text_of(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


class ASession(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(PROGRAM)
        cls.house.__enter__()
        cls.addClassCleanup(cls.house.__exit__)
        cls.house.user("bureau@example.org", "bureau")
        cls.house.user("equipe@example.org", "technical_team")
        cls.seats, cls.members = [], []
        for number in range(1, 5):
            account = cls.house.user(f"membre{number}@example.org", "member", name=f"Membre numéro {number}")
            person = cls.house.call("members.add_person", name=f"Membre numéro {number}", account=account)["person"]
            seat = cls.house.call("members.add_seat", body="plenary", category="qualified", college="qualified")["seat"]
            cls.house.call("members.appoint", seat=seat, person=person, begins="2020-01-01", legal_reference="Délibération 1")
            cls.seats.append(seat)
            cls.members.append(Client(cls.house).sign_in(f"membre{number}@example.org"))
        cls.bureau = Client(cls.house).sign_in("bureau@example.org")
        cls.equipe = Client(cls.house).sign_in("equipe@example.org")
        cls.visitor = Client(cls.house)

    def test_a_session_from_its_notice_to_the_proclamation(self):
        session = self.convened()
        self.too_early(session)
        self.gather(session)
        self.decide(session)
        self.choose(session)
        path_of(self.bureau.post_form(session + "/lever", {}))
        self.assertIn("Levée", text_of(self.visitor.get(session, status=200).text))
        self.assertIn("Personne n’a manqué assez de séances", text_of(self.equipe.get("/seances/absences", status=200).text))
        self.assertNotEqual(self.members[0].get("/seances/absences").status, 200, "absences are the staff's to read")

    def convened(self):
        day = (today() + datetime.timedelta(days=30)).isoformat()
        session = path_of(self.equipe.post_form("/seances/planifier", {
            "body": "plenary", "title": "Plénière d’automne", "starts": f"{day}T18:00", "mode": "on_site", "place": "Salle du conseil"}))
        self.assertRegex(session, r"^/seances/SE-\d{4}-001$")
        self.assertEqual(self.visitor.get(session).status, 404, "what is only planned is not announced")
        self.item = path_of(self.equipe.post_form(session + "/points/ajouter", {"kind": "other", "title": "Motion sur les mobilités"}))
        self.assertIn("Envoyez la convocation", text_of(self.equipe.get("/mon-espace", status=200).text))
        proof = path_of(self.equipe.post_form(session + "/convoquer", {}))
        self.assertIn("Membre numéro 3", text_of(self.equipe.get(proof, status=200).text))
        page = text_of(self.visitor.get(session, status=200).text)
        for said in ("Plénière d’automne", "Salle du conseil", "Motion sur les mobilités", "Convoquée"):
            self.assertIn(said, page)
        self.assertIn("BEGIN:VEVENT", self.visitor.get(session + "/calendrier.ics", status=200).text)
        desk = text_of(self.members[0].get("/mon-espace", status=200).text)
        self.assertRegex(desk, "Prévoyez de venir, ou donnez pouvoir : Plénière d’automne le ")
        return session

    def too_early(self, session):
        """Weeks before its day nobody opens the session nor comes; it is held earlier by a new date and a new notice."""
        path_of(self.members[3].post_form(session + "/pouvoirs/donner", {"holder": self.seats[0]}))
        self.assertIn("Vous avez donné pouvoir à Membre numéro 1", text_of(self.members[3].get(session + "/salle", status=200).text))
        given = self.members[3].get(session + "/pouvoirs/donner", status=200).text
        self.assertNotIn("Membre numéro 4", re.sub("(?s)^.*<main", "", given), "nobody gives a proxy to oneself")
        early = self.bureau.post_form(session + "/ouvrir", {})
        self.assertEqual(early.status, 409)
        self.assertIn("reportez-la, corrigez sa date, puis convoquez de nouveau", text_of(early.text))
        sheet = text_of(self.equipe.get(session + "/emargement", status=200).text)
        come = self.members[3].post_form(session + "/presence", {"code": re.search(r"\b\d{6}\b", sheet)[0]})
        self.assertEqual(come.status, 409)
        self.assertIn("à partir du jour de la séance", text_of(come.text))
        withdrawal = re.search(r'href="([^"]*/retirer)"', self.members[3].get(session + "/salle", status=200).text)[1]
        self.assertIn("Membre numéro 1", text_of(self.members[3].get(withdrawal, status=200).text), "the form says whose voice comes back from whom")
        path_of(self.equipe.post_form(session + "/reporter", {"reason": "La salle est prise ce jour-là."}))
        path_of(self.equipe.post_form(session + "/modifier", {"title": "Plénière d’automne", "starts": soon(), "mode": "on_site", "place": "Salle du conseil"}))
        path_of(self.equipe.post_form(session + "/convoquer", {"urgency_reason": URGENCY}))

    def gather(self, session):
        path_of(self.bureau.post_form(session + "/ouvrir", {}))
        sheet = self.equipe.get(session + "/emargement", status=200).text
        code = re.search(r"\b\d{6}\b", text_of(sheet))[0]
        self.scan(session, sheet, code)
        wrong = self.members[0].post_form(session + "/presence", {"code": "000000"})
        self.assertEqual(wrong.status, 422)
        path_of(self.members[0].post_form(session + f"/presence?code={code}", {}, action=session + "/presence"))
        row = f"{session}/emargement/arrivee?seat={self.seats[1]}"
        self.assertIn(f'href="{row}"', self.equipe.get(session + "/emargement", status=200).text)
        arrival = self.equipe.get(row, status=200).text
        self.assertNotIn(f'value="{self.seats[0]}"', arrival, "who is there is not offered again")
        path_of(self.equipe.post_form(row, {}, action=session + "/emargement/arrivee"))
        path_of(self.equipe.post_form(session + "/emargement/arrivee", {"seat": self.seats[2]}))
        self.assertNotIn("/emargement/depart?seat=" + self.seats[3], self.equipe.get(session + "/emargement").text, "who never came does not leave")
        self.assertIn("Représenté", text_of(self.equipe.get(session + "/emargement").text))
        with Reader(self.house, session + "/ecran") as wall:
            self.assertEqual(wall.event()[0], "state")
            path_of(self.bureau.post_form(self.item + "/appeler", {}))
            self.assertEqual(wall.event()[0], "changed", "the wall of the room is told at once")
        wall = text_of(self.visitor.get(session + "/ecran", status=200).text)
        self.assertIn("Motion sur les mobilités", wall)
        self.assertNotIn(code, wall)
        path_of(self.members[1].post_form(session + "/parole/demander", {}))
        path_of(self.bureau.post_form(session + "/parole/donner", {"seat": self.seats[1]}))
        self.assertIn("Membre numéro 2", text_of(self.bureau.get(session + "/ecran").text))
        self.assertNotIn("Membre numéro 2", text_of(self.visitor.get(session + "/ecran").text))

    def scan(self, session, sheet, code):
        """A member who is not signed in scans the sheet, or the wall: after the password the form is there, with the code filled in."""
        address = scanned(sheet)
        self.assertEqual(address, f"{self.house.url}{session}/presence?code={code}")
        self.assertEqual(scanned(self.equipe.get(session + "/ecran", status=200).text), address)
        self.assertNotIn('class="qr"', self.visitor.get(session + "/ecran", status=200).text)
        telephone = Client(self.house)
        stopped = telephone.get(address.removeprefix(self.house.url), status=401).text
        door = html.unescape(re.search(r'class="button" href="(/connexion[^"]*)"', stopped)[1])
        entered = path_of(telephone.post_form(door, {"email": "membre1@example.org", "password": PASSWORD}, action="/connexion"))
        self.assertEqual(entered, address.removeprefix(self.house.url))
        self.assertEqual(dict(telephone.form(entered, action=session + "/presence").filled({}))["code"], code)

    def decide(self, session):
        self.assertIn(f'href="{self.item}/scrutin/electronic"', self.bureau.get(self.item, status=200).text)
        self.assertNotIn("show_of_hands", self.bureau.get(self.item + "/scrutin/electronic", status=200).text, "the way of voting was chosen")
        self.assertIn(f'href="{self.item}/scrutin/electronic"', self.bureau.get(self.item + "/scrutin", status=200).text, "the form says what the rules permit")
        vote = path_of(self.bureau.post_form(self.item + "/scrutin", {"question": QUESTION, "proposes": "adopt", "method": "electronic"}))
        early = self.members[0].post_form(vote + "/voter", {"choice": "for"})
        self.assertEqual(early.status, 409)
        path_of(self.bureau.post_form(vote + "/ouvrir", {}))
        room = self.members[0].get(session + "/salle", status=200)
        self.assertIn(QUESTION, text_of(room.text))
        self.assertIn("Pouvoir de Membre numéro 4", text_of(room.text))
        for seat in (self.seats[0], self.seats[3]):
            path_of(self.members[0].post_form(vote + f"/voter?seat={seat}", {"choice": "for", "seat": seat}, action=vote + "/voter"))
        again = self.members[0].post_form(vote + "/voter", {"choice": "against"})
        self.assertEqual(again.status, 409)
        self.assertIn("déjà enregistrée", text_of(again.text))
        path_of(self.members[1].post_form(vote + "/voter", {"choice": "against"}))
        self.assertEqual(self.visitor.get(vote, status=200).text.count("result"), 0)
        path_of(self.bureau.post_form(vote + "/fermer", {}))
        path_of(self.bureau.post_form(vote + "/proclamer", {}))
        page = text_of(until(lambda: "Adopté" in self.visitor.get(vote).text and self.visitor.get(vote), "the result is proclaimed").text)
        self.assertIn("Majorité simple : il fallait plus de voix pour que de voix contre.", page)
        self.assertIn("Adopté", text_of(self.visitor.get(session, status=200).text))

    def choose(self, session):
        """A vote between options: what is offered wrongly is refused at its field, and the wall tells the result once it is proclaimed."""
        form = self.item + "/choix"
        offer = {"question": "Quel nom pour la place ?", "counting": "plurality", "choices": "Place des Halles\nPlace du Marché", "winners": "1"}
        self.assertEqual(self.bureau.post_form(form, {**offer, "choices": "Place des Halles\nPlace des Halles"}).status, 422)
        self.assertEqual(self.bureau.post_form(form, {**offer, "winners": "2"}).status, 422)
        vote = path_of(self.bureau.post_form(form, offer))
        path_of(self.bureau.post_form(vote + "/ouvrir", {}))
        self.assertEqual(self.members[2].post_form(vote + "/cocher", {"ticked": ["o1", "o2"]}).status, 422, "one option each")
        path_of(self.members[0].post_form(vote + "/cocher", {"ticked": ["o2"], "all": "true"}))
        self.assertEqual(self.members[0].post_form(vote + "/cocher", {"ticked": ["o1"]}).status, 409)
        path_of(self.members[1].post_form(vote + "/cocher", {"ticked": ["o1"]}))
        path_of(self.bureau.post_form(vote + "/fermer", {}))
        self.assertNotIn("Place du Marché", text_of(self.visitor.get(session + "/ecran", status=200).text))
        path_of(self.bureau.post_form(vote + "/proclamer", {}))
        wall = text_of(until(lambda: "Place du Marché" in self.visitor.get(session + "/ecran").text and self.visitor.get(session + "/ecran"), "the wall shows what was chosen").text)
        self.assertIn("Place du Marché · Retenue · 2", wall)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
