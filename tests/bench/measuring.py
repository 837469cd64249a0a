"""wrk, nginx and the small programs in C++: one figure each."""
import getpass
import os
import pathlib
import re
import signal
import subprocess
import time

from council import Client, free_port

_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


class Load:
    """What one run of wrk said: requests a second, median and p99 in milliseconds, how many answers were no 2xx or did not come."""

    def __init__(self, text):
        self.rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])
        self.median_ms, self.p99_ms = (self._latency(text, percent) for percent in ("50", "99"))
        wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        lost = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
        self.failed = int(wrong[1] if wrong else 0) + (sum(int(n) for n in lost.groups()) if lost else 0)

    @staticmethod
    def _latency(text, percent):
        number, unit = re.search(rf"\s{percent}%\s+([\d.]+)(us|ms|s|m)\b", text).groups()
        return float(number) * _UNITS[unit]


def wrk(url, connections, seconds, script=None, headers=()):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"] + (["-s", str(script)] if script else [])
    for header in headers:
        command += ["-H", header]
    done = subprocess.run(command + [url], capture_output=True, text=True, check=True)
    load = Load(done.stdout)
    if load.failed:
        raise RuntimeError(f"{url}: {load.failed} requests failed: a rate of errors is no figure")
    return load


def pages_script(folder, paths):
    """A wrk script that asks for one path after the other."""
    script = folder / "pages.lua"
    listed = ",".join(f'"{path}"' for path in paths)
    script.write_text(f"local p = {{{listed}}}\nlocal i = 0\nrequest = function() i = i % #p + 1 return wrk.format('GET', p[i]) end\n")
    return script


def comments_script(folder, articles):
    """A wrk script that comments one article after the other; the session and the token come with the headers."""
    script = folder / "comments.lua"
    listed = ",".join(f'"{article}"' for article in articles)
    script.write_text(f"local a = {{{listed}}}\nlocal i = 0\nrequest = function()\n  i = i + 1\n"
                      "  local body = '{\"article\":\"' .. a[i % #a + 1] .. '\",\"text\":\"Une remarque durable, numéro ' .. i .. "
                      "', et quelques mots de plus pour la forme.\"}'\n"
                      "  return wrk.format('POST', '/api/v1/comments/submit', nil, body)\nend\n")
    return script


class Nginx:
    """nginx with one static file, tuned as its manual says for keep-alive: open files cached, no access log."""

    def __init__(self, folder, content):
        self.port = free_port()
        site = folder / "nginx"
        (site / "html").mkdir(parents=True, exist_ok=True)
        (site / "html/page.html").write_bytes(content)
        (site / "nginx.conf").write_text(f"""user {getpass.getuser()};
worker_processes auto;
daemon off;
pid {site}/nginx.pid;
error_log {site}/error.log;
events {{ worker_connections 1024; }}
http {{
  types {{ text/html html; }}
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  open_file_cache max=100 inactive=1h;
  server {{ listen 127.0.0.1:{self.port}; root {site}/html; }}
}}
""")
        program = "/usr/sbin/nginx" if pathlib.Path("/usr/sbin/nginx").exists() else "nginx"
        self.process = subprocess.Popen([program, "-p", str(site), "-e", str(site / "error.log"), "-c", str(site / "nginx.conf")],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.url = f"http://127.0.0.1:{self.port}/page.html"
        end = time.monotonic() + 10
        while True:
            try:
                status, _ = Client(self.port).request("GET", "/page.html")
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.005)  # between two attempts to connect
        if status != 200:
            raise RuntimeError(f"nginx answered {status}: see {site}/error.log")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)


def numbers(command):
    """The lines of a program of ours, each a list of numbers."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return [[float(word) for word in line.split()] for line in done.stdout.splitlines()]


def load_average():
    return "%.1f" % os.getloadavg()[0]
