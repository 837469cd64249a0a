"""S15 and the default limits: who the house says it is, whom it believes, what it keeps for others, and when it says enough.

S4 beside it: sessions change their id at sign-in, and end."""
import re
import sys
import urllib.parse

import council
import probe
from probe import PASSWORD, House, Visitor, check, run

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def hosts(house, who, ids):
    for host in ("evil.example", f"evil.example:{house.port}", f"127.0.0.1:{house.port + 1}", f"127.0.0.1:{house.port}.evil.example", f"127.0.0.1:{house.port}@evil.example", "127.0.0.1:x", "", " ",
                 "localhost.evil.example"):
        for target in ("/", "/connexion", "/travaux.atom", "/api/v1/session", "/api/openapi.json", "/metrics"):
            answer = Visitor(house, host or "\t").get(target)
            check(answer.status in (400, 421), f"{target} answers for the host {host!r}: {answer.status}")
            check(b"evil" not in answer.body, f"{target} repeats the forged host")
    answer = house.raw(b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % house.port)
    check(re.match(rb"HTTP/1\.1 4(00|21)", answer), f"an absolute target of another host is answered: {answer[:60]!r}")


FORWARDED = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Server": "evil.example", "Forwarded": "host=evil.example;proto=https;for=203.0.113.9",
             "X-Host": "evil.example", "X-Original-URL": "/comptes", "X-Rewrite-URL": "/comptes", "X-HTTP-Method-Override": "POST", "X-Forwarded-Port": "1", "X-Real-IP": "203.0.113.9",
             "X-Forwarded-Prefix": "/evil", "X-Original-Host": "evil.example"}


def unkeyed(house, who, ids):
    """What one visitor sends beside the address must not be in the page that the next one gets."""
    tried = 0
    for address in ("/", "/travaux", f"/travaux/{ids['slug']}", "/evenements", f"/evenements/{ids['event']}", "/groupes", "/saisines", "/travaux.atom"):
        clean = Visitor(house).get(address, {"Accept-Language": "fr"})
        for name, value in {**FORWARDED, "Cookie": "x=<script>pwned()</script>; lang=xx; notice=saisine.withdraw", "User-Agent": "<script>pwned()</script>", "Referer": "https://evil.example/", "Accept": "text/x-evil",
                            "Origin": "https://evil.example", "X-Pwned": "pwned", "Range": "bytes=0-3", "Accept-Encoding": "evil", "If-None-Match": '"evil"', "traceparent": "00-" + "e" * 32 + "-" + "e" * 16 + "-01"}.items():
            fresh = f"{address}?kept={tried}"
            bent = Visitor(house).get(fresh, {"Accept-Language": "fr", name: value})
            check(bent.status == 200, f"{address} with {name}: {bent.status}")
            after = Visitor(house).get(fresh, {"Accept-Language": "fr"})
            for answer in (bent, after):
                check(b"evil" not in answer.body and b"pwned" not in answer.body and b"https://127" not in answer.body, f"{address}: {name} is in the page")
                check(not re.search("strict-transport", str(answer.headers), re.I), f"{address}: {name} makes it TLS")
            check(Visitor(house).get(address, {"Accept-Language": "fr"}).body == clean.body, f"{address} is another page after {name}")
            tried += 1
    return f"{tried} forged requests"


def private(house, who, ids):
    """A session's page is nobody else's; the cache keeps public pages alone, told apart by language."""
    for address in ("/", "/travaux", f"/travaux/{ids['slug']}", "/saisines", "/groupes"):
        mine = who["technical_team"].get(address, {"Accept-Language": "fr"})
        check("no-store" in mine.header("Cache-Control"), f"{address} of a session: {mine.header('Cache-Control')!r}")
        public = Visitor(house).get(address, {"Accept-Language": "fr"})
        check(mine.body != public.body and b"deconnexion" not in public.body and b'name="csrf"' not in public.body, f"{address}: a session's page was kept for others")
        check("Cookie" in public.header("Vary") and "Accept-Language" in public.header("Vary"), f"{address}: Vary is {public.header('Vary')!r}")
        check("public" not in public.header("Cache-Control") and "max-age=3" not in public.header("Cache-Control"), f"{address}: {public.header('Cache-Control')!r}")
        check(not public.header("Set-Cookie"), f"{address} gives a cookie and may be kept")
        english = Visitor(house).get(address, {"Accept-Language": "en"})
        check('lang="en"' in english.text and 'lang="fr"' in Visitor(house).get(address, {"Accept-Language": "fr"}).text[:300], f"{address}: the languages are mixed")
        Visitor(house).get(address + "?lang=en", {"Accept-Language": "fr"})
        check('lang="fr"' in Visitor(house).get(address, {"Accept-Language": "fr"}).text[:300], f"{address}: a visitor's choice of language is everybody's")
    check("no-store" in Visitor(house).get("/connexion").header("Cache-Control"), "a form may be kept")


OUTSIDE = ("//evil.example", "///evil.example", "https://evil.example", "http:evil.example", "/\\evil.example", "\\/evil.example", "\\\\evil.example", "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example",
           " //evil.example", "%2f%2fevil.example", "evil.example", "//evil.example/%2e%2e", "/x\r\nLocation: //evil.example", "https:evil.example", "data:text/html,x")


def outside(house, who, ids):
    """No address that a link carries takes a person out of the house, after sign-in or anywhere else."""
    for target in OUTSIDE:
        shown = Visitor(house).get("/connexion?retour=" + urllib.parse.quote(target, safe=""))
        check(not re.search(r'name="retour"[^>]*value="[^"]', shown.text), f"{target!r} stands in the form")
        person = Visitor(house)
        answer = person.post("/connexion", {"email": "other@example.org", "password": PASSWORD, "retour": target})
        place = answer.header("Location")
        check(answer.status == 303 and place.startswith("/") and not re.match(r"/[/\\]", place) and "\\" not in place and "evil" not in place, f"{target!r} leads to {place!r}")
    check(re.search(r'name="retour"[^>]*value="/travaux"', Visitor(house).get("/connexion?retour=/travaux").text), "the form forgets the way back within the house")
    back = Visitor(house).post("/connexion", {"email": "other@example.org", "password": PASSWORD, "retour": "/travaux?theme=donnees"})
    check(back.header("Location") == "/travaux?theme=donnees", f"the way back within the house is lost: {back.header('Location')!r}")
    for target in ("//evil.example/travaux", "//evil.example", "//travaux", "/%2fevil.example", "/\\evil.example", "//evil.example/%2e%2e/travaux", "/.//evil.example"):
        answer = Visitor(house).get(target)
        check(not answer.header("Location").startswith("//"), f"{target} redirects to {answer.header('Location')!r}")
        check(not re.search(r'(href|action)="(//|/\\|https?://evil)', answer.text), f"a link of {target} leads out: {re.findall(r'.{30}(?:href|action)=.//.{20}', answer.text)[:2]}")


def sessions(house, who, ids):
    """S4: a new id at sign-in, the one from before is dead; sign-out and a new password end what must end."""
    person = Visitor(house)
    person.cookies["hemicycle"] = "f" * 64  # fixation: an id that an attacker chose
    person.cookies["visitor"] = "e" * 64
    person.sign_in("other@example.org")
    first = person.cookies["hemicycle"]
    check(first != "f" * 64 and len(first) == 64, "the id from before the sign-in is kept")
    check(house.rows("SELECT COUNT(*) FROM hmc_session WHERE id_hash = ?", first) == [(0,)], "the id itself is in the store")
    person.sign_in("other@example.org")
    stale = Visitor(house)
    stale.cookies["hemicycle"] = first
    check(stale.ask("accounts.me").status == 401, "the id from before a second sign-in still lives")
    check(person.ask("accounts.me").status == 200, "the new one does not")
    elsewhere = Visitor(house).sign_in("other@example.org")
    person.done("accounts.change_password", {"current": PASSWORD, "password": "une-autre-phrase-2026"})
    check(elsewhere.ask("accounts.me").status == 401, "another session of the account outlives the change of its password")
    check(person.ask("accounts.me").status == 200, "one's own session ended with the change of the password")
    person.done("accounts.change_password", {"current": "une-autre-phrase-2026", "password": PASSWORD})
    kept = person.cookies["hemicycle"]
    check(person.post("/deconnexion", {}).status == 303, "sign-out is refused")
    stale.cookies["hemicycle"] = kept
    check(stale.ask("accounts.me").status == 401, "a session outlives its sign-out")
    for forged in ("", "x", "0" * 64, kept.upper(), kept[:-1], kept + "0", "' OR 1=1 --"):
        stale.cookies["hemicycle"] = forged
        check(stale.ask("accounts.me").status == 401, f"the session id {forged!r} is somebody")
    keeper = (probe.TOP / "kernel/web/gateway/session_keeper.hpp").read_text()
    check("kSessionAbsolute{12}" in keeper and "kSessionIdle{2}" in keeper, "the ends of a session are not those of the design")


def limits(program):
    """The defaults: 429 as a problem, with when to come back, for visitors and sign-ins; an address that says it is another stays itself."""
    with House(program, **{"web.rate_limits": "true"}) as house:
        told = Visitor(house)
        token = told.token()
        jar = dict(told.cookies)
        said, tries = [], 0
        for _ in range(8):  # the account's five first, the address's twenty after
            answer = told.send("POST", "/api/v1/accounts/sign_in", '{"email":"admin@example.org","password":"faux mot de passe"}', {"Content-Type": "application/json", "X-CSRF-Token": token, "X-Forwarded-For": f"203.0.113.{tries}"})
            said.append(answer.status)
            tries += 1
        check(429 in said[:6] and said[0] in (401, 403, 422), f"sign-ins with a wrong password: {said}")
        quota(answer, "sign-in by the API")
        told.cookies = dict(jar)
        answer = told.send("POST", "/connexion", urllib.parse.urlencode({"csrf": token, "email": "Admin@Example.org", "password": "faux mot de passe"}), FORM)
        check(answer.status == 429, f"the form takes the attempt that the API refused: {answer.status}")
        quota(answer, "sign-in by the form")
        for number in range(130):
            answer = told.send("GET", f"/api/v1/site/about?x={number}", headers={"X-Forwarded-For": f"198.51.100.{number % 200}"})
            if answer.status == 429:
                break
        check(answer.status == 429 and number > 60, f"after {number} requests of one address: {answer.status}")
        check(answer.header("Content-Type") == "application/problem+json" and answer.json["status"] == 429, "the 429 is no problem document")
        quota(answer, "a visitor's requests")
        check(told.get("/livez").status == 200, "health is limited too")
        return f"{said} for sign-ins; 429 after {number} requests"


def counted(program):
    """What each person may do in a while: the contract's own rate, files, requests; who spent theirs takes nothing from another."""
    with House(program, **{"web.rate_limits": "true"}) as house:
        who, ids = council.build(house)
        inhabitant, member, team = who["inhabitant"], who["other"], who["technical_team"]
        told = []
        for what, most, act in (("comments", 10 - 2, lambda: inhabitant.call("comments.submit", {"article": ids["article"], "text": "Un commentaire de plus."})),  # two stand already
                                ("letters for a forgotten password", 3, lambda: inhabitant.call("accounts.forget_password", {"email": "nobody@example.org"})),
                                ("files", 20, lambda: upload(team))):
            taken = until_limited(act, what, most + 5)
            check(taken == most, f"{what}: {taken} were taken, {most} are allowed")
            told.append(f"{taken} {what}")
        check(member.call("comments.submit", {"article": ids["article"], "text": "Un autre avis."}).status == 200, "one person's comments used up another's")
        taken = until_limited(lambda: member.ask("accounts.me"), "requests of a session", 320)
        check(250 < taken <= 300, f"{taken} requests of a session in a minute")
        check(team.ask("accounts.me").status == 200, "one person's requests used up another's")
        return ", ".join(told) + f", {taken} requests"


def upload(person):
    body = b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"note.txt\"\r\nContent-Type: text/plain\r\n\r\nUne note.\r\n--edge--\r\n"
    return person.send("POST", "/api/v1/uploads", body, {"Content-Type": "multipart/form-data; boundary=edge", "X-CSRF-Token": person.token()})


def until_limited(act, what, most):
    """How often `act` was taken before a 429 that says when to come back."""
    for number in range(most):
        answer = act()
        if answer.status == 429:
            quota(answer, what)
            return number
        check(answer.status == 200, f"{what}, number {number + 1}: {answer.status} {answer.text[:200]}")
    raise AssertionError(f"{what}: {most} were taken and none refused")


def quota(answer, what):
    check(int(answer.header("Retry-After") or 0) >= 1, f"{what}: Retry-After is {answer.header('Retry-After')!r}")
    check(answer.header("RateLimit") and answer.header("RateLimit-Policy"), f"{what}: RateLimit is missing")


def main():
    with House(sys.argv[1]) as house:
        who, ids = council.build(house)
        run([("a forged host is refused", lambda: hosts(house, who, ids)), ("what is not in the key is not in the page", lambda: unkeyed(house, who, ids)),
             ("a session's page is nobody else's", lambda: private(house, who, ids)), ("no way leads out of the house", lambda: outside(house, who, ids)),
             ("sessions begin anew and end", lambda: sessions(house, who, ids)), ("the default limits answer 429 with when to come back", lambda: limits(sys.argv[1])),
             ("each person has their own count", lambda: counted(sys.argv[1]))])


if __name__ == "__main__":
    main()
