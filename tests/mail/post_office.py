"""What the trials of letters share: a real SMTP server, and a house with the guest book, which writes to its keeper."""
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
from house import DEADLINE, Client, House  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
program = examples = None


class Server:
    """An SMTP server in a process of its own, and the messages it took."""

    def __init__(self, **wanted):
        self.wanted = wanted

    def __enter__(self):
        self.process = subprocess.Popen([os.environ.get("NODE", "node"), HERE / "server.mjs", json.dumps(self.wanted)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.lines = queue.Queue()
        threading.Thread(target=lambda: [self.lines.put(line) for line in self.process.stdout], daemon=True).start()
        self.port = json.loads(self.lines.get(timeout=DEADLINE))["port"]
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def answer(self):
        """To a message that was told of, by a server that asks."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()

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
    house = House(program, serve=False, **{"site.name": "Conseil de la Métropole"} | given)
    shutil.copytree(pathlib.Path(examples) / "guestbook", house.folder / "plugins/guestbook")
    own = pathlib.Path(program).resolve().parent.parent / "plugins"
    house.settings["plugins.path"] = f"{own},{house.folder / 'plugins'}"
    return house


def sign(house, text="Bonjour à toutes et tous."):
    house.user("ada@example.org", "member")
    return sign_again(house, text)


def sign_again(house, text="Bonsoir."):
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


def main():
    """The program and the folder of examples come first on the command line."""
    global program, examples
    program, examples = sys.argv.pop(1), sys.argv.pop(1)
    unittest.main(verbosity=2)
