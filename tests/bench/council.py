"""A council of any size for the bench: articles through `hemicycle import`, accepted comments through the API, a server with the settings wanted."""
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import time

PASSWORD = "demonstration-2026"
THEMES = ["Données", "Transition climatique", "Habitat", "Jeunesse", "Migrations", "Précarités", "Démocratie"]
TYPES = ["Publication", "Actualité", "Avis", "Contribution", "Rapport", "Synthèse", "Bilan", "Audition"]
WORDS = ("territoire usages consentement gouvernance besoins citoyen mobilité logement énergie eau école santé culture alimentation numérique "
         "budget enquête atelier visite baromètre commune métropole quartier transport vélo forêt sol air bruit lumière").split()
COMMENTED = 50
COMMENTS = 10


def body(number):
    """About 2.5 KB of Markdown, different for each article."""
    paragraphs = []
    for part in range(5):
        words = [WORDS[(number * 7 + part * 11 + i * (part + 3)) % len(WORDS)] for i in range(55)]
        paragraphs.append(f"## Point {part + 1}\n\nLe **{words[0]}** et le *{words[1]}* : " + " ".join(words[2:]) + ".")
    return f"Texte numéro {number}.\n\n" + "\n\n".join(paragraphs) + "\n\n- un constat\n- une [source](https://example.org/source)\n- une suite\n"


def item(number):
    return {"id": f"bench-{number}", "kind": "article", "title": f"{WORDS[number % len(WORDS)].capitalize()} et territoire, étude {number}",
            "date_published": f"{2010 + number % 16}-{1 + number % 12:02d}-{1 + number % 28:02d}", "date_published_precision": "day",
            "thematiques_displayed": [THEMES[number % len(THEMES)]], "types_displayed": [TYPES[number % len(TYPES)]],
            "keywords": [WORDS[(number + i * i) % len(WORDS)] for i in range(6)],
            "summary": f"Ce que le conseil retient de l’étude {number}, en deux phrases. Elle sera suivie d’une rencontre.", "body": body(number)}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Client:
    """One keep-alive connection, signed in or not, speaking to the API."""

    def __init__(self, port):
        self.port = port
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = {}
        self.csrf = ""

    def request(self, method, path, value=None):
        headers = {"Cookie": self.cookie_header(), "X-CSRF-Token": self.csrf} if self.cookies else {}
        sent = None
        if value is not None:
            sent = json.dumps(value)
            headers["Content-Type"] = "application/json"
        self.connection.request(method, path, body=sent, headers=headers)
        answer = self.connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = header.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, answer.read()

    def cookie_header(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def call(self, method, contract, value=None):
        status, answer = self.request(method, "/api/v1/" + contract, value)
        if status != 200:
            raise RuntimeError(f"{contract} answered {status}: {answer.decode()}")
        return json.loads(answer)

    def sign_in(self, email):
        self.csrf = self.call("GET", "session")["csrf"]
        self.call("POST", "accounts/sign_in", {"email": email, "password": PASSWORD})
        self.csrf = self.call("GET", "session")["csrf"]
        return self


class Server:
    """A running house; `first_answer` is the time from the process's start to the first page, in seconds."""

    def __init__(self, council, **settings):
        self.port = free_port()
        begun = time.monotonic()
        self.process = subprocess.Popen(council.command("serve", **{"web.port": self.port, **settings}), stdout=subprocess.DEVNULL,
                                        stderr=open(council.folder / "serve.log", "ab"), env=council.environment)
        self.first_answer = self._wait(begun) - begun

    def _wait(self, begun):
        while time.monotonic() - begun < 120:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}: see serve.log in the data folder")
            try:
                status, _ = Client(self.port).request("GET", "/")
                if status == 200:
                    return time.monotonic()
            except OSError:
                time.sleep(0.001)  # between two attempts to connect, not in place of one
        raise RuntimeError("the server did not answer within two minutes")

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mib(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("no VmRSS")

    def metric(self, name):
        _, text = Client(self.port).request("GET", "/metrics")
        return next(float(line.split()[-1]) for line in text.decode().splitlines() if line.startswith(name + " "))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Council:
    """A data folder with `articles` articles; made once, used again when the folder is kept."""

    def __init__(self, program, config, folder, articles):
        self.program, self.folder, self.articles = program, folder, articles
        self.environment = {**os.environ, "HEMICYCLE_CONFIG": str(config / "hemicycle.toml")}
        self.roles = config / "roles.toml"
        self.import_seconds = None
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "made.json").exists():
            self._make()
        made = json.loads((folder / "made.json").read_text())
        self.import_seconds, self.slugs, self.ids = made["import_seconds"], made["slugs"], made["ids"]

    def command(self, *words, **settings):
        options = {"data.dir": self.folder, "web.rate_limits": "false", "log.level": "error", "policy.roles": self.roles, **settings}
        return [str(self.program)] + [part for key, value in options.items() for part in ("--set", f"{key}={value}")] + list(words)

    def _make(self):
        file = self.folder / "items.json"
        file.write_text(json.dumps([item(number) for number in range(self.articles)], ensure_ascii=False))
        begun = time.monotonic()
        done = subprocess.run(self.command("import", str(file), "--with", "publication.import_item"), env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"import ended with {done.returncode}: {done.stderr[-500:]}{done.stdout[-500:]}")
        seconds = time.monotonic() - begun
        file.unlink()
        for name, role in (("moderator", "technical_team"), ("inhabitant", None)):
            words = ["user", "add", "--email", f"{name}@example.org", "--name", name.capitalize()] + (["--role", role] if role else [])
            subprocess.run(self.command(*words), env=self.environment, input=PASSWORD + "\n", text=True, check=True, capture_output=True)
        with Server(self) as server:
            works = self._comment(server)
        made = {"import_seconds": seconds, "slugs": [work["slug"] for work in works], "ids": [work["id"] for work in works]}
        (self.folder / "made.json").write_text(json.dumps(made))

    @staticmethod
    def _comment(server):
        inhabitant, moderator = (Client(server.port).sign_in(f"{who}@example.org") for who in ("inhabitant", "moderator"))
        works, after = [], ""
        while len(works) < COMMENTED and after is not None:
            page = inhabitant.call("GET", "publication/list" + (f"?after={after}" if after else ""))
            works += page["works"]
            after = page.get("next")
        works = works[:COMMENTED]
        for work in works:
            for number in range(COMMENTS):
                text = f"Remarque {number} : {WORDS[number]}, {WORDS[number + 9]} et {WORDS[number + 5]}.\n\nUne deuxième ligne, pour la forme."
                comment = inhabitant.call("POST", "comments/submit", {"article": work["id"], "text": text})["comment"]
                moderator.call("POST", "comments/accept", {"comment": comment})
        return works
