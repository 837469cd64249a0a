"""Who is the council, at its forms: register, seats, charter, applications, lots, a table that comes in."""
import datetime
import re
import sys
import unittest

from house import Client, House, today, until
from test_seed import path_of, text_of

PROGRAM = None
TODAY = today()


def day(offset):
    return (TODAY + datetime.timedelta(days=offset)).isoformat()


class Members(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(PROGRAM)
        cls.house.__enter__()
        cls.addClassCleanup(cls.house.__exit__)
        cls.house.user("equipe@example.org", "technical_team")
        cls.house.user("ada@example.org", name="Ada Clairval")
        cls.equipe = Client(cls.house).sign_in("equipe@example.org")
        cls.ada = Client(cls.house).sign_in("ada@example.org")
        cls.visitor = Client(cls.house)

    def test_from_the_register_to_the_seat_and_its_end(self):
        path_of(self.equipe.post_form("/charte/adopter", {"text": "Nous siégeons pour l’**intérêt général**, et rendons compte."}))
        self.assertIn("intérêt général", text_of(self.visitor.get("/charte", status=200).text))
        path_of(self.equipe.post_form("/membres/organisations/nouvelle", {"name": "Les Mains vertes"}))
        organisation = next(value for value in self.equipe.form("/membres/personnes/nouvelle").choices["organisation"] if value)
        person = path_of(self.equipe.post_form("/membres/personnes/nouvelle", {
            "name": "Ada Clairval", "email": "ADA@example.org", "gender": "woman", "birth_year": "1980", "organisation": organisation}))
        seat = path_of(self.equipe.post_form("/membres/sieges/nouveau", {
            "body": "plenary", "category": "organisation", "college": "organisations", "organisation": organisation}))
        path_of(self.equipe.post_form(seat + "/nommer", {
            "person": person.rsplit("/", 1)[1], "part": "primary", "begins": day(0), "legal_reference": "Délibération 2026-041"}))
        self.assertIn("charte à signer", text_of(self.equipe.get(seat, status=200).text))
        refused = self.equipe.post_form(seat + "/nommer", {
            "person": person.rsplit("/", 1)[1], "part": "primary", "begins": day(0), "legal_reference": "Délibération 2026-042"}, status=409)
        self.assertIn("Ce siège est occupé", text_of(refused.text))

        # Her account is linked by its address; the role comes with the signature, not before.
        self.assertIn("Relier votre compte", text_of(self.ada.get("/mon-espace", status=200).text))
        path_of(self.ada.post_form("/mon-mandat/relier", {}))
        self.assertEqual(self.ada.get("/membres/annuaire").status, 403)
        path_of(self.ada.post_form("/mon-mandat/charte", {"agreed": "true"}))
        until(lambda: self.ada.get("/membres/annuaire").status == 200, "a member who sits reads the directory")
        self.assertNotIn("Ada Clairval", text_of(self.visitor.get("/membres", status=200).text), "who holds no office is not named in public")
        path_of(self.equipe.post_form(person + "/fonction", {"office": "chair", "body": "plenary"}))
        self.assertIn("Ada Clairval", text_of(self.visitor.get("/membres", status=200).text), "who holds an office is")
        until(lambda: "(par un siège ou une fonction)" in text_of(self.ada.get("/mon-compte", status=200).text), "her account says what her seat gives")
        self.assertNotIn("Habitant", text_of(self.ada.get("/mon-compte", status=200).text))

        # An elective mandate ends the seat, the office and the role.
        path_of(self.equipe.post_form(person + "/mandat-electif", {"authority": "Conseil de la collectivité", "begins": day(-1)}))
        until(lambda: self.ada.get("/membres/annuaire").status == 403, "the role went with the seat")
        self.assertIn("mandat incompatible", text_of(self.equipe.get(seat, status=200).text))
        self.assertIn("Terminé", text_of(self.ada.get("/mon-mandat", status=200).text))

    def test_who_asks_to_be_forgotten_is_named_nowhere(self):
        self.house.user("oubli@example.org", name="Oriane Doucerive")
        oriane = Client(self.house).sign_in("oubli@example.org")
        person = path_of(self.equipe.post_form("/membres/personnes/nouvelle", {"name": "Oriane Doucerive", "email": "oubli@example.org"}))
        path_of(oriane.post_form("/mon-mandat/relier", {}))
        self.assertIn("Effacer mes données", text_of(oriane.get("/mon-mandat", status=200).text))
        refused = oriane.post_form("/mon-mandat/effacer", {}, status=422)
        self.assertIn("Cochez la case", text_of(refused.text))
        path_of(oriane.post_form("/mon-mandat/effacer", {"sure": "true"}))
        self.house.user("platform@example.org", "admin")
        platform = Client(self.house).sign_in("platform@example.org")
        until(lambda: platform.get("/comptes").status == 200, "the role of an account that was added while the house serves")
        until(lambda: "Oriane" not in text_of(platform.get("/comptes", status=200).text), "the account forgets the name as well")
        self.assertIn("(nom effacé)", text_of(platform.get("/comptes", status=200).text))
        file = text_of(self.equipe.get(person, status=200).text)
        self.assertIn("(nom effacé)", file)
        self.assertIn("Cette personne a été effacée du registre", file)
        self.assertNotIn("Oriane", file, "nor does the history name who asked for it")
        self.assertEqual(oriane.get("/mon-mandat").status, 401)

    def test_from_the_call_to_the_lot_that_anybody_draws_again(self):
        call = path_of(self.equipe.post_form("/appels/nouveau", {
            "title": "Deux sièges à pourvoir", "text": "Nous cherchons des personnes **de tous horizons**.", "body": "plenary", "category": "qualified",
            "places": "2", "method": "sortition", "closes": day(20), "quotas.0.dimension": "gender", "quotas.0.value": "woman", "quotas.0.least": "1"}))
        receipts = [path_of(self.visitor.post_form(call + "/candidater", {
            "name": f"Personne {i}", "email": f"p{i}@example.org", "gender": "woman" if i < 2 else "man", "consent": "true"})) for i in range(5)]
        self.assertIn("Reçue", text_of(self.visitor.get(receipts[0], status=200).text))
        path_of(self.visitor.post_form(receipts[4] + "/retirer", {}))
        self.assertIn("Retirée et effacée", text_of(self.visitor.get(receipts[4], status=200).text))
        self.assertEqual(self.visitor.get(call + "/candidatures").status, 401)
        self.assertIn("Personne 1", text_of(self.equipe.get(call + "/candidatures", status=200).text))

        self.equipe.post_form(call + "/tirage", {"seed": "4 8 15", "source": "Tirage officiel du lendemain"}, status=409)
        path_of(self.equipe.post_form(call + "/clore", {}))
        lot = path_of(self.equipe.post_form(call + "/tirage", {"seed": "4 8 15", "source": "Tirage officiel du lendemain"}))
        record = self.visitor.get(lot, status=200).text
        self.assertEqual(len(re.findall(r"<li>C-[0-9a-f]{10}</li>", record)), 4, "two drawn and two in reserve, by their numbers")
        self.assertNotIn("Personne", text_of(record))
        self.assertIn("Le même tirage", text_of(self.visitor.get(lot + "/rejouer", status=200).text))
        self.assertTrue(any("Tirée au sort" in text_of(self.visitor.get(receipt, status=200).text) for receipt in receipts[:4]))

    def test_a_table_is_looked_at_before_it_is_taken(self):
        table = ("nom;courriel;genre;annee_naissance;organisation;instance;categorie;college;debut;decision\r\n"
                 "Bea Fontbrune;bea@example.org;f;1975;Maison des aînés;Assemblée plénière;Organisme membre;Organismes;;Délibération 1\r\n"
                 "Cleo Vertpré;nulle part;f;75;;;;;;\r\n")
        preview = path_of(self.equipe.post_form("/membres/importer", {"csv": table}))
        said = text_of(self.equipe.get(preview, status=200).text)
        self.assertRegex(said, r"2 Bea Fontbrune Ajoutée, et nommée à un siège")
        self.assertRegex(said, r"3 Cleo Vertpré Refusée Adresse électronique : ne se lit pas nulle part Année de naissance : ne se lit pas 75 \. À écrire : 1980")
        self.assertNotIn("Bea Fontbrune", text_of(self.equipe.get("/membres/registre", status=200).text))
        self.assertNotIn("C’est enregistré", said)
        path_of(self.equipe.post_form(preview + "/confirmer", {}))
        self.assertIn("Bea Fontbrune", text_of(self.equipe.get("/membres/registre", status=200).text))
        out = self.equipe.get("/membres/registre.csv", status=200)
        self.assertTrue(out.headers["Content-Type"].startswith("text/csv"))
        self.assertIn("Bea Fontbrune;bea@example.org;woman;1975", out.text)
        self.assertEqual(self.visitor.get("/membres/registre.csv").status, 401)

    def test_a_refused_value_is_shown_beside_what_could_stand_there(self):
        answer = self.equipe.post_form("/membres/importer", {"csv": "nom;instance;categorie;decision\r\nDan Sauvage;Lune;Organisme membre;Délibération 1\r\n"})
        page = self.equipe.get(path_of(answer), status=200).text
        self.assertIn("Le tableau est lu", text_of(page), "what was laid out is not written anywhere yet, and the notice does not say that it is")
        self.assertRegex(text_of(page), r"2 Dan Sauvage Refusée Instance : valeur inconnue Lune \. À écrire : Assemblée plénière")
        self.assertEqual(re.search(r"<thead>.*?</thead>", page, re.S)[0].count("<th "), 2, "two columns stand side by side on a telephone")

    def test_a_table_comes_as_the_file_that_a_spreadsheet_saved(self):
        table = "nom;courriel;milieu\nZoé Aubépine;zoe@example.org;\n".encode("cp1252")
        form = self.equipe.get("/membres/importer", status=200).text
        self.assertIn("Ou un fichier CSV", form)
        preview = path_of(self.equipe.post_form("/membres/importer", {}, files={"csv.file": ("membres.csv", "application/vnd.ms-excel", table)}))
        self.assertRegex(text_of(self.equipe.get(preview, status=200).text), r"2 Zoé Aubépine Ajoutée")
        book = self.equipe.post_form("/membres/importer", {}, files={"csv.file": ("membres.xlsx", "application/zip", b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(90))}, status=422)
        self.assertIn("Enregistrez-le au format CSV", text_of(book.text))
        self.assertEqual(self.equipe.post_form("/membres/importer", {}, status=422).status, 422, "neither text nor file")

    def test_the_composition_shows_no_small_group(self):
        said = text_of(self.visitor.get("/composition", status=200).text)
        self.assertIn("Les effectifs sont trop petits pour être montrés", said)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main(verbosity=2)
