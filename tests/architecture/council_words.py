"""The council's own words (docs/council.md): every text marks the things that councils name differently, every shipped pack is
whole, and French signs keep their no-break space.

    council_words.py SOURCE_FOLDER
    council_words.py --control          the checks can fail
"""
import pathlib
import re
import sys

MARK = re.compile(r"\[\[([a-z_]+)\.([a-z_]+)\|([^\]|]*)\]\]")
ENTRY = re.compile(r'^msgid "([^"]+)"\nmsgstr "(.+)"$', re.MULTILINE)
# What no text says without a mark: the names that the packs give anew.
BARE = {"fr": re.compile(r"(?<!auto-)\bsaisines?\b|groupes? de travail|\b[Pp]lénière|\bau groupe\b|\bdu groupe\b(?! de vote)|\b(le|du|au) bureau\b", re.IGNORECASE),
        "en": re.compile(r"(?<!self-)\breferrals?\b|\bworking groups?\b|\bplenary\b|\bthe (bureau|board)\b(?! of what)", re.IGNORECASE)}


def forms_used(catalogues):
    """term -> form -> a reading of it."""
    used = {}
    for text in catalogues.values():
        for term, form, reading in MARK.findall(text):
            used.setdefault(term, {})[form] = reading
    return used


def bare_words(catalogues, language):
    for name, text in catalogues.items():
        for key, words in ENTRY.findall(text):
            found = BARE[language].search(MARK.sub("", words))
            if found:
                yield f"{name}: {key}: '{found.group()}' without a mark: a council that names it otherwise would read our word"


# French sets a no-break space before these signs and within its quotation marks: a plain one lets a line begin with them.
LOOSE = re.compile("\u0020[:;?!\u00bb](?=[\\s\".,)]|$)|\u00ab\u0020")


def loose_signs(catalogues):
    for name, text in catalogues.items():
        for key, words in ENTRY.findall(text):
            if found := LOOSE.search(words):
                yield f"{name}: {key}: a plain space in '{words[max(0, found.start() - 12):found.end() + 3]}' where a no-break one (U+00A0) belongs"


def faults_of_pack(name, pack, used):
    given = dict(ENTRY.findall(pack))
    for key in given:
        term, _, form = key.partition(".")
        if form not in used.get(term, {}):
            yield f"{name}: no text asks for '{key}'"
    for term in sorted({key.partition(".")[0] for key in given} & set(used)):
        for form, reading in sorted(used[term].items()):
            if f"{term}.{form}" not in given:
                yield f"{name}: renames '{term}' and not its form '{form}' ({reading})"


def faults(source):
    for language in BARE:
        catalogues = {str(path.relative_to(source)): path.read_text(encoding="utf-8") for path in source.glob(f"plugins/*/locales/{language}.po")}
        used = forms_used(catalogues)
        yield from bare_words(catalogues, language)
        if language == "fr":
            yield from loose_signs(catalogues)
            yield from loose_signs({str(path.relative_to(source)): path.read_text(encoding="utf-8") for pattern in ("config/profiles/*/locales/**/fr.po", "kernel/**/locales/fr.po") for path in source.glob(pattern)})
        for path in sorted(source.glob(f"config/profiles/*/locales/terms/{language}.po")):
            yield from faults_of_pack(str(path.relative_to(source)), path.read_text(encoding="utf-8"), used)


def control():
    used = {"group": {"the": "le groupe", "of": "de groupe"}}
    assert list(faults_of_pack("p", 'msgid "group.the"\nmsgstr "la pétale"', used)) == ["p: renames 'group' and not its form 'of' (de groupe)"]
    assert list(faults_of_pack("p", 'msgid "gruop.the"\nmsgstr "la pétale"', used)) == ["p: no text asks for 'gruop.the'"]
    assert list(bare_words({"c": 'msgid "a"\nmsgstr "Renvoyé au groupe"'}, "fr"))
    assert not list(bare_words({"c": 'msgid "a"\nmsgstr "Renvoyé [[group.to_the|au groupe]]"'}, "fr"))
    assert list(bare_words({"c": 'msgid "a"\nmsgstr "Votre saisine est close"'}, "fr"))
    assert list(bare_words({"c": 'msgid "a"\nmsgstr "Close the referral"'}, "en"))
    assert not list(bare_words({"c": 'msgid "a"\nmsgstr "Proposer une auto-saisine"'}, "fr"))
    for words in ("Motif :", "Lire « ceci\u00a0»", "Lire «\u00a0ceci »", "Un mot ; un autre", "Pourquoi ?", "Merci !"):
        assert list(loose_signs({"c": f'msgid "a"\nmsgstr "{words}"'})), words
    assert not list(loose_signs({"c": 'msgid "a"\nmsgstr "Lire «\u00a0ceci\u00a0»\u00a0: à 18:00, /a?b=c"'}))


if __name__ == "__main__":
    if sys.argv[1] == "--control":
        control()
        sys.exit(0)
    found = list(faults(pathlib.Path(sys.argv[1])))
    print("\n".join(found))
    sys.exit(1 if found else 0)
