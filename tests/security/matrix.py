"""S1: every command, query and page of the contracts, for every role, by page and by API, answers as its declaration and roles.toml say.

Nothing here names a contract: cells come from plugin.json (scope, pages), from `hemicycle plugin info` of the program under trial
(permissions) and from roles.toml. Allowed = anything but a refusal of the person; the input is wrong on purpose, so no cell changes anything.
"""
import collections
import json
import re
import sys
import tomllib

import council
from probe import TOP, House, check, run

DENIED = (401, 403)
WRONG = "not_of_this_contract"  # a field that no contract has: who may call gets 422


def roles():
    """Permissions of each role of roles.toml, those of its includes too."""
    told = tomllib.loads((TOP / "config/roles.toml").read_text())["roles"]

    def all_of(name):
        role = told.get(name, {})
        return set(role.get("permissions", [])) | {each for inner in role.get("includes", []) for each in all_of(inner)}

    return {name: all_of(name) for name in told}


class Cells:
    def __init__(self, house, who, ids):
        self.house, self.who, self.ids = house, who, ids
        self.roles, self.plugins = roles(), council.contracts()
        self.permission = {}
        for plugin in self.plugins:
            told = json.loads(house.cli("--json", "plugin", "info", plugin)[1])
            for kind in ("commands", "queries"):
                self.permission.update({f"{plugin}.{verb}": wanted for verb, wanted in told.get(kind, {}).items()})
        self.columns = {"visitor": None, "inhabitant": [], "member": ["member"], "bureau": ["bureau"], "technical_team": ["technical_team"],
                        "elected": ["elected"], "admin": ["admin"], "lead": ["member"]}
        self.count = collections.Counter()

    def holds(self, column, permission, scope):
        if permission == "internal":
            return False
        if permission == "public":
            return True
        everywhere = self.columns[column]
        if permission == "signed_in" or everywhere is None:
            return everywhere is not None if permission == "signed_in" else permission in self.roles.get("visitor", set())
        has = set().union(*(self.roles.get(role, set()) for role in ["visitor", "signed_in", *everywhere]))
        if column == "lead" and scope == f"group:{self.ids['group']}":
            has |= self.roles["lead"]
        return permission in has

    def fill(self, template):
        """With the group whose lead is asked for; any other object is one that nobody has, so that no handler has a word in the cell."""
        return re.sub(r"\{(\w+)\}", lambda found: self.ids["group"] if found[1] == "group" else "1", template)

    def verdict(self, column, cell, allowed, status):
        self.count["allowed" if allowed else "denied"] += 1
        if allowed:
            check(status not in DENIED and status < 500, f"{column} may {cell} by its contract, and got {status}")
        else:
            check(status in (*DENIED, 404), f"{column} may not {cell} by its contract, and got {status}")

    def api(self):
        for plugin, contract in self.plugins.items():
            for kind in ("commands", "queries"):
                for verb, operation in contract.get(kind, {}).items():
                    name = f"{plugin}.{verb}"
                    check(self.permission.get(name) == operation["permission"], f"{name}: the program says {self.permission.get(name)}, its contract {operation['permission']}")
                    self.row(name, kind == "commands", operation)
        return f"{self.count['allowed']} cells allowed, {self.count['denied']} denied"

    def row(self, name, command, operation):
        scope = self.fill(operation.get("scope", ""))
        fields = {field: self.ids[field] for field in ("group",) if "{" + field + "}" in operation.get("scope", "")}
        for column in self.columns:
            person = self.who[column]
            answer = person.call(name, {WRONG: 1, **fields}) if command else person.ask(name, **{WRONG: 1, **fields})
            if operation["permission"] == "internal":
                check(answer.status == 404, f"{name} is internal, and {column} got {answer.status}")
            self.verdict(column, f"{'send' if command else 'ask'} {name}", self.holds(column, operation["permission"], scope), answer.status)
        if command:  # a query's door refuses GET of a command and the reverse: one effect has one way
            check(person.ask(name).status in (404, 405), f"GET of the command {name} is not refused")

    def pages(self):
        before = sum(self.count.values())
        for plugin, contract in self.plugins.items():
            for page in contract.get("pages", []):
                verb = page.get("form") or page.get("query")
                if not verb or "path" not in page:
                    continue
                operation = contract["commands" if "form" in page else "queries"][verb]
                check(operation["permission"] != "internal", f"{page['path']} shows the internal {verb}")
                address, scope = self.fill(page["path"]), self.fill(operation.get("scope", ""))
                for column in self.columns:
                    allowed = self.holds(column, operation["permission"], scope)
                    self.verdict(column, f"GET {address}", allowed, self.who[column].get(address).status)
                    if "form" in page:
                        self.verdict(column, f"POST {address}", allowed, self.who[column].post(address, {WRONG: "1"}).status)
        return f"{sum(self.count.values()) - before} cells"

    def another_scope(self):
        """A lead of one group is nobody in another; a scope is taken from the object, not from what the sender adds."""
        mine, foreign = self.ids["group"], council.open_group(
            self.who["bureau"], council.programme(self.who["technical_team"], self.who["bureau"], council.ask_council(self.who["elected"], "Une autre saisine")),
            [self.who["other"].account], "private", "Un autre groupe")
        lead, cells = self.who["lead"], 0
        for verb, operation in self.plugins["working_groups"]["commands"].items():
            if "scope" not in operation:
                continue
            answer = lead.call(f"working_groups.{verb}", {"group": foreign, WRONG: 1})
            check(answer.status in DENIED, f"the lead of {mine} may {verb} {foreign}: {answer.status}")
            cells += 1
        for address in (f"/groupes/{foreign}/phase", f"/groupes/{foreign}/participants/ajouter"):
            check(lead.post(address, {"group": mine, "phase": "diagnosis"}).status in DENIED, f"POST {address} with the sender's own group in the body is let in")
        check(lead.call("working_groups.pause", b'{"group":"' + foreign.encode() + b'","group":"' + mine.encode() + b'"}').status in (400, 403, 422), "a doubled group gets through")
        for stranger in ("visitor", "inhabitant", "elected", "lead"):
            check(self.who[stranger].get(f"/groupes/{foreign}").status in (*DENIED, 404), f"{stranger} sees the private group")
            check(foreign not in self.who[stranger].get("/groupes").text, f"{stranger} sees the private group in the list")
        return f"{cells} commands, 4 readers"

    def swapped(self):
        """What belongs to a person answers to that person alone, whatever role the other holds."""
        tried = 0
        for name, person in self.who.items():
            if name in ("visitor", "elected"):
                continue
            for contract, fields in (("saisine.withdraw", {"reference": self.ids["reference"]}),
                                     ("saisine.request_review", {"reference": self.ids["reference"], "message": council.TEXT}),
                                     ("saisine.resubmit", {"reference": self.ids["reference"], "title": "Un autre titre", "question": council.TEXT, "themes": ["donnees"]})):
                answer = person.call(contract, fields)
                check(answer.status in (403, 404), f"{name} sent {contract} about somebody else's referral: {answer.status}")
                tried += 1
            check(person.ask("saisine.draft", reference=self.ids["reference"]).status in (403, 404), f"{name} reads somebody else's draft")
            if name != "inhabitant":
                for each in ("comment", "waiting"):
                    check(person.call("comments.erase", {"comment": self.ids[each]}).status in (403, 404), f"{name} erased somebody else's comment")
                    tried += 1
        for name in ("visitor", "inhabitant", "member", "elected", "admin"):
            for kind, needed in (("accept", {}), ("refuse", {"reason": "hors-sujet", "message": "Non."})):
                check(self.who[name].call(f"comments.{kind}", {"comment": self.ids["waiting"], **needed}).status in DENIED, f"{name} moderates")
                tried += 1
        check(self.ids["waiting"] not in self.who["visitor"].ask("comments.thread", id=self.ids["article"]).text, "a comment that waits is public")
        return f"{tried} attempts"


def main():
    with House(sys.argv[1]) as house:
        who, ids = council.build(house)
        cells = Cells(house, who, ids)
        run([("every command and query answers each role as declared, by the API", cells.api),
             ("every page answers each role as declared", cells.pages),
             ("a lead of one group is nobody in another", cells.another_scope),
             ("objects of one person are refused to the others", cells.swapped)])


if __name__ == "__main__":
    main()
