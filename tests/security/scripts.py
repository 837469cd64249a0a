"""S2 without a browser: payloads of every class in every field that is shown, then every page that shows them read as a parser reads it.

A negative control comes first: the same payloads unescaped must all be found by the reader, or it is blind."""
import sys
import urllib.parse
import xml.etree.ElementTree as tree

import council
import page
import payloads
from probe import PASSWORD, House, check, run

LONG = "\n\n".join(payloads.ALL)


def padded(payload, most=200):
    return ("x " + payload)[:most]


class Stage:
    """The payloads put on stage once; every trial then reads."""

    def __init__(self, house):
        self.house = house
        self.who, self.ids = council.build(house)
        team, bureau, admin = (self.who[name] for name in ("technical_team", "bureau", "admin"))
        self.addresses = ["/", "/travaux", "/evenements", "/groupes", "/saisines", "/travaux.atom", "/evenements.atom", "/moderation", "/comptes", "/mes-commentaires",
                          "/mon-compte", "/travaux/brouillons", f"/saisines/{self.ids['reference']}"]
        for payload in payloads.ALL:
            line = " ".join(payload.split())
            made = council.article(team, padded(line), f"Avant {payload} après\n\n{payload}\n", summary=padded(payload, 300), keywords=[padded(line, 80)],
                                   attachments=[{"type": "autre", "label": padded(line), "link": "https://example.org/?q=" + urllib.parse.quote(payload)}])
            self.addresses.append(f"/travaux/{made['slug']}")
            met = council.event(team, padded(line), network=padded(line), programme=padded(line), place=padded(line), audience=padded(line), summary=padded(payload, 300), description=payload)
            self.addresses += [f"/evenements/{met}", f"/evenements/{met}/agenda.ics"]
            council.comment(self.who["inhabitant"], team, self.ids["article"], "Voici : " + payload)
            council.comment(self.who["inhabitant"], None, self.ids["article"], "En attente : " + payload)
        self.addresses.append(f"/travaux/{self.ids['slug']}")
        names = [padded(each, 100) for each in payloads.lines()[::6]]
        for number, name in enumerate(names):
            admin.done("accounts.add", {"email": f"name{number}@example.org", "name": name, "roles": ["member"], "password": PASSWORD})
        self.groups(bureau, team)

    def groups(self, bureau, team):
        for payload in ("\"><script>pwned()</script>", "<img src=x onerror=pwned()>", "{{{title}}}<script>pwned()</script>"):
            reference = self.who["elected"].done("saisine.solicit", {"title": padded(payload), "question": LONG[:2000], "context": LONG, "themes": ["donnees"], "contact": padded(payload)})["reference"]
            council.programme(team, bureau, reference)
            lead = self.who["lead"]
            group = bureau.done("working_groups.open", {"referral": reference, "title": padded(payload), "mandate": LONG, "leads": [lead.account], "planned_end": "2027-06-30", "visibility": "public"})["group"]
            lead.done("working_groups.add_partner", {"group": group, "organisation": padded(payload), "contact": padded(payload)})
            lead.done("working_groups.plan_meeting", {"group": group, "starts": "2027-02-01T18:00:00Z", "mode": "hybrid", "place": padded(payload)})
            self.addresses += [f"/saisines/{reference}", f"/groupes/{group}"]


def control():
    for payload in payloads.ELEMENTS + payloads.HANDLERS + payloads.EMBEDS:
        check(page.dangers(f"<p>{payload}</p>") or payload in payloads.INERT_ALONE, f"the reader is blind to {payload!r}")
    for payload in payloads.ATTRIBUTES[:5]:
        check(page.dangers(f'<p title="{payload}">x</p>') or page.dangers(f"<p title='{payload}'>x</p>"), f"the reader is blind to {payload!r}")
    check(not page.dangers("<p>Rien <a href='/x'>ici</a></p>"), "the reader sees danger where none is")
    return f"{len(payloads.ALL)} payloads"


def read(answer, address):
    """What an answer's own kind of reader would run."""
    kind = answer.header("Content-Type")
    if kind.startswith("text/html"):
        return page.dangers(answer.text)
    if kind.startswith("application/atom+xml"):
        root = tree.fromstring(answer.body)
        html = [each.text or "" for each in root.iter() if each.tag.endswith(("content", "summary")) and each.get("type") == "html"]
        addresses = [each.get("href", "") for each in root.iter() if each.tag.endswith("link")]
        return [wrong for each in html for wrong in page.dangers(each)] + [each for each in addresses if not each.startswith("http")]
    if kind.startswith("text/calendar"):
        allowed = ("BEGIN", "END", "VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "LAST-MODIFIED", " ", "CALSCALE", "METHOD", "SEQUENCE", "STATUS")
        return [line for line in answer.text.split("\r\n") if line and not line.startswith(allowed)]
    return [f"{address} is of an unexpected kind: {kind}"]


def pages(stage, person):
    seen = 0
    for address in stage.addresses:
        answer = stage.who[person].get(address)
        if answer.status in (401, 403, 404):
            continue
        seen += 1
        check(answer.status == 200, f"{person} gets {answer.status} from {address}")
        wrong = read(answer, address)
        check(not wrong, f"{address} as {person}: {wrong[:3]}")
    check(seen > len(payloads.ALL), f"{person} saw {seen} pages only")
    return f"{seen} pages"


def paged(stage):
    """The lists to their last page."""
    seen = 0
    for start in ("/travaux", "/evenements", "/moderation", "/comptes", "/mes-commentaires"):
        person = stage.who["admin" if start == "/comptes" else "inhabitant" if start == "/mes-commentaires" else "technical_team"]
        visited, following = set(), start
        while following and following not in visited:
            visited.add(following)
            answer = person.get(following)
            check(answer.status == 200, f"{following}: {answer.status}")
            wrong = page.dangers(answer.text)
            check(not wrong, f"{following}: {wrong[:3]}")
            following = next((link for link in page.links(answer.text) if link.startswith(start + "?") and "after=" in link and link not in visited), None)
        seen += len(visited)
    return f"{seen} pages"


def forms(stage):
    """Every form of the contracts comes back with what was written, and what was written stays text."""
    shown = 0
    for plugin, contract in council.contracts().items():
        for each in contract.get("pages", []):
            if "form" not in each:
                continue
            address = each["path"]
            for field, value in stage.ids.items():
                address = address.replace("{" + field + "}", value)
            fields = contract["commands"][each["form"]].get("input", {})
            texts = [name for name, field in fields.items() if field.get("type") == "string" and field.get("format") != "password"]
            for payload in payloads.ATTRIBUTES[:6] + payloads.ELEMENTS[:2] + payloads.HANDLERS[:2]:
                for person in ("technical_team", "bureau", "elected", "lead", "admin", "inhabitant"):
                    answer = stage.who[person].post(address, {**{name: payload for name in texts}, "no_field": payload, "once": payload, "retour": payload})
                    if answer.status in (401, 403):
                        continue
                    check(answer.status != 500, f"POST {address}: 500")
                    wrong = page.dangers(answer.text)
                    check(not wrong, f"POST {address} with {payload!r}: {wrong[:3]}")
                    shown += answer.status == 422
                    break
    check(shown > 100, f"only {shown} forms came back")
    return f"{shown} forms came back"


def addresses(stage):
    """What stands in an address is shown in pages too: the field of a filter, a parameter, a path that names nothing, the way back."""
    tried = 0
    for payload in payloads.ALL:
        said = urllib.parse.quote(payload, safe="")
        for target in (f"/travaux?keyword={said}", f"/travaux?theme={said}", f"/connexion?retour={said}&email={said}", f"/{said}", f"/travaux/{said}", f"/?{said}={said}",
                       f"/evenements?when={said}&lang={said}"):
            answer = stage.who["visitor"].get(target)
            check(answer.status < 500, f"{target}: {answer.status}")
            wrong = page.dangers(answer.text)
            check(not wrong, f"{target}: {wrong[:3]}")
            tried += 1
    return f"{tried} addresses"


def file_names(stage):
    """A file's name is text in the page and cannot break out of the header that carries it."""
    editor, kept = stage.who["technical_team"], 0
    for payload in payloads.lines() + ["../../etc/passwd", "a\"; filename=b.html", "..\\..\\x", "\u202efdp.exe", "x" * 300]:
        bound = "limit-of-the-parts"
        name = payload.replace('"', "%22") + ".txt"
        body = f"--{bound}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\nun texte\r\n--{bound}--\r\n"
        answer = editor.send("POST", "/api/v1/uploads", body, {"Content-Type": f"multipart/form-data; boundary={bound}", "X-CSRF-Token": editor.token()})
        check(answer.status in (200, 400, 422), f"a file called {name!r}: {answer.status}")
        if answer.status != 200:
            continue
        told = answer.json
        check(told["media_type"] == "text/plain" and not set(told["name"]) & set("/\\\r\n\0"), f"a file called {name!r} is kept as {told}")
        made = council.article(editor, "Un document", attachments=[{"type": "autre", "label": "Un document", "file": told}])
        shown = stage.who["visitor"].get(f"/travaux/{made['slug']}")
        check(not page.dangers(shown.text), f"a file called {name!r}: {page.dangers(shown.text)[:3]}")
        link = next(each for each in page.links(shown.text) if each.startswith("/documents/"))
        got = stage.who["visitor"].get(link)
        header = got.header("Content-Disposition")
        check(got.status == 200 and header.startswith("attachment; filename*=UTF-8''") and not set(header[len("attachment; filename*="):]) & set("\"; <>"), f"{link}: {got.status} {header}")
        check(got.header("X-Content-Type-Options") == "nosniff", "a file is sniffed")
        kept += 1
    check(kept > 40, f"only {kept} files were kept")
    return f"{kept} files"


def main():
    with House(sys.argv[1]) as house:
        stage = Stage(house)
        run([("control: the reader finds every payload that is not escaped", control),
             ("what a visitor reads runs nothing", lambda: pages(stage, "visitor")),
             ("what a moderator and editor reads runs nothing", lambda: pages(stage, "technical_team")),
             ("lists run nothing to their last page", lambda: paged(stage)),
             ("forms that come back run nothing", lambda: forms(stage)),
             ("what stands in an address runs nothing", lambda: addresses(stage)),
             ("names of files run nothing and break no header", lambda: file_names(stage))])


if __name__ == "__main__":
    main()
