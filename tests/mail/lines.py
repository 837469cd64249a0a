"""The line to the SMTP server: how secret it must be, and who we say we are.

    lines.py HEMICYCLE EXAMPLES        NODE, NODE_PATH: where smtp-server stands
"""
import pathlib
import subprocess
import unittest

import post_office
from post_office import Server, guest_book, sign, state_of
from house import House, until


class Lines(unittest.TestCase):
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
        with House(post_office.program, serve=False, **{"mail.server": "smtp://127.0.0.1:25"}) as house:
            done = subprocess.run(house.command("serve"), capture_output=True, text=True, env=house.environment, timeout=60)
            self.assertEqual(done.returncode, 78)
            self.assertIn("mail.from", done.stderr)


if __name__ == "__main__":
    post_office.main()
