"""Everything out of one house and into another (domain.md §1.7, invariant 20), with nothing of ours needed to read the file."""
import hashlib
import io
import json
import re
import sqlite3
import sys
import tarfile
import unittest

from house import ROOT, Client, House, free_port, until

PROGRAM = None
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% \xe2\xe3\xcf\xd3\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def council(house):
    """Some life: accounts, a referral on its way, an article with a document and a comment, an event, the former site's items."""
    for email, *roles in [("elue@example.org", "elected"), ("bureau@example.org", "bureau"), ("equipe@example.org", "technical_team"), ("habitante@example.org",)]:
        house.user(email, *roles)
    assert house.cli("import", ROOT / "config/demo/items.json")[0] == 0
    elue, bureau, equipe, habitante = (Client(house).sign_in(f"{name}@example.org") for name in ("elue", "bureau", "equipe", "habitante"))
    referral = elue.post_form("/saisines/solliciter", {"title": "Mettre en débat la donnée", "question": "Comment en débattre ?\n« Ensemble » 🙂", "themes": ["donnees"],
                                                       "contact": "Direction"}, status=303).location
    equipe.post_form(referral + "/accuser-reception", {}, status=303)
    event = equipe.post_form("/evenements/nouveau", {"title": "Réunion « Data »", "kind": "reunion-thematique", "role": "invite", "date": "2020-04-08", "starts": "2020-04-08T14:00",
                                                     "ends": "2020-04-08T16:00", "mode": "remote", "summary": "Le conseil est invité."}, status=303).location
    equipe.post_form(event + "/tenu", {}, status=303)
    equipe.post_form(event + "/retour-d-experience", {"title": "Rétrospective", "summary": "Ce que nous avons retenu.", "themes": ["donnees"], "learnings": "- l’acculturation",
                                                      "attachments.0.type": "synthese", "attachments.0.label": "Synthèse"},
                     files={"attachments.0.file": ("Synthèse.pdf", "application/pdf", PDF)}, status=303)
    drafts = until(lambda: re.findall(r'href="(/travaux/retrospective[^"/]*)"', bureau.get("/travaux/brouillons").text), "the retrospective became a draft")
    bureau.post_form(drafts[0] + "/publier", {}, status=303)
    until(lambda: "/commentaires/nouveau" in habitante.get(drafts[0]).text, "the article takes comments")
    habitante.post_form(drafts[0], {"text": "Merci."}, action="/commentaires/nouveau", status=303)
    accept = re.findall(r"/moderation/[^/\"]+/accepter", equipe.get("/moderation").text)
    equipe.post_form(accept[0], {}, status=303)
    until(lambda: "Merci." in Client(house).get(drafts[0]).text, "the comment is visible")


def public_pages(house):
    """Every page that a visitor reaches from the home page, and what it holds."""
    visitor, seen, left = Client(house), {}, ["/", "/travaux.atom", "/api/openapi.json"]
    while left:
        path = left.pop()
        if path in seen:
            continue
        answer = visitor.get(path)
        # A page with a form holds a token that is this server's secret, and this visitor's.
        body = re.sub(rb'name="(?:csrf|once)" value="[^"]*"', b"", answer.body)
        seen[path] = (answer.status, answer.headers.get("ETag") if body == answer.body else None, body)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            left += [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', answer.text) if "lang=" not in link and not link.startswith("/connexion")]
    return seen


class Transfer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        port = free_port()
        cls.settings = {"web.port": port, "web.public_url": f"http://127.0.0.1:{port}"}
        cls.first = House(PROGRAM, **cls.settings)
        cls.first.__enter__()
        cls.addClassCleanup(cls.first.__exit__)
        council(cls.first)
        cls.file = cls.first.folder / "conseil.tar"
        code, out, err = cls.first.cli("--json", "export", cls.file)  # while it serves
        assert code == 0, err
        cls.carried = json.loads(out)
        cls.pages = public_pages(cls.first)
        cls.first.stop()

    def empty(self, **settings):
        return House(PROGRAM, serve=False, **{**self.settings, **settings})

    def changed(self, change):
        """The file with one of its members replaced: change(name, bytes) -> bytes or None to leave it out."""
        out = self.first.folder / "other.tar"
        with tarfile.open(self.file) as old, tarfile.open(out, "w") as new:
            for member in old.getmembers():
                content = change(member.name, old.extractfile(member).read())
                if content is not None:
                    member.size = len(content)
                    new.addfile(member, io.BytesIO(content))
        return out

    def refused(self, file, why, code=5):
        with self.empty() as house:
            answer, _, err = house.cli("restore", file)
            self.assertEqual(answer, code, err)
            self.assertIn(why, err)
            with sqlite3.connect(house.database) as database:
                filled = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
                          if name != "hmc_migration" and database.execute(f"SELECT COUNT(*) FROM {name}").fetchone() != (0,)]
            self.assertEqual(filled, [], "nothing was written")

    def test_invariant_20_what_was_exported_is_served_elsewhere_under_the_same_addresses_byte_for_byte(self):
        self.assertGreater(len(self.pages), 60)
        with self.empty() as second:
            code, out, err = second.cli("--json", "restore", self.file)
            self.assertEqual(code, 0, err)
            self.assertEqual(json.loads(out), self.carried)
            second.start()
            again = public_pages(second)
            self.assertEqual(sorted(again), sorted(self.pages))
            for path, page in self.pages.items():
                self.assertEqual(again[path], page, f"{path} is another page now")
            elue = Client(second).sign_in("elue@example.org")
            self.assertIn("Mettre en débat la donnée", elue.get("/saisines/miennes", status=200).text)
            referral = elue.post_form("/saisines/solliciter", {"title": "Une autre question", "question": "La numérotation continue-t-elle ?", "themes": ["donnees"],
                                                               "contact": "Direction"}, status=303).location
            self.assertRegex(referral, r"-002$", "the house goes on where it was")

    def test_the_file_is_read_without_a_program_of_ours(self):
        with tarfile.open(self.file) as tar:
            names = tar.getnames()
            self.assertEqual(names[0], "manifest.json")
            manifest = json.load(tar.extractfile("manifest.json"))
            for table in manifest["tables"]:
                content = tar.extractfile(f"tables/{table['name']}.jsonl").read()
                self.assertEqual(hashlib.sha256(content).hexdigest(), table["sha256"])
                rows = [json.loads(line) for line in content.decode().splitlines()]
                self.assertEqual(len(rows), table["rows"])
                for row in rows:
                    self.assertEqual(list(row), table["columns"])
            self.assertEqual([tar.extractfile(f"documents/{each['sha256']}").read() for each in manifest["documents"]], [PDF])
            self.assertNotIn("tables/hmc_session.jsonl", names)
            accounts = [json.loads(line) for line in tar.extractfile("tables/accounts_account.jsonl").read().decode().splitlines()]
            self.assertTrue(all(account["phc"].startswith("$argon2id$") for account in accounts), "who has a password keeps it")
        self.assertEqual(self.file.stat().st_mode & 0o077, 0, "nobody else reads it")

    def test_a_file_is_never_overwritten(self):
        before = self.file.read_bytes()
        self.assertEqual(self.first.cli("export", self.file)[0], 5)
        self.assertEqual(self.file.read_bytes(), before)

    def test_a_house_that_is_not_empty_is_left_alone(self):
        with self.empty() as house:
            house.user("deja@example.org")
            code, _, err = house.cli("restore", self.file)
            self.assertEqual(code, 5)
            self.assertIn("not empty", err)
            with sqlite3.connect(house.database) as database:
                self.assertEqual(database.execute("SELECT COUNT(*) FROM accounts_account").fetchone(), (1,))

    def test_a_house_where_a_server_runs_is_left_alone(self):
        with self.empty() as house:
            house.start()
            self.assertEqual(house.cli("restore", self.file)[0], 75)

    def test_a_changed_row_a_missing_document_and_a_file_too_many_are_refused(self):
        self.refused(self.changed(lambda name, content: content.replace(b"elue@", b"ruse@") if name == "tables/accounts_account.jsonl" else content), "was changed")
        self.refused(self.changed(lambda name, content: None if name.startswith("documents/") else content), "is missing")
        self.refused(self.changed(lambda name, content: b"{}" if name == "manifest.json" else content), "manifest.json")
        self.refused(self.changed(lambda name, content: content[:-20] if name == "tables/hmc_event.jsonl" else content), "was changed")

    def test_a_file_made_by_other_migrations_is_refused_by_their_name(self):
        def newer(name, content):
            if name != "manifest.json":
                return content
            manifest = json.loads(content)
            manifest["migrations"]["accounts 0099_more"] = "0" * 64
            return json.dumps(manifest).encode()

        self.refused(self.changed(newer), "accounts 0099_more")

    def test_what_is_no_such_file_is_refused(self):
        other = self.first.folder / "notes.txt"
        other.write_text("Bonjour")
        self.refused(other, "notes.txt")
        cut = self.first.folder / "cut.tar"
        cut.write_bytes(self.file.read_bytes()[:200_000])
        self.refused(cut, "")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
