"""A whole plenary at its telephones: everybody votes at the same moment, then once more from another device, and one voice each is counted (S8)."""
import asyncio
import json
import pathlib
import subprocess
import sys
import time

from council import PASSWORD, Client

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from house import soon  # noqa: E402


def steps(voters):
    """The calls that bring a session with so many members to an open electronic vote."""
    yield {"call": "accounts.add", "with": {"email": "chair@example.org", "name": "Présidence", "roles": ["bureau", "technical_team"], "password": PASSWORD},
           "keep": {"chair": "account"}}
    for number in range(voters):
        yield {"call": "accounts.add", "with": {"email": f"voter{number}@example.org", "name": f"Membre {number}", "roles": ["member"], "password": PASSWORD},
               "keep": {"account": "account"}}
        yield {"call": "members.add_person", "with": {"name": f"Membre {number}", "account": "${account}"}, "keep": {"person": "person"}}
        yield {"call": "members.add_seat", "with": {"body": "plenary", "category": "qualified", "college": "qualified"}, "keep": {f"seat{number}": "seat"}}
        yield {"call": "members.appoint", "with": {"seat": f"${{seat{number}}}", "person": "${person}", "begins": "2020-01-01", "until": "2099-12-31", "legal_reference": "Banc"}}
    chair = {"as": "${chair}"}
    yield {"call": "plenary.plan", **chair, "with": {"body": "plenary", "title": "Séance du banc", "starts": soon(), "mode": "on_site", "place": "Salle"}, "keep": {"session": "session"}}
    session = {"session": "${session}"}
    yield {"call": "plenary.add_item", **chair, "with": {**session, "kind": "other", "title": "Une décision", "act": "other"}, "keep": {"item": "item"}}
    yield {"call": "plenary.convene", **chair, "with": {**session, "urgency_reason": "Le banc n’attend pas."}}
    yield {"call": "plenary.open_session", **chair, "with": session}
    for number in range(voters):
        yield {"call": "plenary.check_in", **chair, "with": {**session, "seat": f"${{seat{number}}}"}}
    yield {"call": "plenary.call_item", **chair, "with": {**session, "item": "${item}"}}
    yield {"call": "plenary.prepare_vote", **chair, "with": {**session, "item": "${item}", "question": "Est-ce oui ?", "method": "electronic"}, "keep": {"vote": "vote"}}
    yield {"call": "plenary.open_vote", **chair, "with": {**session, "vote": "${vote}"}}


def play(council, voters):
    """What the play kept: session, vote."""
    file = council.folder / "votes.json"
    file.write_text(json.dumps(list(steps(voters)), ensure_ascii=False))
    done = subprocess.run(council.command("--json", "play", str(file)), env=council.environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"play ended with {done.returncode}: {done.stderr[-800:]}")
    return json.loads(done.stdout)


async def send(port, person, value):
    """(status, seconds, reply) of one vote on a connection of its own, opened before the clock starts."""
    body = json.dumps(value).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    begun = time.monotonic()
    writer.write((f"POST /api/v1/plenary/cast HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {person.cookie_header()}\r\nX-CSRF-Token: {person.csrf}\r\n"
                  f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n").encode() + body)
    answer = await reader.read()
    took = time.monotonic() - begun
    writer.close()
    return int(answer.split()[1]), took


def everybody_votes(server, kept, voters):
    """(seconds of the whole, seconds of each answer, their statuses, those of the second votes, voices counted, seconds to close and proclaim)."""
    people = [Client(server.port).sign_in(f"voter{number}@example.org") for number in range(voters)]
    chair = Client(server.port).sign_in("chair@example.org")
    about = {"session": kept["session"], "vote": kept["vote"]}

    async def at_once():
        return await asyncio.gather(*(send(server.port, person, {**about, "choice": "for"}) for person in people))

    begun = time.monotonic()
    answers = asyncio.run(at_once())
    whole = time.monotonic() - begun
    again = asyncio.run(at_once())
    begun = time.monotonic()
    chair.call("POST", "plenary/close_vote", about)
    chair.call("POST", "plenary/proclaim", about)
    closing = time.monotonic() - begun
    vote = chair.call("GET", f"plenary/vote?session={about['session']}&vote={about['vote']}")
    return whole, [took for _, took in answers], [status for status, _ in answers], [status for status, _ in again], vote["result"]["in_favour"], closing
