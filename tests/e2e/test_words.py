"""A council that has a word of its own for everything: a year of it, and no page says ours.

    test_words.py PROGRAM

Its names are feminine where ours are masculine, masculine where ours are feminine, and begin with a vowel where ours do not: articles, number and agreement are the pack's.
"""
import pathlib
import shutil
import sys
import tempfile
import unittest

from house import ROOT
from sitting_council import Council, path_of
from test_seed import text_of
from test_year import TheYear as Year

NAMES = {
    "plenary": {"one": "assemblée générale", "the": "l’assemblée générale", "of": "d’assemblée générale", "of_the": "de l’assemblée générale",
                "to_the": "à l’assemblée générale", "in": "en assemblée générale"},
    "board": {"one": "équipe d’animation", "the": "l’équipe d’animation", "of_the": "de l’équipe d’animation", "to_the": "à l’équipe d’animation", "in": "en équipe d’animation"},
    "group": {"one": "commission", "many": "commissions", "a": "une commission", "the": "la commission", "of": "de commission", "of_the": "de la commission",
              "to_the": "à la commission", "this": "cette commission", "no": "aucune commission", "it": "elle", "obj": "la", "e": "e", "public": "publique", "publics": "publiques"},
    "lead": {"one": "référente", "many": "référentes", "a": "une référente"},
    "opinion": {"one": "contribution", "many": "contributions", "a": "une contribution", "the": "la contribution", "of": "de contribution", "of_the": "de la contribution",
                "all": "toutes les contributions", "any": "une contribution", "any_one": "contribution", "family": "contributions", "list": "contributions", "e": "e", "es": "es",
                "publics": "publiques"},
    "referral": {"one": "appel", "many": "appels", "a": "un appel", "the": "l’appel", "of": "d’appel", "of_the": "de l’appel", "to_the": "à l’appel", "this": "cet appel", "no": "aucun appel",
                 "all": "tous les appels", "new": "un nouvel appel", "their": "son appel", "it": "il", "itself": "lui-même", "obj": "le", "which": "lequel", "e": "-", "public": "public"}}


class TheWords(Year):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="hemicycle-words-"))
        cls.addClassCleanup(shutil.rmtree, folder)
        words = folder / "ours/locales/terms/fr.po"
        words.parent.mkdir(parents=True)
        words.write_text("\n".join(f'msgid "{term}.{form}"\nmsgstr "{text}"\n' for term, forms in NAMES.items() for form, text in forms.items()), encoding="utf-8")
        profile = (ROOT / "config/profiles/rennes.toml").read_text(encoding="utf-8")
        for ours, theirs in (("Assemblée plénière", "Assemblée générale"), ('fr = "Bureau"', 'fr = "Équipe d’animation"'), ("Membre du bureau", "Membre de l’équipe")):
            profile = profile.replace(ours, theirs)
        (folder / "ours.toml").write_text(profile, encoding="utf-8")
        cls.profile = str(folder / "ours.toml")
        super().setUpClass()

    def open_the_group(self, referral):
        group, lead = super().open_the_group(referral)
        self.assertIn("Commission publique", text_of(lead.get(group, status=200).text), "adjectives agree")
        self.says(self.visitor, referral, "Le fil de l’appel", "Inscrit au programme de travail")
        self.says(self.visitor, group, "Appel d’origine")
        return group, lead

    def test_a_masculine_name_that_begins_with_a_vowel_reads_rightly_wherever_a_referral_is_spoken_of(self):
        self.says(self.elue, "/saisines?state=lapsed_tacit", "Aucun appel ne correspond à votre choix.")
        self.says(self.people["habitante"], "/saisines/miennes", "Mes appels", "Vous n’avez déposé aucun appel.", "Tous les appels")
        referral, other = (path_of(self.elue.post_form("/saisines/solliciter", {
            "title": title, "question": "Comment dire les choses avec nos propres mots ?", "themes": ["habitat"], "contact": "Direction générale"})) for title in ("Nos mots", "Nos autres mots"))
        self.says(self.elue, referral, "Déposé le", "Appel déposé")
        self.says(self.elue, referral + "/retirer", "Retirer l’appel")
        self.says(self.equipe, referral + "/accuser-reception", "L’appel passera à l’étude de sa recevabilité")
        self.accept(referral)
        merge = referral + "/joindre"
        self.says(self.chair, merge, "Joindre à un autre appel", "Joindre les appels")
        refused = self.chair.post_form(merge, {"into": referral.rsplit("/", 1)[1], "message": "C’est la même question."})
        self.assertIn("Un appel ne se joint pas à lui-même. Choisissez-en un autre.", text_of(refused.text))
        path_of(self.elue.post_form(other + "/retirer", {}))
        self.says(self.elue, other, "Retiré par son auteur")
        refused = self.chair.post_form(merge, {"into": other.rsplit("/", 1)[1], "message": "C’est la même question."})
        self.assertIn("Cet appel est terminé ou refusé : choisissez-en un sur lequel le conseil travaille", text_of(refused.text))
        self.assertIn("Cet appel n’existe pas ou n’est pas visible avec votre compte. Cherchez-le dans la liste des appels.", text_of(self.elue.get("/saisines/S-1999-001").text))

    def says(self, reader, path, *sentences):
        text = " ".join(text_of(reader.get(path, status=200).text).split())
        for sentence in sentences:
            self.assertIn(sentence, text, path)


del Year

if __name__ == "__main__":
    Council.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
