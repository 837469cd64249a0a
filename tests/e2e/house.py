"""A house of one's own for a test: a served Hémicycle in a temporary folder, and visitors who read pages and send forms.

    with House(program) as house:
        house.user("elue@example.org", "elected")
        elected = Client(house).sign_in("elue@example.org")
        answer = elected.post_form("/saisines/solliciter", {"title": "…"})

The program is the built `hemicycle`; plugins, roles and texts are those that stand beside it unless a setting says otherwise.
"""
import datetime
import http.client
import json
import os
import pathlib
import select
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse
import zoneinfo

from forms import Form, multipart, read_forms  # noqa: F401 (tests take them from here)

PASSWORD = "demonstration-2026"
PARIS = zoneinfo.ZoneInfo("Europe/Paris")
ROOT = pathlib.Path(__file__).resolve().parents[2]
DEADLINE = 30 * int(os.environ.get("PATIENCE", "1"))  # a sanitizer makes the program several times slower



def today():
    """The council's day: late in the evening that of UTC is behind."""
    return datetime.datetime.now(PARIS).date()


def soon():
    """The last second of the council's day: still to come whatever the hour, and today, for a session is opened on its day."""
    return datetime.datetime.now(PARIS).replace(hour=23, minute=59, second=59).astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(promise, what, deadline=DEADLINE):
    """Asks again until `promise()` holds; its value. Fails with `what` when the deadline passes first."""
    end = time.monotonic() + deadline
    while True:
        value = promise()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {deadline:.0f} s: {what}")
        select.select([], [], [], 0.02)


class House:
    """Settings by their name: House(program, **{"web.page_cache": "false"}). Rate limits are off unless asked for."""

    def __init__(self, program, arguments=(), serve=True, **settings):
        self.program = str(program)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hemicycle-"))
        self.data = self.folder / "data"
        self.data.mkdir()
        self.port = free_port()
        # HOUSE_ISOLATION runs a trial as it stands with every plugin in a process of its own, or in a sandbox.
        self.settings = {"data.dir": self.data, "web.port": self.port, "web.rate_limits": "false",
                         "plugins.isolation": os.environ.get("HOUSE_ISOLATION", "in_process"), **settings}
        self.environment = {**os.environ, "HEMICYCLE_CONFIG": str(ROOT / "config/hemicycle.toml")}
        self.arguments = list(arguments)
        self.serves = serve
        self.process = None
        self.log = self.folder / "server.log"
        self.url = None

    def __enter__(self):
        try:
            if self.serves:
                self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def database(self):
        return self.data / "hemicycle.db"

    def command(self, *arguments):
        options = [f"--set={name}={value}" for name, value in self.settings.items()]
        return [self.program, *options, *map(str, arguments)]

    def start(self, *arguments):
        """Serves; returns once the address has been printed."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command("serve", *self.arguments, *arguments), stdout=subprocess.PIPE, stderr=log, env=self.environment)
        said = []
        reader = threading.Thread(target=lambda: said.append(self.process.stdout.readline()), daemon=True)
        reader.start()
        reader.join(DEADLINE)
        if not said or not said[0].startswith(b"http"):
            self.kill()
            raise AssertionError("the server did not start:\n" + self.log.read_text(errors="replace")[-4000:])
        self.url = said[0].decode().strip().rstrip("/")
        self.port = urllib.parse.urlsplit(self.url).port
        return self

    def stop(self):
        """SIGTERM, as an operator would; the exit code."""
        if self.process is None:
            return None
        process, self.process = self.process, None
        process.terminate()
        try:
            code = process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError("the server did not stop:\n" + self.log.read_text(errors="replace")[-4000:]) from None
        finally:
            process.stdout.close()
        return code

    def kill(self):
        """SIGKILL: no goodbye."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            self.process = None

    def cli(self, *arguments, input=None, environment=None):
        """(exit code, standard output, standard error) of one command of this house."""
        done = subprocess.run(self.command(*arguments), input=input, capture_output=True, text=True, errors="replace", timeout=120,
                              env={**self.environment, **(environment or {})})
        return done.returncode, done.stdout, done.stderr

    def call(self, contract, **fields):
        """Calls as the operator; the reply. Fails when it is refused."""
        code, out, err = self.cli("--json", "call", contract, json.dumps(fields))
        assert code == 0, f"{contract} was refused: {err}{out}"
        return json.loads(out)

    def user(self, email, *roles, name=None, password=PASSWORD):
        """An account made by the command line; its id."""
        options = [part for role in roles for part in ("--role", role)]
        name = name or email.split("@")[0].capitalize().ljust(2, "x")
        code, out, err = self.cli("--json", "user", "add", "--email", email, "--name", name, *options, input=password + "\n")
        assert code == 0, f"user add {email}: {err}{out}"
        return json.loads(out)["account"]


class Answer:
    def __init__(self, status, headers, body, path):
        self.status, self.headers, self.body, self.path = status, headers, body, path

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def location(self):
        return self.headers.get("Location")

    @property
    def forms(self):
        return read_forms(self.text)

    def __repr__(self):
        return f"<{self.status} {self.path}>"


class Client:
    """One browser without JavaScript: a cookie jar, a connection, and no more."""

    def __init__(self, house):
        self.house = house
        self.cookies = {}
        self._csrf = None

    def request(self, method, path, body=None, headers=None):
        target = urllib.parse.urlsplit(self.house.url)
        connection = http.client.HTTPConnection(target.hostname, target.port, timeout=DEADLINE)
        sent = {"Accept": "text/html", **({"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {})}
        sent.update(headers or {})
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read(), path)
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            value = rest.split(";")[0]
            if "max-age=0" in line.lower():
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    def get(self, path, headers=None, status=None):
        answer = self.request("GET", path, headers=headers)
        assert status is None or answer.status == status, f"GET {path}: {answer.status} and not {status}\n{answer.text[:3000]}"
        return answer

    def form(self, path, action=None):
        """The form of a page that posts to `action` (default: to the page itself)."""
        page = self.get(path, status=200)
        wanted = (action or path).split("?")[0]
        found = [form for form in page.forms if form.method == "post" and (form.action or path).split("?")[0] == wanted]
        assert found, f"no form for {wanted} on {path}"
        return found[0]

    def post_form(self, path, fields, files=None, action=None, status=None):
        """Opens the form, fills `fields` in and sends it as a browser would. The answer is not followed: see .location."""
        form = self.form(path, action)
        pairs = form.filled(fields)
        if files or form.multipart:
            kind, body = multipart(pairs, files or {})
        else:
            kind, body = "application/x-www-form-urlencoded", urllib.parse.urlencode(pairs).encode()
        answer = self.request("POST", form.action or path, body, {"Content-Type": kind})
        assert status is None or answer.status == status, f"POST {path}: {answer.status} and not {status}\n{answer.text[:6000]}"
        return answer

    def csrf(self):
        return self.get("/api/v1/session", {"Accept": "application/json"}, status=200).json["csrf"]

    def api(self, method, contract, value=None, headers=None, csrf=True):
        """`contract` is "plugin.verb"; a query (GET) takes `value` as parameters, a command (POST) as JSON."""
        path = "/api/v1/" + contract.replace(".", "/", 1)
        sent = {"Accept": "application/json", **(headers or {})}
        if method == "GET":
            return self.request("GET", path + ("?" + urllib.parse.urlencode(value, doseq=True) if value else ""), headers=sent)
        if csrf:
            self._csrf = self._csrf or self.csrf()
            sent["X-CSRF-Token"] = self._csrf
        sent.setdefault("Content-Type", "application/json")
        body = value if isinstance(value, bytes) else json.dumps(value if value is not None else {}).encode()
        return self.request(method, path, body, sent)

    def sign_in(self, email, password=PASSWORD):
        answer = self.post_form("/connexion", {"email": email, "password": password})
        assert answer.status == 303 and "hemicycle" in self.cookies, f"{email} cannot sign in: {answer.status}\n{answer.text[:3000]}"
        self._csrf = None
        return self
