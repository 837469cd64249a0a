"""A year of council under one profile: from the first saisine to the activity report, by people at their forms.

    test_year.py PROGRAM PROFILE

What differs between councils is read from the rules in force, through the command line: who may file and with how many co-signers, who adopts what, by
consent, hands, roll-call or electronically, with what quorum, how many lead a group. Nothing here knows the name of a profile.
"""
import datetime
import json
import pathlib
import re
import sys
import unittest

from sitting_council import TODAY, URGENCY, Council, path_of
from house import ROOT, until
from test_seed import CRITERIA, text_of

FILING = {"solicitation": "/saisines/solliciter", "self_referral": "/saisines/auto-saisine", "citizen_call": "/saisines/appel-citoyen",
          "mandatory_consultation": "/saisines/consulter", "partner_request": "/saisines/demande-partenaire"}

AGREEING = (".public", ".publics", ".which", ".itself")  # forms that are words of every sentence, whatever things are called
KINDS = {"auto-saisine"}  # a kind keeps its name in a council that names the referral otherwise


class TheYear(Council):
    def test_a_year_from_the_first_saisine_to_the_activity_report(self):
        self.elect()
        referral = self.file()
        self.accept(referral)
        self.adopt_the_programme(referral)
        group, lead = self.open_the_group(referral)
        opinion = self.write(group, lead)
        self.adopt_the_opinion(opinion)
        self.follow(opinion, referral)
        self.report()
        self.read_the_words(referral, group, opinion)
        code, out, _ = self.house.cli("--json", "dead-letters", "list")
        self.assertEqual(json.loads(out), [], "nothing is lost on the way")

    def elect(self):
        """A secret vote on paper for an office that can be shared: candidates, a round in a session, a proclamation that installs."""
        rule = self.acts["elect"]
        office = next(one["office"] for one in reversed(self.seats["offices"]) if not one.get("single"))
        board = next(body["body"] for body in self.rules["bodies"] if body["kind"] == "board")
        election = path_of(self.chair.post_form("/elections/organiser", {"office": office, "body": board, "vacancies": "1", "ballot": "individual",
                                                                       "candidacies_until": (TODAY + datetime.timedelta(days=7)).strftime("%Y-%m-%dT18:00")}))
        path_of(self.members[3].post_form(election + "/candidature", {"statement": "Je veux servir ce conseil."}))
        path_of(self.chair.post_form(election + "/candidatures/clore", {}))
        session = self.plan(rule["body"], "Séance : élection")
        path_of(self.chair.post_form(session + "/points/ajouter", {"kind": "election", "title": "Élection", "act": "elect"}))
        self.convene(session, rule["body"])
        seats = self.seats_of[rule["body"]]
        if rule["has_quorum"]:
            self.assertEqual(self.chair.post_form(election + "/tour", {"session": session.rsplit("/", 1)[1]}).status, 409, "nobody is elected without the quorum")
        self.come(session, seats)
        path_of(self.chair.post_form(election + "/tour", {"session": session.rsplit("/", 1)[1]}))
        scrutineers = re.findall(r'name="scrutineers"[^>]*value="([^"]+)"', self.equipe.get(election + "/depouillement", status=200).text)[:2]
        path_of(self.equipe.post_form(election + "/depouillement", {"papers": str(len(seats)), "blank": "1", "counts.0.votes": str(len(seats) - 1), "scrutineers": scrutineers}))
        path_of(self.chair.post_form(election + "/proclamer", {}))
        path_of(self.chair.post_form(session + "/lever", {}))
        self.assertIn("Personne membre3", text_of(self.members[1].get(election, status=200).text))

    def file(self):
        """Each kind that the rules open is filed by whom they name, and by nobody where they do not. The last one filed is the year's."""
        by = {"elected": self.elue, "member": self.members[2], "inhabitant": self.people["habitante"], "technical_team": self.equipe}
        filed = None
        for rule in self.rules["filings"]:
            kind, path = rule["filing"], FILING[rule["filing"]]
            fields = {"title": f"Un sujet pour l’année : {kind}", "question": "Comment mieux vivre sur ce territoire dans dix ans ?", "themes": ["habitat"]}
            if kind == "solicitation":
                fields["contact"] = "Direction générale"
            if kind == "partner_request":
                fields.update({"organisation": "Agence de l’eau", "contact": "Pôle études"})
            if kind == "mandatory_consultation":
                fields.update({"document": "plh", "contact": "Direction de l’habitat"})
            if not rule["open"]:
                page = self.people["habitante"].get(path)
                if page.status == 200:
                    self.assertNotEqual(self.people["habitante"].post_form(path, fields).status, 303, f"{kind} is not open in this council")
                continue
            person = by[rule["role"]]
            if rule["cosigners_needed"]:
                self.assertEqual(person.post_form(path, fields).status, 422, "too few co-signers")
                fields["cosigners"] = "\r\n".join(f"Cosignataire {n}" for n in range(rule["cosigners_needed"]))
            referral = path_of(person.post_form(path, fields))
            if kind != "mandatory_consultation":
                filed = referral
        return filed

    def accept(self, referral):
        path_of(self.equipe.post_form(referral + "/accuser-reception", {}))
        grid = {f"grid.{i}.criterion": criterion for i, criterion in enumerate(CRITERIA)}
        grid.update({f"grid.{i}.met": "true" for i in range(len(CRITERIA))})
        path_of(self.chair.post_form(referral + "/recevable", grid))

    def adopt_the_programme(self, referral):
        reference, year = referral.rsplit("/", 1)[1], f"/programme/{TODAY.year}"
        draft = path_of(self.chair.post_form("/programme/commencer", {"year": str(TODAY.year), "title": "Vivre ici dans dix ans"}))
        until(lambda: reference in self.chair.get(draft, status=200).text, "an admissible referral can be put into the programme")
        path_of(self.chair.post_form(draft + "/travaux/ajouter", {"referral": reference, "kind": "avis", "due_on": f"{TODAY.year}-12-15"}))
        path_of(self.chair.post_form(draft + "/soumettre", {}))
        self.assertEqual(self.visitor.get(year).status, 404, "what is tabled is not in force")
        self.decide("adopt_programme", "programme:")
        until(lambda: self.visitor.get(year).status == 200, "the proclaimed vote adopts the programme")
        self.assertIn("Vivre ici dans dix ans", text_of(self.visitor.get(year).text))
        until(lambda: self.visitor.get(referral).status == 200, "an adopted programme takes its referrals up")

    def open_the_group(self, referral):
        fewest = self.rules["leads_min"]
        leads = [self.accounts[f"membre{n}"] for n in range(1, 1 + fewest)]
        end = TODAY + datetime.timedelta(days=30 * min(self.rules["months_max"] or 6, 6))
        fields = {"referral": referral.rsplit("/", 1)[1], "title": "Vivre ici", "mandate": "Dire ce qui **compte** pour les habitants.", "planned_end": end.isoformat(),
                  "visibility": "public", "methods": ["debat"]}
        if fewest > 1:
            self.assertEqual(self.chair.post_form("/groupes/ouvrir", {**fields, "leads": leads[:-1]}).status, 422, f"a group has {fewest} leads at least")
        group = path_of(self.chair.post_form("/groupes/ouvrir", {**fields, "leads": leads}))
        return group, self.members[1]

    def write(self, group, lead):
        until(lambda: lead.get(group + "/redaction/nouvelle").status == 200, "a lead may begin to write")
        draft = path_of(lead.post_form(group + "/redaction/nouvelle", {"kind": "avis", "title": "Avis : vivre ici dans dix ans", "text": "Le conseil a **écouté**."}))
        self.assertIn(draft + "/ecrire/1", lead.get(draft, status=200).text)
        self.assertEqual(lead.form(draft + "/ecrire/1").hidden.get("base"), "1", "the version that was read is in the address, not in a box")
        path_of(lead.post_form(draft + "/ecrire/1", {
            "title": "Avis : vivre ici dans dix ans", "summary": "Ce que le conseil propose pour bien vivre ici dans dix ans.", "text": "Le conseil a **écouté** et propose.",
            "recommendations.0.text": "Ouvrir un lieu d’écoute dans chaque commune.", "recommendations.1.text": "Publier chaque année un bilan lisible par tous."}))
        path_of(lead.post_form(draft + "/relecture", {}))
        path_of(lead.post_form(draft + "/soumettre", {}))
        return draft.rsplit("/", 1)[1]

    def adopt_the_opinion(self, opinion):
        path = f"/avis/{opinion}"
        kind = next(kind for kind in self.rules["kinds"] if kind["kind"] == "avis")
        if kind["needs_board"]:
            until(lambda: self.chair.get(path + "/inscrire").status == 200, "the board may table what the group handed over")
            path_of(self.chair.post_form(path + "/inscrire", {}))
        self.assertNotEqual(self.chair.post_form(path + "/finaliser", {}).status, 303, "nothing but a proclaimed vote adopts it (invariant 6)")
        session, _ = self.decide("adopt_opinion", f"deliverable:{opinion}")
        until(lambda: self.chair.post_form(path + "/finaliser", {}).status == 303, "the proclaimed vote adopts the opinion")
        self.approve_the_minutes(session)

    def approve_the_minutes(self, session):
        """The minutes write themselves; a later session approves them, and then the public reads them."""
        minutes = session + "/proces-verbal"
        self.assertNotEqual(self.visitor.get(minutes).status, 200, "minutes that nobody approved are the council's business")
        path_of(self.equipe.post_form(minutes + "/soumettre", {}))
        self.decide("approve_minutes", "minutes:")
        until(lambda: self.equipe.post_form(minutes + "/publier", {}).status == 303, "approved minutes can be published")
        page = text_of(self.visitor.get(minutes, status=200).text)
        self.assertIn("Avis : vivre ici dans dix ans", page)
        self.assertIn(URGENCY, page, "an urgency and its reason stand in the minutes (invariant 6)")

    def follow(self, opinion, referral):
        path = f"/avis/{opinion}"
        path_of(self.chair.post_form(path + "/transmettre", {
            "date": TODAY.isoformat(), "recipients.0.capacity": "authority", "recipients.0.recipient": "Présidence de la métropole"}))
        page = text_of(self.visitor.get(path, status=200).text)
        self.assertIn("vivre ici dans dix ans", page)
        self.assertEqual(self.elue.post_form(path + "/preconisations/1/repondre", {"answer": "refused", "date": TODAY.isoformat()}).status, 422, "a refusal says why (invariant 9)")
        path_of(self.elue.post_form(path + "/preconisations/1/repondre", {"answer": "accepted", "date": TODAY.isoformat(), "text": "Un lieu ouvrira dans chaque commune."}))
        path_of(self.elue.post_form(path + "/preconisations/2/repondre", {"answer": "refused", "date": TODAY.isoformat(), "text": "Le bilan existant suffit."}))
        self.take_up(path)
        self.assertIn("Un lieu ouvrira dans chaque commune.", text_of(self.visitor.get(path + "/suites", status=200).text))
        until(lambda: self.chair.post_form(path + "/clore", {}).status == 303, "what is answered can be closed")
        closed = "Clos" + self.pack().get("referral.e", "e").strip("-")
        until(lambda: re.search(rf"\b{closed}\b", text_of(self.visitor.get(referral, status=200).text)), "the referral ends with the follow-up of its opinion")
        self.assertEqual(self.elue.post_form(path + "/preconisations/1/repondre", {"answer": "to_study", "date": TODAY.isoformat()}).status, 409, "a closed follow-up takes no answer")

    def take_up(self, path):
        """A local actor says what it does, without an account; nobody reads it before a moderator has, and its result is moderated too."""
        page = path_of(self.visitor.post_form(path + "/preconisations/1/s-en-saisir", {"actor_name": "Maison de quartier", "action_text": "Nous ouvrons nos portes le mardi."}))
        self.assertNotIn("Maison de quartier", self.visitor.get(path + "/suites", status=200).text, "what nobody looked at is not shown")
        self.moderate()
        until(lambda: "Nous ouvrons nos portes le mardi." in self.visitor.get(path + "/suites", status=200).text, "what was moderated is shown")
        path_of(self.visitor.post_form(page + "/avancement", {"progress": "result_shared", "result": "Trente personnes viennent chaque semaine."}))
        self.moderate()
        until(lambda: "Trente personnes viennent chaque semaine." in self.visitor.get(path + "/suites", status=200).text, "and so is its result")

    def moderate(self):
        queue = self.equipe.get("/appropriations", status=200).text
        path_of(self.equipe.post_form(re.search(r'href="(/appropriations/a-moderer/[^"]+)"', queue).group(1), {"verdict": "publish"}))

    def report(self):
        draft = path_of(self.equipe.post_form("/rapports-activite/commencer", {"year": str(TODAY.year), "title": f"Rapport d’activité {TODAY.year}"}))
        path_of(self.equipe.post_form(draft + "/foreword", {"text": "Une année **entière**."}))
        report = path_of(self.equipe.post_form(f"/rapports-activite/{TODAY.year}/publier", {}))
        page = text_of(self.visitor.get(report, status=200).text)
        self.assertIn("entière", page)
        self.assertIn("vivre ici dans dix ans", page, "the opinion of the year is in its report")
        self.assertIn("adopt_opinion", page, "and so is the session that adopted it")

    def read_the_words(self, referral, group, opinion):
        """What the council names otherwise is read under its own name on every page, by whoever reads, and never under ours."""
        pack = self.pack()
        renamed = {key.partition(".")[0] for key in pack}
        ours = {reading.lower() for key, reading in readings() if key.partition(".")[0] in renamed and len(reading) > 4 and not key.endswith(AGREEING) and pack.get(key, "").lower() != reading.lower()}
        paths = ["/", "/saisines", "/groupes", "/travaux", "/avis", "/suites", "/programme", "/seances", "/elections", "/membres", "/composition", "/reglement", "/reglement/simuler",
                 "/mon-espace", "/membres/registre", "/groupes/ouvrir", referral, group, group + "/fermer", f"/avis/{opinion}", f"/programme/{TODAY.year}", f"/rapports-activite/{TODAY.year}"]
        # Labels of vocabularies ("Adopter un avis") are configuration of their own, and a council writes them there.
        labels = {label.lower() for label in re.findall(r'fr = "([^"]+)"', (ROOT / "config/hemicycle.toml").read_text(encoding="utf-8"))}
        read, own = set(), sorted({text.lower() for text in pack.values() if len(text) > 4} | {label for label in labels if " " in label or "-" in label} | KINDS, key=len, reverse=True)
        for reader in (self.visitor, self.members[1], self.chair, self.equipe):
            for path in paths:
                page = reader.get(path)
                if page.status != 200:
                    continue
                text = " ".join(text_of(page.text).lower().split())
                read |= {word for word in own if word in text}
                for word in own:
                    text = text.replace(word, "")
                for word in ours:
                    self.assertIsNone(re.search(rf"\b{re.escape(word)}\b", text), f"{path} says '{word}', which this council does not: {text}")
        for term in renamed:
            self.assertTrue(read & {text.lower() for key, text in pack.items() if key.startswith(term + ".")}, f"no page names '{term}' as this council does")

    def pack(self):
        return words_of(ROOT / "config/profiles" / (self.profile + ".toml") if "/" not in self.profile else self.profile)


def words_of(profile):
    """The names that the pack of a profile gives: form to words."""
    pack = pathlib.Path(profile).with_suffix("") / "locales/terms/fr.po"
    return dict(re.findall(r'^msgid "([^"]+)"\nmsgstr "(.+)"$', pack.read_text(encoding="utf-8"), re.MULTILINE)) if pack.exists() else {}


def readings():
    """How the texts of the plugins read where nobody renames them: form, words."""
    for catalogue in ROOT.glob("plugins/*/locales/fr.po"):
        yield from re.findall(r"\[\[([a-z_]+\.[a-z_]+)\|([^\]]*)\]\]", catalogue.read_text(encoding="utf-8"))



if __name__ == "__main__":
    Council.program, Council.profile = sys.argv.pop(1), sys.argv.pop(1)
    unittest.main(verbosity=2)
