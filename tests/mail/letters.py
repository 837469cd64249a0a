"""Letters on their way: from a plugin's command over the outbox to a real SMTP server, read there by a parser that is not ours.

    letters.py HEMICYCLE EXAMPLES        NODE, NODE_PATH: where smtp-server stands
"""
import contextlib
import datetime
import sqlite3
import unittest
import zoneinfo

import post_office
from post_office import Server, guest_book, sign, sign_again, state_of
from house import Client, House, free_port, until

PARIS = zoneinfo.ZoneInfo("Europe/Paris")


class Letters(unittest.TestCase):
    def test_a_letter_arrives_whole_and_its_proof_says_what_the_server_said(self):
        text = "Été à la Maison du Ronceray : « venez » !\n.\nFrom là, une ligne " + "très " * 60 + "longue."
        with Server() as server, guest_book("keeper@example.org", server) as house:
            house.start()
            letter = sign(house, text)
            envelope, message, raw = server.took()
            self.assertEqual((envelope["from"], envelope["to"]), ("conseil@example.org", ["keeper@example.org"]))
            self.assertEqual(message.get_content().replace("\r\n", "\n").rstrip("\n"), text)
            self.assertEqual(message["From"].addresses[0].display_name, "Conseil de la Métropole")
            self.assertEqual(str(message["Subject"]), "Guest book")
            self.assertEqual(message["Auto-Submitted"], "auto-generated")
            self.assertIn(letter, message["Message-ID"])
            self.assertIsNotNone(message["Date"].datetime)
            self.assertEqual(message.defects, [])
            self.assertTrue(all(len(line) <= 78 for line in raw.split(b"\r\n")), "RFC 5322, 2.1.1")
            raw.decode("ascii")
            proof = until(lambda: state_of(house, letter)["state"] == "sent" and state_of(house, letter), "the letter is sent")
            self.assertIn("4711", proof["words"])
            self.assertEqual(proof["attempts"], 1)

    def test_an_actor_is_written_to_where_the_account_says_and_no_address_is_logged(self):
        with Server() as server, guest_book("nobody", server) as house:
            house.settings["settings.guestbook.keeper"] = house.user("gardienne@example.org", "member", name="Gardienne du livre")
            house.start()
            letter = sign(house)
            envelope, message, _ = server.took()
            self.assertEqual(envelope["to"], ["gardienne@example.org"])
            self.assertEqual(message["To"].addresses[0].display_name, "Gardienne du livre")
            until(lambda: state_of(house, letter)["state"] == "sent", "the letter is sent")
            self.assertNotIn("gardienne@", house.log.read_text())

    def test_a_refusal_for_good_is_told_at_once_and_the_log_has_no_address(self):
        with Server() as server, guest_book("gone@example.org", server) as house:
            house.start()
            letter = sign(house)
            failed = until(lambda: state_of(house, letter)["state"] == "failed" and state_of(house, letter), "the letter is given up")
            self.assertEqual(failed["attempts"], 1)
            self.assertIn("550 5.1.1", failed["words"])
            until(lambda: "answer 550" in house.log.read_text(), "the log says which answer it was")
            self.assertNotIn("gone@", house.log.read_text())

    def test_a_server_that_turns_us_away_before_it_knows_the_recipient_costs_no_letter(self):
        for where in ("greeting", "sender"):
            with self.subTest(where), Server(turnsAway=where) as server, guest_book("keeper@example.org", server, **{"mail.attempts": 50}) as house:
                house.start()
                letter = sign(house)
                tried = until(lambda: state_of(house, letter)["attempts"] > 0 and state_of(house, letter), "it was tried")
                self.assertEqual(tried["state"], "queued", tried["words"])

    def test_a_deferred_letter_is_tried_again_and_one_that_is_always_deferred_is_given_up(self):
        with Server() as server, guest_book("later@example.org", server) as house:
            house.start()
            letter = sign(house)
            server.took()
            self.assertEqual(until(lambda: state_of(house, letter)["state"] == "sent" and state_of(house, letter), "sent at the second try")["attempts"], 2)
        with Server() as server, guest_book("too-late@example.org", server, **{"mail.attempts": 2}) as house:
            house.start()
            letter = sign(house)
            failed = until(lambda: state_of(house, letter)["state"] == "failed" and state_of(house, letter), "given up")
            self.assertEqual(failed["attempts"], 2)
            self.assertIn("come back later", failed["words"])

    def test_a_server_that_is_not_there_costs_nobody_a_letter_nor_a_kill(self):
        with Server() as first:
            port = first.port
        with guest_book("keeper@example.org", port) as house:
            house.start()
            letter = sign(house)
            until(lambda: state_of(house, letter)["attempts"] > 0, "it was tried")
            self.assertEqual(state_of(house, letter)["state"], "queued")
            house.kill()
            with Server(port=port) as server:
                house.start()
                _, message, _ = server.took()
                self.assertIn(letter, message["Message-ID"])
                until(lambda: state_of(house, letter)["state"] == "sent", "it is sent once the server is back")
                self.assertTrue(server.silent, "once")

    def test_a_letter_that_was_taken_while_the_store_could_not_be_written_is_written_down_later_and_not_sent_twice(self):
        with Server(asks=True) as server, guest_book("keeper@example.org", server) as house:
            house.start()
            letter = sign(house)
            self.assertIn(letter, server.took()[1]["Message-ID"])
            with contextlib.closing(sqlite3.connect(house.database, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                server.answer()
                until(lambda: f"what became of letter {letter} cannot be written down" in house.log.read_text(), "the store is not to be written")
                self.assertEqual(state_of(house, letter)["state"], "queued")
            second = sign_again(house)  # which has the outbox looked at
            self.assertIn(second, server.took()[1]["Message-ID"], "the first one is not sent again")
            server.answer()
            proof = until(lambda: state_of(house, second)["state"] == "sent" and state_of(house, letter), "the second is sent")
            self.assertEqual((proof["state"], proof["attempts"]), ("sent", 1))
            self.assertIn("4711", proof["words"])
            self.assertTrue(server.silent)

    def test_letters_that_waited_where_a_council_came_from_are_held_until_somebody_says_so(self):
        with guest_book("keeper@example.org") as former:
            former.start()
            letter = sign(former)
            former.stop()
            file = former.folder / "conseil.tar"
            self.assertEqual(former.cli("export", file)[0], 0)
            with Server() as server, guest_book("keeper@example.org", server) as house:
                code, _, err = house.cli("restore", file)
                self.assertEqual(code, 0, err)
                house.start()
                second = sign_again(house)
                self.assertIn(second, server.took()[1]["Message-ID"])
                until(lambda: state_of(house, second)["state"] == "sent", "what is written here is sent")
                self.assertTrue(server.silent, "what was written there is not: the former house may have sent it")
                self.assertEqual(state_of(house, letter)["state"], "failed")
                self.assertEqual(house.cli("mail", "retry", letter)[0], 0)
                self.assertIn(letter, server.took()[1]["Message-ID"])

    def test_without_a_server_letters_wait_and_it_is_said(self):
        with guest_book("keeper@example.org") as house:
            house.start()
            letter = sign(house)
            ready = until(lambda: (lambda mail: mail["queued"] == 1 and mail)(Client(house).get("/readyz").json["mail"]), "it is counted")
            self.assertEqual(ready, {"server": "none", "queued": 1, "failed": 0})
            house.stop()
            code, _, err = house.cli("mail", "list")
            self.assertEqual(code, 0)
            self.assertIn("No SMTP server is configured", err)
            code, _, err = house.cli("check")
            self.assertIn("mail: 1 letters wait", err)
            with Server() as server:
                house.settings["mail.server"] = f"smtp://127.0.0.1:{server.port}"
                house.start()
                self.assertIn(letter, server.took()[1]["Message-ID"])

    def test_a_letter_that_was_given_up_is_tried_again_when_the_operator_says_so(self):
        with Server() as server, guest_book("later@example.org", server, **{"mail.attempts": 1}) as house:
            house.start()
            letter = sign(house)
            until(lambda: state_of(house, letter)["state"] == "failed", "given up after one try")
            code, _, err = house.cli("mail", "retry", letter)
            self.assertEqual(code, 0, err)
            self.assertIn(letter, server.took()[1]["Message-ID"])
            until(lambda: state_of(house, letter)["state"] == "sent", "sent")
            self.assertNotEqual(house.cli("mail", "retry", letter)[0], 0, "what was sent is not sent twice")


class Notices(unittest.TestCase):
    def test_the_notice_of_a_session_is_a_letter_that_a_calendar_understands(self):
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        settings = {"mail.from": "conseil@example.org", "mail.tls": "none", "web.port": port, "web.public_url": url}
        with Server() as server, House(post_office.program, **settings, **{"mail.server": f"smtp://127.0.0.1:{server.port}"}) as house:
            account = house.user("elue@example.org", "member", name="Élue du Ronceray")
            person = house.call("members.add_person", name="Élue du Ronceray", account=account)["person"]
            seat = house.call("members.add_seat", body="plenary", category="qualified", college="qualified")["seat"]
            house.call("members.appoint", seat=seat, person=person, begins="2020-01-01", legal_reference="Délibération 1")
            day = datetime.datetime.now(PARIS).date() + datetime.timedelta(days=30)
            house.user("equipe@example.org", "technical_team")
            team = Client(house).sign_in("equipe@example.org")
            until(lambda: team.get("/seances/planifier").status == 200, "the server has seen the role that the command line gave")
            session = team.post_form("/seances/planifier", {"body": "plenary", "title": "Plénière ; d’automne", "starts": f"{day}T18:00", "mode": "on_site",
                                                            "place": "Salle du conseil, mairie"}, status=303).location
            team.post_form(session + "/points/ajouter", {"kind": "other", "title": "Motion sur les mobilités"}, status=303)
            team.post_form(session + "/convoquer", {}, status=303)
            envelope, message, _ = server.took()
            self.assertEqual(envelope["to"], ["elue@example.org"])
            self.assertEqual((message.get_content_type(), message.defects), ("multipart/alternative", []))
            text, calendar = message.iter_parts()
            self.assertEqual([part.get_content_type() for part in (text, calendar)], ["text/plain", "text/calendar"])
            self.assertIn("Motion sur les mobilités", text.get_content())
            self.assertEqual(calendar["Content-Type"].params["method"], "REQUEST")
            lines = calendar.get_content().replace("\r\n ", "").split("\r\n")
            entry = dict(line.split(":", 1) for line in lines if ":" in line)
            starts = datetime.datetime.combine(day, datetime.time(18), PARIS).astimezone(datetime.timezone.utc)
            self.assertEqual(entry["METHOD"], "REQUEST")
            self.assertEqual(entry["DTSTART"], f"{starts:%Y%m%dT%H%M%SZ}")
            self.assertEqual(entry["SUMMARY"], "Plénière \\; d’automne")
            self.assertEqual(entry["LOCATION"], "Salle du conseil\\, mairie")
            self.assertEqual(entry["ORGANIZER"], "mailto:conseil@example.org")
            self.assertEqual(next(value for name, value in entry.items() if name.startswith("ATTENDEE;")), "mailto:elue@example.org")
            self.assertEqual(entry["STATUS"], "CONFIRMED")
            self.assertIn(session.rpartition("/")[2], entry["UID"])
            self.assertTrue(any(line.startswith("URL") and line.endswith(url + session) for line in lines), lines)


if __name__ == "__main__":
    post_office.main()
