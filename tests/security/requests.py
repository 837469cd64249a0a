"""S3, S8, S13, S15 and the default limits: what a request may bring, from where, and what every answer carries."""
import collections
import concurrent.futures
import html.parser
import json
import sys
import uuid

import council
import page
from probe import House, Visitor, check, run

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


def addresses(ids, forms_only=False):
    for contract in council.contracts().values():
        for each in contract.get("pages", []):
            if "path" not in each or forms_only and "form" not in each:
                continue
            address = each["path"]
            for field, value in ids.items():
                address = address.replace("{" + field + "}", value)
            yield address


def commands():
    return [f"{name}.{verb}" for name, contract in council.contracts().items() for verb in contract.get("commands", {})]


def forged(house, who, ids):
    """S3: no token, a wrong one, that of somebody else, a wrong origin, another site."""
    strangers = [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": f"http://127.0.0.1:{house.port}.evil.example"}, {"Origin": f"http://evil.example:{house.port}"},
                 {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": f"http://127.0.0.1:{house.port}@evil.example"}]
    tokens = [None, "", "0" * 64, who["other"].token(), Visitor(house).token()]
    tried = 0
    before = house.dump()
    for name in ("admin", "visitor"):
        person = who[name]
        for contract in commands():
            target = "/api/v1/" + contract.replace(".", "/", 1)
            for token in tokens:
                answer = person.send("POST", target, "{}", {**JSON, **({} if token is None else {"X-CSRF-Token": token})})
                check(answer.status == 403, f"{name} sent {contract} with the token {token!r}: {answer.status}")
                tried += 1
            for headers in strangers:
                answer = person.send("POST", target, "{}", {**JSON, **headers, "X-CSRF-Token": person.token()})
                check(answer.status == 403, f"{name} sent {contract} with {headers}: {answer.status}")
                tried += 1
        for address in addresses(ids, forms_only=True):
            for token in tokens:
                answer = person.send("POST", address, "" if token is None else f"csrf={token}", FORM)
                check(answer.status in (401, 403), f"{name} posted {address} with the token {token!r}: {answer.status}")
                tried += 1
            for headers in strangers:
                check(person.post(address, {}, headers).status in (401, 403), f"{name} posted {address} with {headers}")
                tried += 1
    for kind in ("text/plain", "multipart/form-data", "application/x-www-form-urlencoded", ""):
        answer = who["admin"].call("accounts.invite", b'{"email":"x@example.org","name":"Nom"}', headers={"Content-Type": kind})
        check(answer.status in (400, 415, 422), f"the API takes {kind!r}: {answer.status}")
    check(who["admin"].send("POST", "/api/v1/uploads", "x", {"Content-Type": "multipart/form-data; boundary=x"}).status == 403, "a file is taken without a token")
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND"):
        check(who["admin"].send(method, "/comptes").status in (400, 403, 405, 501), f"{method} is answered")
    after = house.dump()
    check(before == after, f"tables changed: {[table for table in before if before[table] != after[table]]}")
    return f"{tried} requests, the store is the same"


def reading(house, who, ids):
    """GET changes nothing, for anybody."""
    before, read = house.dump(), 0
    for name in ("visitor", "admin", "bureau", "technical_team", "lead", "elected", "inhabitant"):
        for address in addresses(ids):
            for target in (address, address + "?csrf=x&once=y&title=z"):
                who[name].get(target)
                read += 1
            who[name].send("HEAD", address)
    after = house.dump()
    check(before == after, f"tables changed: {[table for table in before if before[table] != after[table]]}")
    return f"{read} pages read"


def together(count, act):
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return [each.result() for each in [pool.submit(act, number) for number in range(count)]]


def once(house, who, ids):
    """S8: the same submission many times at once has one effect."""
    author, key = who["inhabitant"], str(uuid.uuid4())
    token = author.token()
    body = json.dumps({"article": ids["article"], "text": "Une seule fois."})
    answers = together(100, lambda _: author.send("POST", "/api/v1/comments/submit", body, {**JSON, "X-CSRF-Token": token, "Idempotency-Key": key}))
    check({each.status for each in answers} == {200}, f"answers: {collections.Counter(each.status for each in answers)}")
    check(len({each.json["comment"] for each in answers}) == 1, "one key gave several comments")
    check(house.rows("SELECT COUNT(*) FROM comments_comment WHERE text = ?", "Une seule fois.") == [(1,)], "several comments were kept")
    again = author.send("POST", "/api/v1/comments/submit", json.dumps({"article": ids["article"], "text": "Autre chose."}), {**JSON, "X-CSRF-Token": token, "Idempotency-Key": key})
    check(again.status == 409, f"the key of another request is taken: {again.status}")
    other = who["other"].call("comments.submit", {"article": ids["article"], "text": "Une seule fois."}, key)
    check(other.status == 200 and other.json["comment"] != answers[0].json["comment"], "the key of one person answers another")
    form = f"csrf={token}&once={uuid.uuid4()}&article={ids['article']}&text=Double+clic"
    pressed = together(50, lambda _: author.send("POST", "/commentaires/nouveau", form, FORM))
    check({each.status for each in pressed} == {303}, f"forms: {collections.Counter(each.status for each in pressed)}")
    check(house.rows("SELECT COUNT(*) FROM comments_comment WHERE text = ?", "Double clic") == [(1,)], "a doubled click made two comments")
    return "100 by the API and 50 by the form, one effect each"


def one_winner(house, who, ids):
    """S8: of changes that exclude each other exactly one is made."""
    team, bureau = who["technical_team"], who["bureau"]
    reference = council.ask_council(who["elected"], "Une saisine disputée")
    team.done("saisine.acknowledge", {"reference": reference})
    bureau.done("saisine.declare_admissible", {"reference": reference, "grid": [{"criterion": each, "met": True} for each in council.criteria()]})
    bureau.done("saisine.propose_to_plenary", {"reference": reference})
    token = bureau.token()
    decisions = ("programmed", "declined")
    answers = together(60, lambda number: bureau.send("POST", "/api/v1/saisine/record_decision", json.dumps(
        {"reference": reference, "decision": decisions[number % 2], "session_date": "2026-05-12", "ground": "calendrier", "reason": "Un motif suffisant."}), {**JSON, "X-CSRF-Token": token}))
    said = collections.Counter(each.status for each in answers)
    check(said[200] == 1 and said[409] == 59, f"decisions: {said}")
    moderator = team.token()
    answers = together(40, lambda number: team.send("POST", f"/api/v1/comments/{('accept', 'refuse')[number % 2]}", json.dumps(
        {"comment": ids["waiting"], **({"reason": "hors-sujet", "message": "Hors du sujet."} if number % 2 else {})}), {**JSON, "X-CSRF-Token": moderator}))
    said = collections.Counter(each.status for each in answers)
    check(said[200] == 1 and said[409] == 39, f"moderation: {said}")
    return "60 decisions and 40 verdicts, one winner each"


class Inline(html.parser.HTMLParser):
    """Scripts and styles that stand in the page itself."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag == "style" or tag == "script" and not names.get("src"):
            self.found.append(tag)
        self.found += [name for name in names if name == "style" or name.startswith("on")]


def headers(house, who, ids):
    """S13: on every kind of answer, those of the cache and those of errors too."""
    wanted = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
              "Cross-Origin-Resource-Policy": "same-origin"}
    home = who["visitor"].get("/").text
    assets = [each for each in page.links(home) if each.startswith("/assets/")]
    check(assets, "the home page has no style sheet")
    targets = [("GET", each) for each in list(addresses(ids)) + assets]
    targets += [("GET", each) for each in ("/nowhere", "/travaux/nowhere", "/travaux?year=abc", "/api/v1/nowhere", "/api/v1/publication/list", "/api/v1/publication/list?x=y", "/api/openapi.json",
                                           "/api/v1/session", "/livez", "/readyz", "/metrics", "/assets/nowhere.css", "/%ff", "/documents/nowhere")]
    targets += [("POST", "/travaux"), ("POST", "/connexion"), ("POST", "/api/v1/accounts/sign_in"), ("PUT", "/"), ("TRACE", "/"), ("OPTIONS", "/"), ("HEAD", "/"), ("XYZ", "/")]
    seen = collections.Counter()
    for name in ("visitor", "technical_team"):
        for method, target in targets:
            for again in range(2):  # the second may come from the cache
                answer = who[name].send(method, target)
                for header, value in wanted.items():
                    check(answer.header(header) == value, f"{method} {target} ({answer.status}): {header} is {answer.header(header)!r}")
                policy = answer.header("Content-Security-Policy")
                check("default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy, f"{method} {target}: {policy!r}")
                check(not answer.header("Server") and not answer.header("X-Powered-By"), f"{method} {target} says what serves it")
                if answer.header("Content-Type").startswith("text/html"):
                    inline = Inline()
                    inline.feed(answer.text)
                    check(not inline.found, f"{method} {target} has {inline.found[:3]} in the page")
                if name != "visitor" and "html" in answer.header("Content-Type"):
                    check("no-store" in answer.header("Cache-Control"), f"{target} of a session may be kept: {answer.header('Cache-Control')!r}")
                seen[answer.status] += 1
    for broken in (b"GET / HTTP/1.1\r\n\r\n", b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n", b"rubbish\r\n\r\n"):
        told = house.raw(broken).decode("latin1")
        check(told.startswith("HTTP/1.1 4") and "nosniff" in told and "default-src 'none'" in told, f"{broken!r} is answered {told[:80]!r}")
    for each in who["visitor"].get("/connexion").headers + who["admin"].get("/").headers:
        if each[0].lower() == "set-cookie":
            check("HttpOnly" in each[1] and "SameSite=" in each[1] and "Path=/" in each[1], f"a cookie without its guards: {each[1]}")
    return ", ".join(f"{count}×{status}" for status, count in sorted(seen.items()))


def main():
    with House(sys.argv[1]) as house:
        who, ids = council.build(house)
        ids = {**ids, "account": who["other"].account}
        run([("forged requests are refused", lambda: forged(house, who, ids)), ("reading changes nothing", lambda: reading(house, who, ids)),
             ("one key has one effect", lambda: once(house, who, ids)), ("of two decisions one wins", lambda: one_winner(house, who, ids)),
             ("every answer carries the headers", lambda: headers(house, who, ids))])


if __name__ == "__main__":
    main()
