"""A council of one profile with its people: they sit in its bodies, and a matter can be taken through a session as its rules say."""
import json
import re
import unittest

from house import PASSWORD, Client, House, soon, today, until
from test_seed import text_of

MEMBERS = 6
TODAY = today()
URGENCY = "Le calendrier de la collectivité ne laisse pas attendre."


def path_of(answer):
    """Where a form that was taken leads; else the words of the page that came back, what is wrong first."""
    if answer.status != 303:
        page = re.sub(r"(?s)^.*<main", "<main", answer.text)
        raise AssertionError(f"{answer.path} answered {answer.status}: {text_of(page)[:1500]}")
    return answer.location


class Council(unittest.TestCase):
    """Its rules, and people with their seats. `program` and `profile` are set by who runs it."""

    program = profile = None

    @classmethod
    def setUpClass(cls):
        cls.house = House(cls.program, profile=cls.profile)
        cls.addClassCleanup(cls.house.__exit__)
        cls.rules = cls.ask("rules", "explain")
        cls.acts = {act["act"]: act for act in cls.rules["acts"]}
        cls.bodies = {body["body"]: body for body in cls.rules["bodies"]}
        shown = cls.ask("config", "show")
        cls.seats = {key: json.loads(shown[f"settings.members.{key}"]) for key in ("categories", "offices")}
        roles = {"equipe": ["technical_team"], "elue": ["elected"], "habitante": [], **{f"membre{n}": [] for n in range(MEMBERS)}}
        script = cls.house.folder / "accounts.json"
        script.write_text(json.dumps([{"call": "accounts.add", "with": {"email": f"{name}@example.org", "name": f"Personne {name}", "password": PASSWORD, "roles": held}}
                                      for name, held in roles.items()]))
        code, _, err = cls.house.cli("play", script)
        assert code == 0, err
        cls.house.start()
        cls.people = {name: Client(cls.house).sign_in(name + "@example.org") for name in roles}
        cls.accounts = {name: person.api("GET", "accounts.me").json["account"] for name, person in cls.people.items()}
        cls.visitor = Client(cls.house)
        cls.equipe, cls.elue = cls.people["equipe"], cls.people["elue"]
        cls.members = [cls.people[f"membre{n}"] for n in range(MEMBERS)]
        cls.chair = cls.members[0]
        cls.appoint()

    @classmethod
    def ask(cls, *arguments):
        code, out, err = cls.house.cli("--json", *arguments)
        assert code == 0, f"{arguments}: {err}{out}"
        return json.loads(out)

    @classmethod
    def appoint(cls):
        """Everybody sits in the plenary, all but the last in the board; the first holds the office that lets one chair."""
        voting = next(rule["category"] for rule in cls.seats["categories"] if rule.get("role") == "member" and rule.get("voting", True))
        office = next(rule["office"] for rule in cls.seats["offices"] if rule.get("role") == "chair")
        board = next(body["body"] for body in cls.rules["bodies"] if body["kind"] == "board")
        cls.plenary = next(body["body"] for body in cls.rules["bodies"] if body["kind"] == "plenary")
        cls.seats_of = {cls.plenary: [], board: []}
        for number in range(MEMBERS):
            person = path_of(cls.equipe.post_form("/membres/personnes/nouvelle", {
                "name": f"Personne membre{number}", "gender": "woman" if number % 2 else "man", "birth_year": "1980", "account": cls.accounts[f"membre{number}"]}))
            for body in (cls.plenary, board):
                if body == board and number == MEMBERS - 1:
                    continue
                seat = path_of(cls.equipe.post_form("/membres/sieges/nouveau", {"body": body, "category": voting}))
                path_of(cls.equipe.post_form(seat + "/nommer", {
                    "person": person.rsplit("/", 1)[1], "begins": TODAY.isoformat(), "legal_reference": "Délibération n° 1", "charter_signed_on": TODAY.isoformat()}))
                cls.seats_of[body].append((seat.rsplit("/", 1)[1], number))
            if number == 0:
                path_of(cls.equipe.post_form(person + "/fonction", {"office": office, "body": board}))
        until(lambda: cls.chair.get("/seances/planifier").status == 200, "who holds the office may prepare a session")

    # What a body decides

    def decide(self, act, handle):
        """Takes the matter through a session of the body that the rules name, by the first method that they allow. The session, and how it was proclaimed."""
        rule = self.acts[act]
        session = self.plan(rule["body"], f"Séance : {act}")
        matter = until(lambda: (re.findall(rf'value="({re.escape(handle)}[^"]*)"', self.chair.get(session + "/points/ajouter", status=200).text) or [None])[0],
                       f"{handle} waits for a session")
        item = path_of(self.chair.post_form(session + "/points/ajouter", {"kind": "matter", "matter": matter}))
        self.convene(session, rule["body"])
        path_of(self.chair.post_form(item + "/appeler", {}))
        return session, self.vote(session, item, rule)

    def plan(self, body, title):
        return path_of(self.chair.post_form("/seances/planifier", {"body": body, "title": title, "starts": soon(), "mode": "on_site", "place": "Hôtel de ville"}))

    def convene(self, session, body):
        """At once, with the reason for the urgency, since a test does not wait for the days of notice; and opens it."""
        if self.bodies[body]["notice_days"] > 0:
            refused = self.chair.post_form(session + "/convoquer", {})
            self.assertEqual(refused.status, 422, "a notice that is too short needs a reason")
        path_of(self.chair.post_form(session + "/convoquer", {"urgency_reason": URGENCY}))
        self.assertIn(URGENCY, text_of(self.members[1].get(session + "/convocation", status=200).text))
        path_of(self.chair.post_form(session + "/ouvrir", {}))

    def come(self, session, seats):
        for seat, _ in seats:
            answer = self.equipe.post_form(session + "/emargement/arrivee", {"seat": seat})
            self.assertIn(answer.status, (303, 409), text_of(answer.text))  # 409: they are there already

    def vote(self, session, item, rule):
        if not rule["by_vote"]:
            vote = path_of(self.chair.post_form(item + "/decision", {"decision": "adopted"}))
            path_of(self.chair.post_form(session + "/lever", {}))
            return text_of(self.chair.get(vote, status=200).text)
        method = rule["methods"][0]
        seats = list(self.seats_of[rule["body"]])
        vote = path_of(self.chair.post_form(item + "/scrutin", {"question": "Adoptez-vous cette proposition ?", "method": method}))
        if rule["has_quorum"]:
            fewer = -(-rule["quorum_percent"] * len(seats) // 100) - 1
            self.come(session, seats[:fewer])
            self.assertEqual(self.chair.post_form(vote + "/ouvrir", {}).status, 409, "without its quorum a body does not vote")
        absent = self.give_a_proxy(session, rule["body"], seats)
        self.come(session, seats)
        if absent:
            seats.append((absent, 1))
        path_of(self.chair.post_form(vote + "/ouvrir", {}))
        getattr(self, "by_" + method)(session, vote, seats)
        path_of(self.chair.post_form(vote + "/fermer", {}))
        path_of(self.chair.post_form(vote + "/proclamer", {}))
        path_of(self.chair.post_form(session + "/lever", {}))
        return text_of(self.visitor.get(vote).text if self.bodies[rule["body"]]["open"] else self.chair.get(vote, status=200).text)

    def give_a_proxy(self, session, body, seats):
        """Where the rules allow it the last one stays away and gives a proxy to the second: their seat, which `seats` loses. Elsewhere nobody can."""
        form, proxy = session + "/pouvoirs/enregistrer", {"giver": seats[-1][0], "holder": seats[1][0]}
        if not self.bodies[body]["proxies"]:
            self.assertNotEqual(self.equipe.post_form(form, proxy).status, 303, "nobody votes for the absent here")
            return None
        self.come(session, [seats[1]])
        path_of(self.equipe.post_form(form, proxy))
        return seats.pop()[0]

    def by_consent(self, session, vote, seats):
        """Nobody objects."""

    def by_show_of_hands(self, session, vote, seats):
        path_of(self.equipe.post_form(vote + "/decompte", {"in_favour": str(len(seats) - 1), "against": "0", "abstained": "1"}))

    def by_roll_call(self, session, vote, seats):
        voices = {}
        for row, (seat, _) in enumerate(seats):
            voices.update({f"voices.{row}.seat": seat, f"voices.{row}.choice": "for"})
        path_of(self.equipe.post_form(vote + "/appel", voices))

    def by_electronic(self, session, vote, seats):
        for seat, number in seats:
            path_of(self.members[number].post_form(vote + "/voter", {"choice": "for" if number else "abstain", "seat": seat}))
        again = self.members[1].post_form(vote + "/voter", {"choice": "against"})
        self.assertEqual(again.status, 409, "one vote each")
