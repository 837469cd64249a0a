"""The page that the project began from, played from scratch by people at their forms, and the import of the former site's items."""
import json
import re
import sqlite3
import sys
import unittest
import xml.etree.ElementTree

from house import ROOT, Client, House, until

ATOM = "{http://www.w3.org/2005/Atom}"
TITLE = "Rétrospective #Donnees partagée avec le réseau des Interconnectés"
KEYWORDS = ["Donnée", "débat", "SPMD", "Service Public Métropolitain de la Donnée", "RUDI", "Smart City"]
GROUP = "Données et territoires"
EVENT = "Réunion « Data » des Interconnectés"
CRITERIA = ["perimetre", "interet-general", "non-traite", "competence", "calendrier", "volontaires", "cosignataires", "neutralite",
            "livrable-attendu"]
COMMENT = "Partir d’un usage concret : c’est ainsi que le débat a pris chez nous."
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% \xe2\xe3\xcf\xd3 les octets doivent revenir tels quels\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PROGRAM = None


def path_of(answer):
    assert answer.status == 303, f"{answer.path} answered {answer.status}\n{answer.text[:4000]}"
    return answer.location


def text_of(html):
    """What a reader reads: without tags, entities resolved, blanks made one."""
    import html as entities

    return re.sub(r"\s+", " ", entities.unescape(re.sub(r"<[^>]+>", " ", html)))


class TheSeedPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(PROGRAM)
        cls.house.__enter__()
        cls.addClassCleanup(cls.house.__exit__)
        for email, name, *roles in [("elue@example.org", "Élue du territoire", "elected"), ("bureau@example.org", "Bureau du conseil", "bureau"),
                                    ("equipe@example.org", "Équipe technique", "technical_team"), ("pilote@example.org", "Pilote du groupe", "member"),
                                    ("habitante@example.org", "Habitante du quartier")]:
            setattr(cls, email.split("@")[0] + "_id", cls.house.user(email, *roles, name=name))
            setattr(cls, email.split("@")[0], Client(cls.house).sign_in(email))
        cls.visitor = Client(cls.house)

    def test_the_whole_chain_from_the_solicitation_to_the_visible_comment(self):
        referral = self.file_and_programme()
        group = self.open_the_group(referral)
        event = self.announce_and_hold(group)
        article = self.tell_and_publish(event, group)
        self.the_file_comes_back_as_it_was_sent(article)
        self.comment_and_moderate(article)
        self.feeds_and_calendar_contain_it(event, article)
        self.the_thread_holds_the_chain_everywhere(referral, group, event, article)

    def test_the_thread_of_an_event_alone_is_nobodys_referral(self):
        event = path_of(self.equipe.post_form("/evenements/nouveau", {
            "title": "Une rencontre sans saisine", "kind": "reunion-thematique", "role": "invite", "date": "2026-03-02", "mode": "remote", "summary": "Le conseil est invité."}))
        page = until(lambda: (lambda text: "thread-heading" in text and text_of(text))(self.visitor.get(event, status=200).text), "the event is told in a thread")
        self.assertIn("Le fil des étapes", page)
        self.assertNotIn("Le fil de la saisine", page)

    def file_and_programme(self):
        referral = path_of(self.elue.post_form("/saisines/solliciter", {
            "title": "Mettre en débat les enjeux de la donnée", "question": "Comment les habitants peuvent-ils débattre des usages de la donnée ?",
            "themes": ["donnees", "democratie"], "contact": "Direction du numérique"}))
        self.assertRegex(referral, r"^/saisines/S-\d{4}-001$")
        self.assertEqual(self.visitor.get(referral).status, 404, "a referral is nobody's business before the plenary took it up")
        path_of(self.equipe.post_form(referral + "/accuser-reception", {}))
        grid = {f"grid.{i}.criterion": criterion for i, criterion in enumerate(CRITERIA)}
        grid.update({f"grid.{i}.met": "true" for i in range(len(CRITERIA))})
        path_of(self.bureau.post_form(referral + "/recevable", grid))
        path_of(self.bureau.post_form(referral + "/proposer-a-la-pleniere", {}))
        path_of(self.bureau.post_form(referral + "/decision", {"decision": "programmed", "session_date": "2018-01-18"}))
        until(lambda: self.visitor.get(referral).status == 200, "a programmed referral is public")
        return referral

    def open_the_group(self, referral):
        group = path_of(self.bureau.post_form("/groupes/ouvrir", {
            "referral": referral.rsplit("/", 1)[1], "title": GROUP, "mandate": "Depuis **2018**, mettre en débat les enjeux de la donnée.",
            "leads": [self.pilote_id], "planned_end": "2027-06-30", "visibility": "public", "methods": ["debat"], "means": ["groupe-projet"]}))
        path_of(self.pilote.post_form(group + "/partenaires/ajouter", {"organisation": "Les Interconnectés"}))
        path_of(self.pilote.post_form(group + "/phase", {"phase": "diagnosis"}))
        page = text_of(self.visitor.get(group, status=200).text)
        for said in (GROUP, "2018", "Les Interconnectés"):
            self.assertIn(said, page)
        self.assertNotIn("Pilote du groupe", page, "who takes part is for those of the group")
        self.assertIn("Pilote du groupe", text_of(self.pilote.get(group, status=200).text))
        return group

    def announce_and_hold(self, group):
        self.assertRegex(self.equipe.get("/evenements/nouveau", status=200).text, rf'<option value="{group.rsplit("/", 1)[1]}"[^>]*>{GROUP}</option>')
        event = path_of(self.equipe.post_form("/evenements/nouveau", {
            "title": EVENT, "kind": "reunion-thematique", "network": "Les Interconnectés", "programme": "Territoir’Prod", "role": "invite",
            "date": "2020-04-08", "starts": "2020-04-08T14:00", "ends": "2020-04-08T16:00", "mode": "remote", "group": group.rsplit("/", 1)[1],
            "audience": "Une vingtaine de collectivités", "summary": "Le conseil est invité à la réunion « Data » du programme Territoir’Prod."}))
        page = text_of(self.visitor.get(event, status=200).text)
        for said in (EVENT, "Les Interconnectés", "Territoir’Prod", "8 avril 2020"):
            self.assertIn(said, page)
        path_of(self.equipe.post_form(event + "/tenu", {}))
        return event

    def tell_and_publish(self, event, group):
        path_of(self.equipe.post_form(event + "/retour-d-experience", {
            "title": TITLE, "summary": "Ce que le groupe « Données et territoires » a retenu depuis 2018, partagé avec une vingtaine de collectivités.",
            "themes": ["donnees"], "keywords": "\r\n".join(KEYWORDS),
            "learnings": "- l’acculturation va de pair avec le débat\n- la résonance avec le service métropolitain de la donnée",
            "echoes": "- le rôle de « sentinelles » de certains citoyens",
            "attachments.0.type": "synthese", "attachments.0.label": "Synthèse du débat",
            "attachments.1.type": "restitution", "attachments.1.label": "Restitution médiation numérique",
            "attachments.1.link": "https://documents.example.org/restitution.pdf",
            "attachments.2.type": "diaporama", "attachments.2.label": "Diaporama", "attachments.2.link": "https://documents.example.org/diaporama.odp",
        }, files={"attachments.0.file": ("Synthèse du débat.pdf", "application/pdf", PDF)}))
        drafts = until(lambda: re.findall(r'href="(/travaux/retrospective-[^"/]*)"', self.equipe.get("/travaux/brouillons", status=200).text),
                       "the retrospective became a draft")
        article = drafts[0]
        self.assertEqual(self.visitor.get(article).status, 404, "a draft is for editors")
        self.assertNotIn(TITLE, text_of(self.visitor.get("/travaux").text))
        path_of(self.equipe.post_form(article + "/publier", {}))
        page = self.visitor.get(article, status=200)
        said = text_of(page.text)
        for part in (TITLE, "Synthèse du débat", "Restitution médiation numérique", "Diaporama", "acculturation", "sentinelles", *KEYWORDS):
            self.assertIn(part, said)
        until(lambda: f'<a href="{group}">{GROUP}</a>' in self.visitor.get(article).text, "the article made from the retrospective names its group")
        for related in (group, event):
            until(lambda path=related: f'href="{path}"' in self.visitor.get(article).text, f"the article leads to {related}")
        self.assertIn(TITLE, text_of(self.visitor.get("/travaux?keyword=RUDI", status=200).text))
        for words, found in (("metropolitain+DONNEE", True), ("l%E2%80%99acculturation+d%C3%A9bat", True), ("acculturation+tramway", False)):
            works = re.search(r'<section class="works".*?</section>', self.visitor.get("/travaux?words=" + words, status=200).text, re.S)[0]
            self.assertEqual(TITLE in text_of(works), found, words)
        self.assertIn("Mots cherchés dans le titre, le résumé et le texte", text_of(self.visitor.get("/travaux", status=200).text))
        self.assertIn(TITLE, text_of(self.visitor.get("/travaux?theme=donnees&year=2020", status=200).text))
        self.assertNotIn(TITLE, text_of(self.visitor.get("/travaux?theme=habitat", status=200).text))
        return article

    def the_file_comes_back_as_it_was_sent(self, article):
        page = self.visitor.get(article).text
        documents = re.findall(r'href="(/documents/[^"]+)"', page)
        self.assertEqual(len(documents), 1)
        answer = self.visitor.get(documents[0], status=200)
        self.assertEqual(answer.body, PDF)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertTrue(answer.headers["Content-Disposition"].startswith("attachment"))
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        policies = answer.headers.get_all("Content-Security-Policy")
        self.assertIn("sandbox", policies, "a browser that shows the file gives it no script and no origin")
        self.assertTrue(any("default-src 'none'" in policy for policy in policies))

    def comment_and_moderate(self, article):
        until(lambda: "/commentaires/nouveau" in self.habitante.get(article).text, "the article takes comments")
        path_of(self.habitante.post_form(article, {"text": COMMENT}, action="/commentaires/nouveau"))
        self.assertNotIn(COMMENT, text_of(self.visitor.get(article).text), "a comment waits for its moderator")
        self.assertIn(COMMENT, text_of(self.habitante.get("/mes-commentaires", status=200).text))
        queue = self.equipe.get("/moderation", status=200)
        self.assertIn(COMMENT, text_of(queue.text))
        accept = re.findall(r"/moderation/[^/\"]+/accepter", queue.text)
        path_of(self.equipe.post_form(accept[0], {}))
        page = text_of(until(lambda: COMMENT in text_of(self.visitor.get(article).text) and self.visitor.get(article), "the comment is visible").text)
        self.assertIn("Habitante du quartier", page)

    def feeds_and_calendar_contain_it(self, event, article):
        answer = self.visitor.get("/travaux.atom", status=200)
        self.assertTrue(answer.headers["Content-Type"].startswith("application/atom+xml"))
        feed = xml.etree.ElementTree.fromstring(answer.body)
        self.assertEqual(feed.tag, ATOM + "feed")
        entries = [entry for entry in feed.findall(ATOM + "entry") if entry.findtext(ATOM + "title") == TITLE]
        self.assertEqual(len(entries), 1)
        self.assertEqual(entries[0].find(ATOM + "link").get("href"), self.house.url + article)
        for needed in ("id", "updated"):
            self.assertTrue(entries[0].findtext(ATOM + needed))
        self.assertIn(TITLE, self.visitor.get("/travaux.atom?theme=donnees", status=200).text)
        self.assertNotIn(TITLE, self.visitor.get("/travaux.atom?theme=habitat", status=200).text)

        calendar = self.visitor.get(event + "/agenda.ics", status=200)
        self.assertTrue(calendar.headers["Content-Type"].startswith("text/calendar"))
        self.assertTrue(all(len(line) <= 75 for line in calendar.body.split(b"\r\n")), "RFC 5545, 3.1: lines of at most 75 octets")
        lines = calendar.text.replace("\r\n ", "").split("\r\n")
        self.assertEqual((lines[0], [line for line in lines if line][-1]), ("BEGIN:VCALENDAR", "END:VCALENDAR"))
        properties = {line.split(":", 1)[0].split(";")[0]: line.split(":", 1)[1] for line in lines if ":" in line}
        self.assertEqual(properties["SUMMARY"], EVENT)
        self.assertEqual(properties["DTSTART"], "20200408T120000Z", "14:00 in Paris, in April")
        self.assertEqual(properties["URL"], self.house.url + event)

    def the_thread_holds_the_chain_everywhere(self, referral, group, event, article):
        for page in (referral, group, event, article):
            def entries(page=page):
                section = re.search(r'<section class="thread".*?</section>', self.visitor.get(page, status=200).text, re.S)
                return section and re.findall(r'<time datetime="([^"]+)">.*?<a href="([^"#]+)(#commentaires)?">', section.group(0), re.S)
            wanted = {(referral, ""), (group, ""), (event, ""), (article, ""), (article, "#commentaires")}
            chain = until(lambda e=entries, w=wanted: (lambda found: found and w <= {(path, mark) for _, path, mark in found} and found)(e()),
                          f"the thread on {page} holds {wanted}")
            dates = [date for date, _, _ in chain]
            self.assertEqual(dates, sorted(dates), f"the thread on {page} is in the order of its dates")
            self.assertIn("2018-01-18", dates)
            self.assertIn("2020-04-08", dates)


class TheFormerSite(unittest.TestCase):
    ITEMS = ROOT / "config/demo/items.json"

    def run_import(self, house, file):
        code, out, err = house.cli("--json", "import", file)
        self.assertEqual(code, 0, err)
        return [json.loads(line) for line in out.splitlines()]

    def test_fifty_eight_items_come_in_and_a_second_time_changes_nothing(self):
        with House(PROGRAM, serve=False) as house:
            first = self.run_import(house, self.ITEMS)
            self.assertEqual([line["result"] for line in first], ["created"] * 58)
            second = self.run_import(house, self.ITEMS)
            self.assertEqual([line["result"] for line in second], ["unchanged"] * 58)
            house.start()
            page = Client(house).get("/travaux", status=200)
            self.assertIn("Baromètre Climat", text_of(page.text))

    def test_what_was_published_before_there_was_a_search_is_found_as_well(self):
        def found(visitor, words):
            return sorted(re.findall(r'<h3><a href="([^"]+)">', visitor.get("/travaux?words=" + words, status=200).text))

        asked = ("climat", "BAROMETRE+climat", "%C3%A9nergie", "m%C3%A9tropole", "barometre+tramway")
        with House(PROGRAM, serve=False) as house:
            self.run_import(house, self.ITEMS)
            house.start()
            written = {words: found(Client(house), words) for words in asked}
            house.stop()
            with sqlite3.connect(house.database) as store:  # as it was before the migration that keeps words
                store.execute("DROP TABLE publication_words")
                store.execute("DELETE FROM hmc_migration WHERE owner = 'publication' AND name LIKE '%words%'")
            store.close()
            house.start()
            self.assertEqual({words: found(Client(house), words) for words in asked}, written)
            self.assertTrue(written["BAROMETRE+climat"])
            self.assertEqual(written["barometre+tramway"], [])

    def test_each_wrong_field_has_its_line_and_the_rest_is_taken(self):
        items = json.loads(self.ITEMS.read_text())[:4]
        items[0]["thematiques_inferred"] = ["Données", "Thème inventé"]
        items[1]["type_inferred"] = "Genre inventé"
        items[1]["types_displayed"] = []
        items[2]["date_published"], items[2]["event_dates"], items[2]["period_inferred"] = "hier", [], None
        items[3]["title"] = ""
        with House(PROGRAM, serve=False) as house:
            wrong = house.folder / "wrong.json"
            wrong.write_text(json.dumps(items))
            code, out, _ = house.cli("--json", "import", wrong)
            lines = [json.loads(line) for line in out.splitlines()]
            refused = [{(one["field"], one["why"]) for one in line["refused"]} for line in lines]
            self.assertEqual([line["result"] for line in lines], ["created", "created", "created", "refused"])
            self.assertIn(("thematiques_inferred", "unknown_theme"), refused[0])
            self.assertIn(("type_inferred", "unknown_type"), refused[1])
            self.assertIn(("date_published", "date_unknown"), refused[2])
            self.assertIn(("title", "required"), refused[3])
            self.assertEqual(code, 3, "a refused item is told by the exit code too")
            code, out, _ = house.cli("import", wrong)
            self.assertIn("  thematiques_inferred: unknown_theme", out.splitlines())


class TheDemoCouncil(unittest.TestCase):
    def test_the_demo_council_plays_to_its_end_and_shows(self):
        with House(PROGRAM, serve=False) as house:
            code, _, err = house.cli("--set=log.level=warn", "play", ROOT / "config/demo/council.json")
            self.assertEqual(code, 0, err)
            code, out, _ = house.cli("--json", "dead-letters", "list")
            self.assertEqual(json.loads(out), [], "nothing that the demo says is lost on the way")
            house.start()
            visitor = Client(house)
            groups = text_of(visitor.get("/groupes", status=200).text)
            self.assertIn(GROUP, groups)
            article = text_of(visitor.get("/travaux/ce-que-nous-avons-partage-aux-interconnectes-sur-la-donnee", status=200).text)
            for keyword in KEYWORDS:
                self.assertIn(keyword, article)
            self.assertNotIn("première séance offerte", article, "a refused comment is not shown")
            self.assertIn("11 décembre 2025 Saisine déposée", article, "a step that says when bears that date")
            year = text_of(visitor.get("/programme/2026", status=200).text)
            self.assertIn("Pour : 13, contre : 0, abstentions : 2", year, "the plenary adopted the programme")
            follow_up = text_of(visitor.get("/suites", status=200).text)
            self.assertIn("(2 / 6)", follow_up, "the opinion was answered in part")
            sessions = text_of(visitor.get("/seances", status=200).text)
            for session in ("Plénière d’installation et programme 2026", "Plénière de juin", "Plénière de décembre"):
                self.assertIn(session, sessions)
            seats = text_of(visitor.get("/membres", status=200).text)
            self.assertRegex(seats, "Andrea Claireau Présidence", "who was elected holds the office, and is named")
            minutes = text_of(visitor.get("/seances/SE-2025-001/proces-verbal", status=200).text)
            for said in ("Louison Terrebrune (pouvoir à Camille Vertefeuille)", "Délai de convocation respecté"):
                self.assertIn(said, minutes, "the minutes that a later session approved are public")
            self.assertNotIn("Noa Petitbois", seats, "who holds none is not")
            self.assertIn("Noa Petitbois", text_of(Client(house).sign_in("membre@demo.example").get("/membres/annuaire", status=200).text))
            self.assertIn("Le même tirage", text_of(visitor.get("/tirages/tirage-1/rejouer", status=200).text))
            for email in ("elue", "membre", "pilote", "bureau", "equipe", "habitante", "admin", "presidence"):
                Client(house).sign_in(email + "@demo.example")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
