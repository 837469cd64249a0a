"""A council with something in every place an address can name: a referral of each stage, a public and a private group, an article with
comments, an event. Built over the API by the persons who may; what it returns are the ids."""
import json

from probe import TOP, check, people

TEXT = "Une question assez longue pour être admise, sans personne nommée."


def contracts():
    """Every plugin.json of the council, by name."""
    return {path.parent.name: json.loads(path.read_text()) for path in sorted((TOP / "plugins").glob("*/plugin.json"))}


def criteria():
    import tomllib

    return [entry["id"] for entry in tomllib.loads((TOP / "config/hemicycle.toml").read_text())["vocabularies"]["admissibility_criteria"]]


def ask_council(elected, title="Une saisine du territoire"):
    return elected.done("saisine.solicit", {"title": title, "question": TEXT, "context": "Du contexte.", "themes": ["donnees"], "contact": "Service de la donnée"})["reference"]


def programme(team, bureau, reference):
    team.done("saisine.acknowledge", {"reference": reference})
    bureau.done("saisine.declare_admissible", {"reference": reference, "grid": [{"criterion": each, "met": True} for each in criteria()]})
    bureau.done("saisine.propose_to_plenary", {"reference": reference})
    bureau.done("saisine.record_decision", {"reference": reference, "decision": "programmed", "session_date": "2026-05-12"})
    return reference


def open_group(bureau, reference, leads, visibility="public", title="Données et territoires"):
    return bureau.done("working_groups.open", {"referral": reference, "title": title, "mandate": TEXT, "leads": leads, "planned_end": "2027-06-30", "visibility": visibility})["group"]


def article(editor, title="Un article", body="Un corps en *Markdown*.", **more):
    fields = {"title": title, "summary": "Un résumé.", "type": "publication", "themes": ["donnees"], "keywords": ["donnée"], "date": "2026-04-08", "body": body}
    fields.update(more)
    made = editor.done("publication.draft", fields)
    editor.done("publication.publish", {"slug": made["slug"]})
    return made


def event(editor, title="Réunion Data", **more):
    fields = {"title": title, "kind": "reunion-thematique", "role": "invite", "date": "2027-04-08", "summary": "Une rencontre du réseau.", "place": "Nantes"}
    fields.update(more)
    return editor.done("network_events.announce", fields)["event"]


def comment(author, moderator, about, text="Un commentaire."):
    author.house.settle()  # an article can be commented once the comments have heard of it
    made = author.done("comments.submit", {"article": about, "text": text})["comment"]
    if moderator is not None:
        moderator.done("comments.accept", {"comment": made})
    return made


def build(house):
    """The persons by role, and the ids of what they made."""
    who = people(house)
    bureau, team, elected = who["bureau"], who["technical_team"], who["elected"]
    fresh = ask_council(elected, "Une saisine à instruire")
    at_work = programme(team, bureau, ask_council(elected))
    group = open_group(bureau, at_work, [who["lead"].account])
    hidden = open_group(bureau, programme(team, bureau, ask_council(elected, "Une saisine discrète")), [who["lead"].account], "private", "Un groupe discret")
    made = article(team)
    said = comment(who["inhabitant"], team, made["id"])
    waiting = comment(who["inhabitant"], None, made["id"], "Un commentaire qui attend.")
    ids = {"reference": fresh, "group": group, "hidden": hidden, "slug": made["slug"], "article": made["id"], "comment": said, "waiting": waiting,
           "event": event(team), "account": who["other"].account}
    house.settle()
    check(all(ids.values()), f"the council is not whole: {ids}")
    return who, ids
