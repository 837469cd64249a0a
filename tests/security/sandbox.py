"""S18: what a sandboxed plugin has no right to is denied, and told to the operator with the plugin's name; and its process, looked at from outside,
has no capability, no name of a user that owns anything, and its own view of the system."""
import os
import pathlib
import socket
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "faults"))
from villain_house import Client, check_rest_stands, evil, house_with_villain, log_of, sanitized, traces, until, worker_of  # noqa: E402

# how -> the line that the operator reads
RIGHTS = {
    "write": "refused: open ", "read": "refused: open /etc/shadow", "socket": "refused: socket(2)", "ptrace": "refused: ptrace(2)",
    "execve": "refused: execve(2)", "fork_bomb": "refused: clone(2)", "kill": "refused: kill(2)",
}
DENIED = 2  # hmc_status
NAMESPACES = ("user", "mnt", "net", "ipc", "uts", "pid")


def check_rights(house):
    with tempfile.TemporaryDirectory() as outside, socket.create_server(("127.0.0.1", 0)) as listener:
        os.chmod(outside, 0o777)
        where = {"write": f"{outside}/written", "read": "/etc/shadow", "socket": listener.getsockname()[1]}
        for how, line in RIGHTS.items():
            answer, _ = evil(house, how, where.get(how))
            assert answer.status == 200, f"{how}: {answer.status} {answer.text[:500]}\n{log_of(house)[-3000:]}"
            assert answer.json["status"] != 0, f"{how}: it was allowed"
            # The line comes from another process than the answer.
            told = until(lambda: [entry for entry in log_of(house).splitlines() if line in entry], f"the log says {line!r}, of {how}")
            assert "villain" in told[0], f"{how}: the log does not say whose it was: {told[0]}"
            assert traces(house, how) == 1, f"{how}: a call in which something is refused is a call like others"
        assert not os.listdir(outside), "it wrote outside its folder"
    for how in ("foreign_table", "kernel_table"):
        answer = Client(house).api("POST", "villain.act", {"how": how})
        assert (answer.status, answer.json) == (200, {"status": DENIED}), f"{how}: {answer.status} {answer.text}"


def check_process(house):
    worker = worker_of(house)
    assert worker, "it has no process of its own"
    status = dict(line.split(":\t", 1) for line in pathlib.Path(f"/proc/{worker}/status").read_text().splitlines() if ":\t" in line)
    assert status["NoNewPrivs"] == "1" and (status["Seccomp"] == "2" or sanitized(house)), status
    assert {status[key] for key in ("CapPrm", "CapEff", "CapInh", "CapAmb", "CapBnd")} == {"0" * 16}, status
    assert "0" not in status["Uid"].split() + status["Gid"].split(), f"it is root: {status['Uid']} {status['Gid']}"

    def spaces(process):
        return {kind: os.readlink(f"/proc/{process}/ns/{kind}") for kind in NAMESPACES}
    shared = [kind for kind, name in spaces(worker).items() if name == spaces(house.process.pid)[kind]]
    # Where the system refuses one, the operator has been told at the start.
    assert not shared or "namespace" in log_of(house), f"it shares {shared} with the server, and nobody is told"
    limits = pathlib.Path(f"/proc/{worker}/limits").read_text()
    for name in (() if sanitized(house) else ("Max data size",)) + ("Max open files", "Max processes", "Max file size"):
        line = next(line for line in limits.splitlines() if line.startswith(name))
        assert line[26:].split()[0] != "unlimited", f"no limit: {line}"
    print(f"its process: uid {status['Uid'].split()[0]}, no capability, filter in force, namespaces shared with the server: {shared or 'none'}")


def main(program):
    with house_with_villain(program, "sandboxed") as house:
        house.start()
        assert Client(house).api("POST", "villain.act", {"how": "behave"}).status == 200, log_of(house)[-3000:]
        check_process(house)
        if not sanitized(house):
            check_rights(house)
        check_rest_stands(house, "refusals")
        assert house.stop() == 0
    print(f"{len(RIGHTS) + 2} rights denied, {len(RIGHTS)} of them told in the log")


if __name__ == "__main__":
    main(sys.argv[1])
