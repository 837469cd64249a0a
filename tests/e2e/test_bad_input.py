"""Bad input at every form and every API call: refused as designed, at the field, with what was typed kept, and nothing written.

What is tried comes from the contracts themselves (plugin.json), so that a new command is tried as soon as it is declared.
"""
import json
import sqlite3
import sys
import unittest
import urllib.parse

from house import ROOT, Client, House, multipart
from wrong_inputs import COMMANDS, CONTRACTS, MALFORMED, QUERIES, bad_bodies, of_the_demo, places, right, too_long

PROGRAM = None
REFUSED = {400, 401, 403, 404, 409, 413, 415, 422}
ROLES = ["member", "bureau", "technical_team", "elected", "admin"]
# Sessions come and go with who signs in, and idempotency keys with what is answered: all the rest is what the house keeps.
COMES_AND_GOES = {"hmc_session", "hmc_idempotency"}
# Refused before their optional ids are looked at: no session of the demo council sits, and its programme of the year is adopted. What they say of such
# an id then is in the tests of their plugins.
OUT_OF_SEASON = {"plenary.add_item", "plenary.cast", "plenary.tick", "plenary.rank", "plenary.grade", "programme.add_item"}


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(PROGRAM, serve=False)
        cls.house.__enter__()
        cls.addClassCleanup(cls.house.__exit__)
        # The articles of the demo bear their days: they take comments however long ago that is.
        cls.house.settings["settings.comments.closes_after_days"] = 3650
        code, out, err = cls.house.cli("--json", "play", ROOT / "config/demo/council.json")
        assert code == 0, err
        cls.kept = json.loads(out)
        cls.house.user("tout@example.org", *ROLES, name="Toutes les fonctions")
        cls.house.start()
        cls.visitor = Client(cls.house)
        cls.everyone = Client(cls.house).sign_in("tout@example.org")
        for name in ("habitante", "membre", "elue", "bureau", "equipe", "pilote"):
            setattr(cls, name, Client(cls.house).sign_in(name + "@demo.example"))

    def dump(self):
        with sqlite3.connect(f"file:{self.house.database}?mode=ro", uri=True) as db:
            tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
            return {table: db.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables if table not in COMES_AND_GOES}

    def setUp(self):
        self.before = self.dump()

    def tearDown(self):
        after = self.dump()
        for table in self.before:
            self.assertEqual(self.before[table], after[table], f"bad input changed {table}")

    def refused(self, answer, statuses, what):
        self.assertIn(answer.status, statuses, f"{what}: {answer.status}\n{answer.body[:2000]!r}")
        return answer

    def problem(self, answer, statuses, what):
        self.refused(answer, statuses, what)
        self.assertEqual(answer.headers["Content-Type"].split(";")[0], "application/problem+json", what)
        self.assertEqual(answer.json["status"], answer.status, what)
        self.assertTrue(answer.json["title"], what)
        return answer.json

    def test_each_api_command_refuses_wrong_fields_at_the_field(self):
        self.assertGreater(len(COMMANDS), 40)
        for plugin, verb, operation in COMMANDS:
            scoped = "scope" in operation
            for what, field, body in bad_bodies(plugin, operation.get("input", {})):
                told = f"{plugin}.{verb} with {what} at {field}"
                answer = self.everyone.api("POST", f"{plugin}.{verb}", body)
                # The scope is read from the input: whoever has no grant for it learns nothing about the fields.
                problem = self.problem(answer, {422, 403} if scoped else {422}, told)
                if answer.status == 422:
                    places = [error["field"] for error in problem["errors"]]
                    self.assertTrue(any(place == field or place.startswith(field + ".") for place in places), f"{told}: told at {places}")
                    self.assertTrue(all(error["message"] for error in problem["errors"]), told)

    def test_each_api_command_refuses_what_is_no_json_object(self):
        for plugin, verb, _ in COMMANDS:
            for what, body in MALFORMED:
                self.problem(self.everyone.api("POST", f"{plugin}.{verb}", body), {400, 422, 403}, f"{plugin}.{verb} with {what}")
            self.problem(self.everyone.api("POST", f"{plugin}.{verb}", b"a=1", {"Content-Type": "application/x-www-form-urlencoded"}), {400, 415},
                         f"{plugin}.{verb} as a form")

    def test_each_api_query_refuses_wrong_fields(self):
        for plugin, verb, operation in QUERIES:
            for name, schema in operation.get("input", {}).items():
                told = f"{plugin}.{verb} {name}"
                if schema["type"] == "integer" or "enum" in schema or "among" in schema:
                    others = {key: right(plugin, other) for key, other in operation["input"].items() if not other.get("optional") and key != name}
                    self.problem(self.everyone.api("GET", f"{plugin}.{verb}", {**others, name: "not-that"}), {422, 403}, told)
                if (long := too_long(schema)) is not None:
                    self.problem(self.everyone.api("GET", f"{plugin}.{verb}", {name: long}), {422, 403}, told + " too long")
            self.problem(self.everyone.api("GET", f"{plugin}.{verb}", {"nobody_knows_me": 1}), {422, 403}, f"{plugin}.{verb} unknown field")
            answer = self.everyone.request("GET", f"/api/v1/{plugin}/{verb}?a=%FF%FE", headers={"Accept": "application/json"})
            self.refused(answer, {400, 422, 403}, f"{plugin}.{verb} with invalid UTF-8")

    def test_each_api_call_about_an_object_that_nobody_knows_is_not_found(self):
        for plugin, verb, operation in COMMANDS + QUERIES:
            fields = operation.get("input", {})
            required = [name for name, schema in fields.items() if not schema.get("optional")]
            about = [name for name in required if name in ("reference", "group", "slug", "event", "comment", "account", "token", "document") and "among" not in fields[name]]
            if not about or (plugin, verb) == ("comments", "thread"):  # a thread is asked for by the id of what it hangs on, told or not
                continue
            whole = {name: right(plugin, fields[name], name) for name in required}
            answer = (self.everyone.api("POST", f"{plugin}.{verb}", whole) if verb in CONTRACTS[plugin].get("commands", {})
                      else self.everyone.api("GET", f"{plugin}.{verb}", {**whole}))
            # What fills a slot of somebody else's page has nothing to say of an object that nobody knows.
            empty_list = verb in {slot["query"] for slot in CONTRACTS[plugin].get("slots", [])}
            self.refused(answer, {200} if empty_list else {404, 403, 422}, f"{plugin}.{verb} about nobody's {about}")
            if "scope" not in operation and not empty_list and "token" not in about and verb != "declare_admissible":
                self.assertEqual(answer.status, 404, f"{plugin}.{verb} about nobody's {about}: {answer.body[:400]!r}")

    def test_an_optional_id_that_nobody_knows_is_refused_at_its_field(self):
        tried = 0
        for plugin, verb, operation in COMMANDS:
            client, whole = self.pilote if "scope" in operation else self.everyone, of_the_demo(self.kept, plugin, verb, operation)
            for where, sent in places(plugin, operation.get("input", {}), lambda schema: schema.get("optional") and (schema.get("format") == "identifier" or "options" in schema), "nobody-has-this"):
                told, early = f"{plugin}.{verb} with nobody's id at {where}", f"{plugin}.{verb}" in OUT_OF_SEASON
                problem = self.problem(client.api("POST", f"{plugin}.{verb}", {**whole, **sent}), {403, 404, 409} if early else {422}, told)
                self.assertTrue(early or where in [error["field"] for error in problem["errors"]], f"{told}: {problem}")
                tried += 1
        self.assertGreater(tried, 15)

    def test_a_file_that_was_never_sent_is_refused_at_its_field(self):
        never, tried = {"blob": "0" * 64, "name": "a.pdf", "media_type": "application/pdf", "size": 1}, 0
        for plugin, verb, operation in COMMANDS:
            client, whole = self.pilote if "scope" in operation else self.everyone, of_the_demo(self.kept, plugin, verb, operation)
            for where, sent in places(plugin, operation.get("input", {}), lambda schema: schema.get("type") == "upload", never):
                told = f"{plugin}.{verb} with a file that never came at {where}"
                problem = self.problem(client.api("POST", f"{plugin}.{verb}", {**whole, **sent}), {422}, told)
                self.assertEqual([(error["field"], error["code"]) for error in problem["errors"]], [(where, "no_such_file")], told)
                tried += 1
        self.assertGreater(tried, 5)

    def test_what_a_file_holds_decides_its_type_and_its_size(self):
        kind, body = multipart([], {"file": ("notes.txt", "text/html", "Des notes.\n".encode())})
        sent = self.equipe.request("POST", "/api/v1/uploads", body, {"Content-Type": kind, "X-CSRF-Token": self.equipe.csrf(), "Accept": "application/json"}).json
        article = {"title": "Des notes", "attachments": [{"type": "synthese", "label": "Des notes", "file": {**sent, "media_type": "application/pdf", "size": 2_000_000}}]}
        self.assertEqual(self.equipe.api("POST", "publication.draft", article).status, 200)
        with sqlite3.connect(f"file:{self.house.database}?mode=ro", uri=True) as db:
            self.assertEqual(db.execute("SELECT media_type, size FROM publication_document WHERE blob = ?", [sent["blob"]]).fetchall(), [("text/plain", 11)])
        article["attachments"][0]["file"]["blob"] = "0" * 64
        code, out, _ = self.house.cli("--json", "call", "publication.draft", json.dumps(article))
        self.assertNotEqual(code, 0)
        self.assertIn("no_such_file", out, "the command line has the same door")
        self.before = {}

    def test_calls_and_pages_that_do_not_exist_are_told_so(self):
        self.problem(self.everyone.api("POST", "saisine.no_such_verb", {}), {404}, "an unknown verb")
        self.problem(self.everyone.api("GET", "no_such_plugin.list"), {404}, "an unknown plugin")
        self.problem(self.everyone.api("GET", "saisine.solicit"), {405}, "a command by GET")
        self.problem(self.everyone.api("POST", "saisine.list", {}), {405}, "a query by POST")
        for path in ("/nulle-part", "/saisines/S-1999-001", "/groupes/G-1999-001", "/travaux/jamais-ecrit", "/evenements/jamais", "/documents/jamais",
                     "/comptes/acc_personne", "/travaux/%FF", "/saisines/" + "a" * 200):
            self.refused(self.everyone.get(path), {404, 400, 422}, path)

    def test_a_visitor_and_a_person_without_the_permission_are_refused_before_anything_is_read(self):
        for plugin, verb, operation in COMMANDS:
            if operation["permission"] in ("public",):
                continue
            whole = {name: right(plugin, schema, name) for name, schema in operation.get("input", {}).items() if not schema.get("optional")}
            self.problem(self.visitor.api("POST", f"{plugin}.{verb}", whole), {401}, f"{plugin}.{verb} by a visitor")
            if operation["permission"] not in ("signed_in", "comments.write", "saisine.call"):
                self.problem(self.habitante.api("POST", f"{plugin}.{verb}", whole), {403}, f"{plugin}.{verb} by an inhabitant")
            self.problem(self.everyone.api("POST", f"{plugin}.{verb}", whole, csrf=False), {403}, f"{plugin}.{verb} without the token")

    def test_what_the_state_does_not_allow_is_a_conflict(self):
        kept = self.kept
        retrospective = "ce-que-nous-avons-partage-aux-interconnectes-sur-la-donnee"
        for contract, body in [
            ("saisine.acknowledge", {"reference": kept["donnees"]}),
            ("saisine.propose_to_plenary", {"reference": kept["abribus"]}),
            ("saisine.record_decision", {"reference": kept["donnees"], "decision": "declined", "session_date": "2026-01-01", "reason": "Trop tard."}),
            ("saisine.return_to_author", {"reference": kept["nuit"], "message": "Merci de préciser."}),
            ("saisine.declare_inadmissible", {"reference": kept["abribus"], "reason": "imprecis", "message": "Merci de préciser."}),
            ("publication.publish", {"slug": retrospective}),
            ("network_events.hold", {"event": kept["rencontre"]}),
            ("network_events.cancel", {"event": kept["rencontre"], "reason": "Annulée."}),
            ("comments.accept", {"comment": kept["comment1"]}),
            ("comments.refuse", {"comment": kept["comment3"], "reason": "publicite", "message": "Encore non."}),
        ]:
            answer = self.everyone.api("POST", contract, body)
            self.problem(answer, {409}, contract)
        opening = {"title": "Un groupe de trop", "mandate": "Un mandat assez long.", "leads": [kept["pilote"]], "planned_end": "2027-06-30",
                   "visibility": "public"}
        for referral in ("donnees", "abribus", "nuit", "fleuve"):
            self.problem(self.bureau.api("POST", "working_groups.open", {**opening, "referral": kept[referral]}), {409}, f"a group on {referral}")
        self.problem(self.bureau.api("POST", "working_groups.open", {**opening, "referral": kept["toits"], "leads": ["acc_nobody"]}), {422}, "an unknown lead")

    def test_the_object_of_somebody_else_is_out_of_reach(self):
        kept = self.kept
        for client, contract, body in [
            (self.membre, "comments.erase", {"comment": kept["comment1"]}),
            (self.elue, "saisine.withdraw", {"reference": kept["langues"]}),
            (self.membre, "saisine.withdraw", {"reference": kept["langues"]}),
            (self.membre, "saisine.request_review", {"reference": kept["abribus"][:-3] + "009", "message": "Un second regard."}),
            (self.habitante, "saisine.withdraw", {"reference": kept["nuit"]}),
            (self.membre, "working_groups.submit_deliverable", {"group": kept["groupe"], "kind": "avis", "title": "Pas le mien", "summary": "Un résumé court.",
                                                                "text": "Un texte assez long."}),
            (self.membre, "working_groups.record_meeting_notes", {"group": kept["groupe"], "meeting": kept["reunion"], "public_notes": "Non."}),
        ]:
            self.problem(client.api("POST", contract, body), {403, 404}, contract)
        for client, path in [(self.visitor, f"/saisines/{kept['nuit']}"), (self.habitante, f"/saisines/{kept['nuit']}"),
                             (self.visitor, f"/groupes/{kept['groupe']}/productions/{kept['production']}"),
                             (self.habitante, f"/groupes/{kept['groupe']}/productions/{kept['production']}")]:
            self.refused(client.get(path), {401, 403, 404}, path)

    def forms(self):
        """(plugin, path, operation, who may) of every form page, its path filled with what the demo council holds."""
        kept = self.kept
        objects = {"reference": kept["donnees"], "group": kept["groupe"], "meeting": kept["reunion"], "account": kept["membre"], "event": kept["rencontre"],
                   "slug": "prochain-atelier-la-donnee-et-le-chauffage", "comment": kept["comment1"], "token": "nobody-has-this"}
        for plugin, contract in CONTRACTS.items():
            for page in contract.get("pages", []):
                if "form" in page:
                    path = page["path"]
                    for name, value in objects.items():
                        path = path.replace("{" + name + "}", urllib.parse.quote(value))
                    if "{" in path:  # the demo council holds no such object yet: its plugin's own tests refuse for it
                        continue
                    fields = {name: schema for name, schema in contract["commands"][page["form"]].get("input", {}).items() if "{" + name + "}" not in page["path"]}
                    yield plugin, path, page["form"], fields

    def test_each_form_comes_back_with_what_was_typed_and_a_word_at_the_field(self):
        tried = 0
        for plugin, path, verb, fields in self.forms():
            client = self.visitor if verb in ("sign_in", "accept_invitation") else self.everyone
            if "scope" in CONTRACTS[plugin]["commands"][verb]:
                client = self.bureau if CONTRACTS[plugin]["commands"][verb]["permission"] == "working_groups.close" else self.pilote
            if verb in ("resubmit", "withdraw", "request_review"):
                client = self.elue  # the author's own forms
            page = client.get(path)
            self.refused(page, {200}, f"the form {path}")
            texts = {name: schema for name, schema in fields.items() if schema.get("type") == "string" and not {"enum", "among", "options"} & schema.keys()
                     and schema.get("format", "line") in ("line", "text", "markdown", "email", "uri")}
            required = [name for name, schema in fields.items() if not schema.get("optional") and "default" not in schema and schema.get("type") != "boolean"]
            if not fields or not (texts or required):
                continue
            tried += 1
            told = f"{path} ({plugin}.{verb})"
            for name, schema in texts.items():
                typed = too_long(schema)
                answer = client.post_form(path, {name: typed})
                self.refused(answer, {422}, f"{told}: {name} too long")
                self.assertIn('aria-invalid="true"', answer.text, told)
                self.assertIn(typed, answer.text, f"{told}: what was typed in {name} is kept")
            if required:
                controls = {control for control in client.form(path).names for name in required if control == name or control.startswith(name + ".")}
                answer = client.post_form(path, {control: None for control in controls})
                self.refused(answer, {422}, f"{told}: nothing filled in")
                self.assertIn('class="error-summary"', answer.text, told)
            for name in {name for name in client.form(path).choices if name in fields and fields[name].get("type") != "boolean"}:
                self.refused(client.post_form(path, {name: "not-among-them"}), {422}, f"{told}: {name} is none of the choices")
            self.refused(client.post_form(path, {"nobody_knows_me": "1"}), {422}, f"{told}: an unknown field")
        self.assertGreater(tried, 15)

    def test_a_form_that_comes_too_late_says_so_and_keeps_what_was_typed(self):
        typed = "Un message écrit avec soin, que personne ne veut retaper."
        answer = self.bureau.post_form(f"/saisines/{self.kept['abribus']}/irrecevable", {"reason": "imprecis", "message": typed})
        self.refused(answer, {409}, "a decision that was already taken")
        self.assertIn(typed, answer.text)
        self.assertIn('class="error-summary"', answer.text)

    def test_each_form_refuses_broken_bodies_and_a_wrong_token(self):
        for plugin, path, verb, fields in self.forms():
            client = self.visitor if verb in ("sign_in", "accept_invitation") else self.everyone
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            self.refused(client.request("POST", path, b"csrf=wrong", form), {401, 403}, f"{path} with a wrong token")
            self.refused(client.request("POST", path, b"%FF%FE=%FF", form), {400, 401, 403}, f"{path} with invalid UTF-8")
            self.refused(client.request("POST", path, b"{}", {"Content-Type": "application/json"}), {400, 415}, f"{path} with JSON")
            self.refused(client.request("POST", path, b"--x\r\nbroken", {"Content-Type": "multipart/form-data; boundary=x"}), {400}, f"{path} with half a body")
            self.refused(client.request("PUT", path, b"", form), {405}, f"{path} by PUT")

    def test_the_comparison_itself_sees_one_right_call(self):
        answer = self.habitante.api("POST", "comments.submit", {"article": self.kept["avis"], "text": "Un commentaire comme il faut."})
        self.assertEqual(answer.status, 200)
        self.assertNotEqual(self.before, self.dump(), "the comparison of tables is blind")
        self.before = {}

    def test_a_password_is_never_sent_back(self):
        answer = self.visitor.post_form("/connexion", {"email": "pas-une-adresse", "password": "le-secret-tape-trop-vite"})
        self.assertEqual(answer.status, 422)
        self.assertIn("pas-une-adresse", answer.text)
        self.assertNotIn("le-secret-tape-trop-vite", answer.text)

    def test_a_file_that_is_no_document_is_refused_at_its_field(self):
        page = "/travaux/nouveau"
        answer = self.equipe.post_form(page, {"title": "Un article", "attachments.0.type": "synthese", "attachments.0.label": "Un programme"},
                                       files={"attachments.0.file": ("a.pdf", "application/pdf", b"\x7fELF\x02\x01\x01" + b"\0" * 64)})
        self.refused(answer, {422}, "a program named a.pdf")
        self.assertIn("Ce type de fichier n’est pas accepté", answer.text)
        self.assertIn("Un programme", answer.text)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
