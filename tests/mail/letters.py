"""Letters on their way: from a plugin's command over the outbox to a real SMTP server, read there by a parser that is not ours.

    letters.py HEMICYCLE EXAMPLES        NODE, NODE_PATH: where smtp-server stands
"""
import base64
import email
import email.policy
import json
import os
import pathlib
import queue
import shutil
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from house import DEADLINE, Client, House, until  # noqa: E402

PROGRAM = EXAMPLES = None
HERE = pathlib.Path(__file__).resolve().parent


class Server:
    """An SMTP server in a process of its own, and the messages it took."""

    def __init__(self, **wanted):
        self.wanted = wanted

    def __enter__(self):
        self.process = subprocess.Popen([os.environ.get("NODE", "node"), HERE / "server.mjs", json.dumps(self.wanted)], stdout=subprocess.PIPE, text=True)
        self.lines = queue.Queue()
        threading.Thread(target=lambda: [self.lines.put(line) for line in self.process.stdout], daemon=True).start()
        self.port = json.loads(self.lines.get(timeout=DEADLINE))["port"]
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def took(self):
        """The next message: (envelope, parsed message, its bytes)."""
        line = json.loads(self.lines.get(timeout=DEADLINE))
        raw = base64.b64decode(line["raw"])
        return line, email.message_from_bytes(raw, policy=email.policy.default), raw

    @property
    def silent(self):
        return self.lines.empty()


def guest_book(keeper, server=None, **settings):
    """A house with the guest book, whose keeper is told of each line."""
    given = {"settings.guestbook.keeper": keeper, "mail.from": "conseil@example.org", "mail.retry_s": 1, "mail.tls": "none", **settings}
    if server is not None:
        given["mail.server"] = f"smtp://127.0.0.1:{server if isinstance(server, int) else server.port}"
    house = House(PROGRAM, serve=False, **{"site.name": "Conseil de la Métropole"} | given)
    shutil.copytree(pathlib.Path(EXAMPLES) / "guestbook", house.folder / "plugins/guestbook")
    own = pathlib.Path(PROGRAM).resolve().parent.parent / "plugins"
    house.settings["plugins.path"] = f"{own},{house.folder / 'plugins'}"
    return house


def sign(house, text="Bonjour à toutes et tous."):
    house.user("ada@example.org", "member")
    ada = Client(house).sign_in("ada@example.org")
    answer = ada.api("POST", "guestbook.sign", {"text": text})
    assert answer.status == 200, answer.text
    return answer.json["letter"]


def letters(house):
    code, out, err = house.cli("--json", "mail", "list")
    assert code == 0, err
    return json.loads(out)


def state_of(house, letter):
    return next(one for one in letters(house) if one["id"] == letter)


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


class Lines(unittest.TestCase):
    """How secret the line must be, and who we say we are."""

    def certificate(self, folder):
        key, cert = folder / "key.pem", folder / "cert.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
        return {"key": str(key), "cert": str(cert)}

    def test_the_password_comes_from_a_file_and_travels_over_tls_alone(self):
        house = guest_book("keeper@example.org")
        with house:
            files = self.certificate(house.folder)
            secret = house.folder / "password"
            secret.write_text("mot de passe très secret\n")
            with Server(auth={"user": "conseil", "password": "mot de passe très secret"}, **files) as server:
                house.settings.update({"mail.server": f"smtp://127.0.0.1:{server.port}", "mail.tls": "required", "mail.ca_file": files["cert"],
                                       "mail.user": "conseil", "mail.password_file": secret})
                house.start()
                sign(house)
                envelope, _, _ = server.took()
                self.assertEqual((envelope["secure"], envelope["user"]), (True, "conseil"))
                for place in (house.log.read_text(), pathlib.Path(f"/proc/{house.process.pid}/cmdline").read_text(), house.cli("config", "show")[1]):
                    self.assertNotIn("très secret", place)

    def test_a_certificate_of_nobody_and_a_line_without_tls_are_refused_and_the_letter_waits(self):
        house = guest_book("keeper@example.org")
        with house:
            files = self.certificate(house.folder)
            with Server(**files) as unknown, Server() as plain:
                house.settings.update({"mail.server": f"smtp://127.0.0.1:{unknown.port}", "mail.tls": "required"})
                house.start()
                letter = sign(house)
                until(lambda: state_of(house, letter)["attempts"] > 0, "it was tried")
                house.stop()
                tries = state_of(house, letter)["attempts"]
                house.settings["mail.server"] = f"smtp://127.0.0.1:{plain.port}"
                house.start()
                until(lambda: state_of(house, letter)["attempts"] > tries, "it was tried again")
                self.assertEqual(state_of(house, letter)["state"], "queued")
                self.assertTrue(unknown.silent and plain.silent)

    def test_a_password_that_is_not_taken_is_the_operators_to_mend_and_not_the_letters_end(self):
        house = guest_book("keeper@example.org")
        with house:
            secret = house.folder / "password"
            secret.write_text("faux\n")
            with Server(auth={"user": "conseil", "password": "juste"}) as server:
                house.settings.update({"mail.server": f"smtp://127.0.0.1:{server.port}", "mail.user": "conseil", "mail.password_file": secret, "mail.attempts": 50})
                house.start()
                letter = sign(house)
                until(lambda: state_of(house, letter)["attempts"] > 0, "it was tried")
                self.assertEqual(state_of(house, letter)["state"], "queued")
                house.stop()
                secret.write_text("juste\n")
                house.start()
                self.assertEqual(server.took()[0]["user"], "conseil")

    def test_a_server_without_an_address_to_write_from_is_refused_at_the_start(self):
        with House(PROGRAM, serve=False, **{"mail.server": "smtp://127.0.0.1:25"}) as house:
            done = subprocess.run(house.command("serve"), capture_output=True, text=True, env=house.environment, timeout=60)
            self.assertEqual(done.returncode, 78)
            self.assertIn("mail.from", done.stderr)


if __name__ == "__main__":
    PROGRAM, EXAMPLES = sys.argv.pop(1), sys.argv.pop(1)
    unittest.main(verbosity=2)
