"""The samples for nginx and Caddy before the served house, with the real programs: what the visitor gets, and what he cannot forge.

    proxies.py PROGRAM nginx|caddy"""
import http.client
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import urllib.parse

from service import TOP, house

NAME = "conseil.example.org"
PER_MINUTE = 60  # of one anonymous visitor; enough for all that comes before the limit is tried
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: conseil.example.org\r\n\r\n"


class Visitor(house.Client):
    """A browser on the other side of the proxy. `address` is where it comes from: all of 127.0.0.0/8 is this machine."""

    def __init__(self, proxy, address="127.0.0.1", **headers):
        super().__init__(proxy)
        self.address, self.headers = address, headers

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPSConnection("127.0.0.1", self.house.port, timeout=house.DEADLINE, context=self.house.trust, source_address=(self.address, 0))
        connection.sock = self.house.connect(self.address)
        sent = {"Host": NAME, "Accept": "text/html", **({"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {})}
        try:
            connection.request(method, path, body, {**sent, **self.headers, **(headers or {})})
            response = connection.getresponse()
            answer = house.Answer(response.status, response.headers, response.read(), path)
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.split(";")[0]
        return answer


class Proxy:
    """The sample with this test's ports and certificate in it; each place must be there to be changed."""

    def __init__(self, kind, folder, upstream):
        self.kind, self.folder, self.port, self.plain = kind, folder, house.free_port(), house.free_port()
        certificate, key = folder / "tls.pem", folder / "tls.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
                        "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", key, "-out", certificate], check=True, capture_output=True)
        self.trust = ssl.create_default_context(cafile=str(certificate))
        text = (TOP / "packaging" / ("nginx.conf" if kind == "nginx" else "Caddyfile")).read_text()
        changes = {"127.0.0.1:8080": f"127.0.0.1:{upstream}"}
        if kind == "nginx":
            live = f"/etc/letsencrypt/live/{NAME}"
            changes |= {"listen 80;": f"listen 127.0.0.1:{self.plain};", "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
                        f"{live}/fullchain.pem": str(certificate), f"{live}/privkey.pem": str(key)}
        else:
            changes |= {f"\n{NAME} {{\n": f"\n{NAME}:{self.port} {{\n\ttls {certificate} {key}\n"}
        for old, new in changes.items():
            assert old in text, f"the sample for {kind} no longer says {old!r}"
            text = text.replace(old, new)
        if kind == "nginx":
            (folder / "site.conf").write_text(text)
            places = " ".join(f"{each}_temp_path {folder}/{each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
            text = f"daemon off;\npid {folder}/pid;\nworker_processes 1;\nevents {{}}\nhttp {{\naccess_log off; {places}\ninclude {folder}/site.conf;\n}}\n"
            command = ["nginx", "-p", folder, "-e", "stderr", "-c", folder / "proxy.conf"]
        else:
            text = f"{{\n\tadmin off\n\tauto_https disable_redirects\n\thttp_port {self.plain}\n\tskip_install_trust\n}}\n" + text
            command = ["caddy", "run", "--adapter", "caddyfile", "--config", folder / "proxy.conf"]
        (folder / "proxy.conf").write_text(text)
        self.log = folder / "proxy.log"
        environment = {**os.environ, "PATH": os.environ.get("PATH", "") + ":/usr/sbin", "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(list(map(str, command)), stdout=log, stderr=log, env=environment)

    def wait(self):
        def listens():
            assert self.process.poll() is None, f"{self.kind} does not take the sample:\n" + self.log.read_text()
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", self.port)) == 0
        house.until(listens, f"{self.kind} listens")

    def end(self):
        self.process.terminate()
        self.process.wait(house.DEADLINE)

    def connect(self, address="127.0.0.1"):
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=house.DEADLINE, source_address=(address, 0))
        return self.trust.wrap_socket(raw, server_hostname=NAME)

    def raw(self, data, seconds=3.0):
        """Everything that comes back until the proxy closes or falls silent."""
        out = b""
        with self.connect() as wire:
            wire.settimeout(seconds)
            try:
                wire.sendall(data)
                while piece := wire.recv(65536):
                    out += piece
            except OSError:
                pass
        return out


def pages(proxy, served):
    visitor = Visitor(proxy)
    page = visitor.get("/", status=200)
    assert "strict-transport-security" in {name.lower() for name in page.headers}, "the server does not know that it is served over TLS"
    style = re.search(r'href="(/[^"]+\.css)"', page.text)[1]
    assert "max-age" in visitor.get(style, status=200).headers.get("Cache-Control", "")
    moved = visitor.get("/compte")
    if moved.status in (301, 302, 303):
        target = urllib.parse.urlsplit(urllib.parse.urljoin(f"https://{NAME}/compte", moved.location))
        assert (target.scheme, target.netloc) == ("https", NAME), f"a redirect leaves the site's address: {moved.location}"
    served.user("elue@example.org", "elected")
    answer = visitor.post_form("/connexion", {"email": "elue@example.org", "password": house.PASSWORD}, status=303)
    target = urllib.parse.urlsplit(urllib.parse.urljoin(f"https://{NAME}/", answer.location))
    assert (target.scheme, target.netloc) == ("https", NAME), f"the redirect after signing in leaves the site's address: {answer.location}"
    cookies = answer.headers.get_all("Set-Cookie")
    session = [line for line in cookies if line.startswith("__Host-") and "HttpOnly" in line]
    assert session and all("; Secure" in line for line in cookies), f"cookies are not for TLS alone: {cookies}"
    assert visitor.get("/api/v1/session", status=200).json["signed_in"], "the session does not hold"
    if shutil.which("curl"):
        said = subprocess.run(["curl", "-sS", "--http2", "--cacert", proxy.folder / "tls.pem", "--resolve", f"{NAME}:{proxy.port}:127.0.0.1", "-o", "/dev/null", "-w",
                               "%{http_version} %{http_code}", "-H", f"Host: {NAME}", f"https://{NAME}:{proxy.port}/"], capture_output=True, text=True, timeout=60)
        assert said.stdout == "2 200", f"HTTP/2: {said.stdout}{said.stderr}"
    assert visitor.get("/metrics", status=200).text.startswith("#")
    assert Visitor(proxy, "127.0.0.2").get("/metrics").status == 403, "the metrics are for everybody"
    if proxy.kind == "nginx":
        plain = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=house.DEADLINE)
        plain.request("GET", "/saisines?x=1", headers={"Host": NAME})
        moved = plain.getresponse()
        assert (moved.status, moved.headers["Location"]) == (301, f"https://{NAME}/saisines?x=1")
        plain.close()


def smuggling(proxy):
    """L6 through the proxy: no second answer, and nobody after gets what was meant for the first."""
    head = f"POST /connexion HTTP/1.1\r\nHost: {NAME}\r\n".encode()
    form = b"Content-Type: application/x-www-form-urlencoded\r\n"
    get = f"GET / HTTP/1.1\r\nHost: {NAME}\r\n".encode()
    attacks = {
        "length and chunks": head + form + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        "chunks and a length over both": head + form + b"Transfer-Encoding: chunked\r\nContent-Length: %d\r\n\r\n0\r\n\r\n" % (5 + len(SMUGGLED)) + SMUGGLED,
        "two lengths": head + form + b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(SMUGGLED) + SMUGGLED,
        "an unknown coding": head + form + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        "a coding twice": head + form + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + SMUGGLED,
        "a folded field": head + form + b"Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SMUGGLED,
        "a blank before the colon": head + form + b"Transfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SMUGGLED,
        "NUL in a field": get + b"X-Note: a\0b\r\n\r\n" + SMUGGLED,
        "bare line feeds in a chunk": head + form + b"Transfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n" + SMUGGLED,
        "a chunk with a tail": head + form + b"Transfer-Encoding: chunked\r\n\r\n2;\nxx\r\n4c\r\n0\r\n\r\n" + SMUGGLED,
        "h2c": get + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n" + b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    }
    for name, bytes_sent in attacks.items():
        back = proxy.raw(bytes_sent)
        statuses = [int(each) for each in re.findall(rb"HTTP/1\.1 (\d{3}) ", back)]
        assert 101 not in statuses, f"{name}: the connection was handed to another protocol"
        # A second answer is right only where the proxy itself, on this visitor's own connection, read a second request; the server must not have.
        for _ in range(4):
            sane = Visitor(proxy, "127.0.0.3").get("/livez")
            assert sane.status == 200 and "smuggled" not in sane.text, f"{name}: the next visitor gets {sane.status}, which was not his\n{sane.text[:500]}"
    return len(attacks)


def limits(proxy):
    """Each visitor is counted by the address that he comes from, whatever he says of it."""
    for number in range(4 * PER_MINUTE):
        forged = {"X-Forwarded-For": f"10.1.0.{number}", "Forwarded": f"for=10.2.0.{number}"}
        status = Visitor(proxy, "127.0.0.9", **forged).get("/api/v1/session").status
        assert status in (200, 429), status
        if status == 429:
            break
    assert status == 429, "one visitor with many forged addresses is never told enough"
    assert number >= PER_MINUTE // 2, f"he was told so after {number} requests"
    assert Visitor(proxy, "127.0.0.10").get("/api/v1/session").status == 200, "another visitor pays for him"


def main(program, kind):
    settings = {"web.public_url": f"https://{NAME}", "web.trusted_proxies": "127.0.0.1", "web.rate_limits": "true", "web.anonymous_per_minute": PER_MINUTE,
                "web.signed_in_per_minute": 1000}
    with house.House(program, **settings) as served:
        served.folder.chmod(0o755)
        folder = served.folder / "proxy"
        folder.mkdir()
        proxy = Proxy(kind, folder, served.port)
        try:
            proxy.wait()
            pages(proxy, served)
            attacks = smuggling(proxy)
            limits(proxy)
        finally:
            proxy.end()
    print(f"{kind}: pages, cookies, redirects and HTTP/2; {attacks} attacks left the next visitor alone; a forged address changes nothing")


main(pathlib.Path(sys.argv[1]), sys.argv[2])
