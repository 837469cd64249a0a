"""A council that has a word of its own for everything: a year of it, and no page says ours.

    test_words.py PROGRAM

Its names are feminine where ours are masculine and begin with a vowel where ours do not: articles, number and agreement are the pack's.
"""
import pathlib
import shutil
import sys
import tempfile
import unittest

from house import ROOT
from sitting_council import Council
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
                "publics": "publiques"}}


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
        return group, lead


del Year

if __name__ == "__main__":
    Council.program = sys.argv.pop(1)
    unittest.main(verbosity=2)
