"""R15: `ulimit -n 64` and 200 connections: the house answers 503 or closes, does not crash, and serves all again when they have gone."""
import pathlib
import resource
import socket
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from house import Client, House, until  # noqa: E402

DESCRIPTORS, CONNECTIONS = 64, 200


def answered(connection):
    """The status of a GET on this connection; None when it was closed, or not taken within a second."""
    try:
        connection.settimeout(1)
        connection.sendall(b"GET /livez HTTP/1.1\r\nHost: %s\r\n\r\n" % ("%s:%d" % connection.getpeername()).encode())
        head = connection.recv(200)
        return int(head.split(b" ")[1]) if head else None
    except OSError:
        return None


def flood(port):
    """200 connections at once, each with a request on it; how many were answered, refused with 503, and closed or left waiting."""
    connections = []
    for _ in range(CONNECTIONS):
        try:
            connections.append(socket.create_connection(("127.0.0.1", port), timeout=5))
        except OSError:
            continue
    # The ones that are served keep their place (keep-alive): the others are turned away.
    statuses = [answered(one) for one in connections]
    for connection in connections:
        connection.close()
    return statuses


def main(program):
    with House(program, serve=False) as house:
        house.cli("check")  # the libraries are proven once; what is measured below is serving
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        popen = subprocess.Popen

        def poor(*arguments, **options):
            return popen(*arguments, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, hard)), **options)

        subprocess.Popen = poor
        try:
            house.start()
        finally:
            subprocess.Popen = popen
        for round_ in range(3):
            statuses = flood(house.port)
            served, told, turned_away = statuses.count(200), statuses.count(503), len(statuses) - statuses.count(200)
            print(f"round {round_ + 1}: of {len(statuses)} connections, {served} served, {told} told 503, {turned_away - told} closed or waiting")
            assert set(statuses) <= {200, 503, None}, statuses
            assert told > 0, "nobody was told 503"
            assert turned_away > 0, "64 descriptors carried 200 connections: the trial is blind"
            assert house.process.poll() is None, "the server ended:\n" + house.log.read_text(errors="replace")[-2000:]

            def serves():
                try:
                    return Client(house).get("/").status == 200
                except OSError:
                    return False

            until(serves, "the house serves again once the connections have gone", 10)
        assert house.stop() == 0, "the server did not end well"


if __name__ == "__main__":
    main(sys.argv[1])
