"""Invariants of domain.md §1.7 that hold over the whole house and not in one plugin; each bears its number in its name."""
import json
import re
import sqlite3
import sys
import unittest
import xml.etree.ElementTree

from house import ROOT, Client, House, until

PROGRAM = None
ATOM = "{http://www.w3.org/2005/Atom}"
STONES = "{http://purl.org/atompub/tombstones/1.0}"
CONTRACTS = {path.parent.name: json.loads(path.read_text()) for path in sorted((ROOT / "plugins").glob("*/plugin.json"))}
NAMES_OF_STANDARDS = {"SHA", "CSV", "PDF"}
PEOPLE = [("elue@example.org", "Élue du territoire", "elected"), ("bureau@example.org", "Bureau du conseil", "bureau"),
          ("equipe@example.org", "Équipe technique", "technical_team"), ("pilote@example.org", "Pilote du groupe", "member"),
          ("habitante@example.org", "Habitante du quartier"), ("admin@example.org", "Administratrice", "admin")]
GRID = [item.split('"')[1] for item in re.search(r"admissibility_criteria = \[(.*?)\n\]", (ROOT / "config/hemicycle.toml").read_text(), re.S).group(1).split("{ id = ")[1:]]


class Council(House):
    """A house with its people, each signed in under the first part of their address."""

    def __init__(self, **settings):
        super().__init__(PROGRAM, serve=False, **settings)

    def __enter__(self):
        super().__enter__()
        try:
            self.ids = {email.split("@")[0]: self.user(email, *roles, name=name) for email, name, *roles in PEOPLE}
            self.start()
            for name in self.ids:
                setattr(self, name, Client(self).sign_in(f"{name}@example.org"))
            self.visitor = Client(self)
        except BaseException:
            self.__exit__()
            raise
        return self

    def article(self, title, publish=True, **fields):
        draft = self.bureau.post_form("/travaux/nouveau", {"title": title, "summary": "Ce que nous avons appris.", "type": "publication", "themes": ["donnees"],
                                                           "date": "2026-04-02", "body": "Nous avons appris.", **fields}, status=303).location
        if publish:
            self.bureau.post_form(draft + "/publier", {}, status=303)
        return draft

    def solicit(self, title, **fields):
        return self.elue.post_form("/saisines/solliciter", {"title": title, "question": "Comment les habitants peuvent-ils en débattre ?", "themes": ["donnees"],
                                                            "contact": "Direction du numérique", **fields}, status=303).location

    def programmed(self, title):
        referral = self.solicit(title)
        self.equipe.post_form(referral + "/accuser-reception", {}, status=303)
        grid = {f"grid.{i}.criterion": criterion for i, criterion in enumerate(GRID)}
        grid.update({f"grid.{i}.met": "true" for i in range(len(GRID))})
        self.bureau.post_form(referral + "/recevable", grid, status=303)
        self.bureau.post_form(referral + "/proposer-a-la-pleniere", {}, status=303)
        self.bureau.post_form(referral + "/decision", {"decision": "programmed", "session_date": "2026-01-18"}, status=303)
        return referral

    def group(self, title, **fields):
        referral = self.programmed("Une question au programme")
        return self.bureau.post_form("/groupes/ouvrir", {"referral": referral.rsplit("/", 1)[1], "title": title, "mandate": "Mettre en débat.", "leads": [self.ids["pilote"]],
                                                         "planned_end": "2027-06-30", "visibility": "public", "methods": ["debat"], "means": ["groupe-projet"], **fields},
                                     status=303).location

    def commented(self, article, text):
        until(lambda: "/commentaires/nouveau" in self.habitante.get(article).text, "the article takes comments")
        self.habitante.post_form(article, {"text": text}, action="/commentaires/nouveau", status=303)
        return re.findall(r"/moderation/([^/\"]+)/accepter", self.equipe.get("/moderation", status=200).text)[-1]


def crawl(visitor, starts=("/",), skip=lambda path: False):
    """Whatever a visitor reaches by links: path -> answer."""
    seen, left = {}, list(starts)
    while left:
        path = left.pop()
        if path in seen or skip(path):
            continue
        answer = seen[path] = visitor.get(path)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            left += [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', answer.text) if "lang=" not in link and not link.startswith("/connexion")]
    return seen


def public_queries():
    return [(f"{plugin}.{verb}", query) for plugin, contract in CONTRACTS.items() for verb, query in contract.get("queries", {}).items() if query["permission"] == "public"]


class Kept(unittest.TestCase):
    def test_invariant_13_drafts_private_notes_and_application_files_are_in_no_page_feed_or_answer_for_the_public(self):
        with Council() as house:
            secrets, known = {}, {}
            draft = house.article("Brouillon GLYCINE", publish=False, body="Un texte GLYCINE.")
            known["slug"] = draft.rsplit("/", 1)[1]
            secrets["GLYCINE"] = "a draft article"
            referral = house.solicit("Une saisine PIVOINE", question="Que faire de la PIVOINE dans nos rues ?")
            known["reference"] = referral.rsplit("/", 1)[1]
            secrets["PIVOINE"] = "a referral that the plenary has not taken up"
            private = house.group("Un groupe CAPUCINE", visibility="private")
            secrets["CAPUCINE"] = "a private group"
            group = house.group("Un groupe ouvert")
            known["group"] = private.rsplit("/", 1)[1]
            house.pilote.post_form(group + "/reunions/planifier", {"starts": "2026-12-01T18:00", "mode": "remote"}, status=303)
            notes = re.findall(rf'href="({group}/reunions/[^"]+/notes)"', house.pilote.get(group, status=200).text)[0]
            house.pilote.post_form(notes, {"public_notes": "Nous avons débattu.", "private_notes": "Entre nous : HORTENSIA."}, status=303)
            secrets["HORTENSIA"] = "private notes of a meeting"
            house.article("Un article paru")
            secrets["AZALEE"] = "a comment that nobody has read yet"
            article = house.article("Un article commenté")
            house.commented(article, "Je pense AZALEE.")
            house.elue.request("POST", "/saisines/solliciter", *self.draft_of(house.elue, "/saisines/solliciter", {"title": "Plus tard MAGNOLIA"}))
            secrets["MAGNOLIA"] = "the saved draft of a form"
            if "members" in CONTRACTS:
                call = house.equipe.post_form("/appels/nouveau", {"title": "Devenir membre du conseil", "text": "Le conseil cherche des habitants pour trois ans.", "body": "plenary",
                                                                  "places": "3", "method": "examination", "closes": "2027-12-31"})
                if call.status == 303:
                    known["call"] = call.location.rsplit("/", 1)[1]
                    applied = house.visitor.post_form(call.location + "/candidater", {"name": "Camille CAMELIA", "email": "camelia@example.org", "motivation": "Pour la CAMELIA.", "consent": "true"})
                    self.assertEqual(applied.status, 303, applied.text[:2000])
                    secrets["CAMELIA"] = "an application file"

            told = {path: answer.text for path, answer in crawl(Client(house), ("/", "/travaux.atom", "/seances.ics")).items()}
            self.assertGreater(len(told), 15)
            for path in (draft, referral, private, notes):
                told[path] = house.visitor.get(path).text
            for name, query in public_queries():
                given = {field: known[field] for field in query.get("input", {}) if field in known}
                told[f"api {name} {given}"] = house.visitor.api("GET", name, given).text
            for secret, what in secrets.items():
                for place, text in told.items():
                    self.assertNotIn(secret, text, f"{what} is told on {place}")
            for secret, person, path in (("GLYCINE", house.bureau, draft), ("PIVOINE", house.elue, referral), ("CAPUCINE", house.pilote, private), ("HORTENSIA", house.pilote, group)):
                self.assertIn(secret, person.get(path, status=200).text, f"{secret} is there for who may read it")

    def draft_of(self, person, path, fields):
        import urllib.parse

        pairs = person.form(path).filled(fields) + [("brouillon", "garder")]
        return urllib.parse.urlencode(pairs).encode(), {"Content-Type": "application/x-www-form-urlencoded"}

    def test_invariant_14_what_is_withdrawn_leaves_a_tombstone_in_the_feed_and_says_so_at_its_address(self):
        with Council() as house:
            article = house.article("Une enquête")
            house.article("Une autre")
            feed = xml.etree.ElementTree.fromstring(house.visitor.get("/travaux.atom", status=200).body)
            former = next(entry.findtext(ATOM + "id") for entry in feed.iter(ATOM + "entry") if entry.findtext(ATOM + "title") == "Une enquête")
            house.bureau.post_form(article + "/retirer", {"reason": "Les chiffres étaient faux."}, status=303)
            page = house.visitor.get(article)
            self.assertEqual(page.status, 410)
            self.assertIn("Les chiffres étaient faux.", page.text)
            feed = xml.etree.ElementTree.fromstring(house.visitor.get("/travaux.atom", status=200).body)
            self.assertEqual([entry.findtext(ATOM + "title") for entry in feed.iter(ATOM + "entry")], ["Une autre"])
            stones = [(stone.get("ref"), stone.get("when")) for stone in feed.iter(STONES + "deleted-entry")]
            self.assertEqual([ref for ref, _ in stones], [former], "whoever took a copy finds it by the same id")
            self.assertRegex(stones[0][1], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
            self.assertGreaterEqual(feed.findtext(ATOM + "updated"), stones[0][1], "the feed says that it changed")

    def test_invariant_15_a_closed_account_leaves_its_comments_without_a_name_and_its_official_acts_with_it(self):
        with Council() as house:
            article = house.article("Un bilan")
            comment = house.commented(article, "Merci pour ce bilan.")
            house.equipe.post_form(f"/moderation/{comment}/accepter", {}, status=303)
            until(lambda: "Habitante du quartier" in house.visitor.get(article).text, "the comment stands there with its author")
            referral = house.solicit("Une saisine")
            for name in ("habitante", "elue"):
                house.admin.post_form(f"/comptes/{house.ids[name]}/fermer", {}, status=303)
            page = until(lambda: (lambda text: "Habitante du quartier" not in text and text)(house.visitor.get(article).text), "the name is gone from the page that visitors are shown")
            self.assertIn("Merci pour ce bilan.", page, "the words stay for those who answered them")
            self.assertIn("Une personne qui n’a plus de compte", page)
            with sqlite3.connect(house.database) as database:
                self.assertEqual(database.execute("SELECT COUNT(*) FROM comments_comment WHERE author = ?", (house.ids["habitante"],)).fetchone(), (0,))
            self.assertIn("Élue du territoire", house.bureau.get(referral, status=200).text, "who filed a referral stays in the register")


class Shown(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = Council()
        cls.house.__enter__()
        cls.addClassCleanup(cls.house.__exit__)
        house = cls.house
        assert house.cli("import", ROOT / "config/demo/items.json")[0] == 0
        cls.group = house.group("Données et territoires")
        cls.referral = house.programmed("Mettre en débat la donnée")
        cls.event = house.equipe.post_form("/evenements/nouveau", {"title": "Réunion « Data »", "kind": "reunion-thematique", "role": "invite", "date": "2026-04-08", "mode": "remote",
                                                                   "starts": "2026-04-08T14:00", "ends": "2026-04-08T16:00", "summary": "Le conseil est invité."}, status=303).location
        until(lambda: Client(house).get(cls.referral).status == 200, "the referral is public")
        cls.pages = crawl(Client(house))

    def test_invariant_17_every_public_page_has_its_title_language_address_and_summary_and_needs_no_script(self):
        pages = {path: answer for path, answer in self.pages.items() if answer.status == 200 and answer.headers["Content-Type"].startswith("text/html")}
        self.assertGreater(len(pages), 60)
        titles = {}
        for path, answer in pages.items():
            text = answer.text
            self.assertEqual(len(re.findall(r"<h1[ >]", text)), 1, f"{path}: one h1")
            title = re.search(r"<title>(.*?)</title>", text, re.S).group(1)
            self.assertGreater(len(title), 3, path)
            self.assertRegex(text, r'<html lang="(fr|en)">', path)
            description = re.search(r'<meta name="description" content="(.*?)">', text, re.S)
            self.assertTrue(description is None or len(description.group(1)) <= 300 + 5 * description.group(1).count("&"), f"{path}: a summary of more than 300 characters")
            if "<form" not in text:
                canonical = re.search(r'<link rel="canonical" href="([^"]+)">', text)
                self.assertIsNotNone(canonical, f"{path} has no canonical address")
                titles.setdefault(canonical.group(1), set()).add(title)
            for script in re.findall(r"<script[^>]*>", text):
                self.assertIn('type="module" src="/assets/', script, f"{path}: a script that is no island")
        for address, said in titles.items():
            self.assertEqual(len(said), 1, f"{address} is the address of two pages: {said}")
        articles = {path: answer.text for path, answer in pages.items() if re.fullmatch(r"/travaux/[^/?]+", path)}
        self.assertGreater(len(articles), 20)
        for path, text in articles.items():
            for what in (r'<meta name="description" content="[^"]+">', r'href="/travaux\?type=[^"]+"', r'href="/travaux\?theme=[^"]+"'):
                self.assertRegex(text, what, path)

    def test_invariant_18_no_word_that_a_person_reads_stands_in_a_view(self):
        for view in sorted((ROOT / "plugins").glob("*/views/*.mustache")) + sorted((ROOT / "kernel").glob("**/views/*.mustache")):
            text = re.sub(r"\{\{#t\}\}.*?\{\{/t\}\}", "", view.read_text(), flags=re.S)
            text = re.sub(r"\{\{.*?\}\}+", "", text, flags=re.S)
            text = re.sub(r"<style>.*?</style>", "", text, flags=re.S)  # how paper looks is no word
            read = re.sub(r"<[^>]*>", " ", text) + " ".join(re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', text))
            words = [word for word in re.findall(r"[^\W\d_]{3,}", re.sub(r"&[a-z]+;", "", read)) if word not in NAMES_OF_STANDARDS]
            self.assertEqual(words, [], f"{view.relative_to(ROOT)}: words belong in the catalogues")

    def test_invariant_18_the_words_of_a_council_replace_ours_without_a_change_of_code(self):
        with Council() as house:
            article = house.article("Une enquête")
            self.assertIn("Données", house.visitor.get(article).text)
            house.stop()
            other = house.folder / "council.toml"
            other.write_text((ROOT / "config/hemicycle.toml").read_text().replace('{ id = "donnees", fr = "Données"', '{ id = "donnees", fr = "Vie numérique"'))
            theme = house.folder / "theme/publication/locales"
            theme.mkdir(parents=True)
            theme.joinpath("fr.po").write_text('msgid "nav.works"\nmsgstr "Nos contributions"\n')
            house.environment["HEMICYCLE_CONFIG"] = str(other)
            house.settings["web.theme"] = house.folder / "theme"
            house.start()
            page = house.visitor.get(article, status=200).text
            self.assertIn("Vie numérique", page)
            self.assertNotIn(">Données<", page)

    def test_invariant_19_a_plugin_that_is_disabled_takes_no_page_of_another_with_it(self):
        own = {plugin: [re.compile(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(page["path"])) + r"$") for page in contract.get("pages", []) if "path" in page]
               for plugin, contract in CONTRACTS.items()}
        house = self.house
        house.stop()
        before = {path: answer.status for path, answer in self.pages.items() if answer.status in (200, 410) and path.split("?")[0] != "/"}
        for plugin in CONTRACTS:
            with self.subTest(plugin=plugin):
                house.settings["plugins.disabled"] = plugin
                house.start()
                try:
                    visitor = Client(house)
                    others = [path for path in before if not path.startswith("/assets/") and not any(pattern.match(path.split("?")[0]) for pattern in own[plugin])]
                    lost = [(path, now) for path in others for now in [visitor.get(path).status] if now != before[path]]
                    self.assertEqual(lost, [], f"without {plugin}")
                finally:
                    house.stop()


class Told(unittest.TestCase):
    def test_invariant_11_whoever_is_refused_reads_the_reason_the_message_and_what_they_may_do(self):
        with Council() as house:
            referral = house.solicit("Une saisine")
            house.equipe.post_form(referral + "/accuser-reception", {}, status=303)
            answer = house.bureau.post_form(referral + "/irrecevable", {"reason": "hors-territoire", "message": ""})
            self.assertEqual(answer.status, 422, "no refusal without a word to its author")
            house.bureau.post_form(referral + "/irrecevable", {"reason": "hors-territoire", "message": "Cette rue n’est pas de notre territoire."}, status=303)
            page = house.elue.get(referral, status=200).text
            for said in ("Sujet hors du territoire", "Cette rue n’est pas de notre territoire.", referral + "/demander-un-reexamen"):
                self.assertIn(said, page)
            house.elue.post_form(referral + "/demander-un-reexamen", {"message": "La rue en fait partie depuis janvier."}, status=303)
            self.assertNotIn("demander-un-reexamen", house.elue.get(referral, status=200).text, "once")

            article = house.article("Un bilan")
            comment = house.commented(article, "Ceci est un propos.")
            path = f"/moderation/{comment}/refuser"
            reasons = [value for value in house.equipe.form(path).choices.get("reason", []) if value]
            self.assertEqual(house.equipe.post_form(path, {"reason": reasons[0], "message": ""}).status, 422)
            house.equipe.post_form(path, {"reason": reasons[0], "message": "Restons sur le sujet de l’article."}, status=303)
            mine = house.habitante.get("/mes-commentaires", status=200).text
            self.assertIn("Restons sur le sujet de l’article.", mine)
            self.assertIn("Motif", mine)
            self.assertNotIn("Ceci est un propos.", house.visitor.get(article).text)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
