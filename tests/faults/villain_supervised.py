"""R8, R9, R10 and the breadcrumb: what becomes of a plugin that dies again and again, inside its transaction, while it is loaded, or never returns."""
import json
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import time

from villain_house import Client, House, InBackground, behaves, evil, house_with_villain, log_of, traces, until, worker_of

MISBEHAVING = pathlib.Path(os.environ["FAULTY_PLUGINS"]) / "misbehaving"
OUTSIDE = ("worker", "sandboxed")
# What it does while it is loaded -> what the operator reads of it; a sanitizer catches the signal and ends with a code of its own.
SANITIZED = ("exit code 1", "exit code 66")  # how ASan and TSan end a process that fell
FELL = ("signal 11", *SANITIZED)
LOADING = {"crash_in_constructor": FELL, "crash_in_entry": FELL, "crash_in_start": FELL, "abort_in_entry": ("signal ", *SANITIZED),
           "exit_while_loading": ("exit code 0",), "throw_in_entry": ("threw",), "throw_in_start": ("threw",)}


def state_of(house, name="villain"):
    """As /readyz says it; "running" when it is not among those that are missing."""
    answer = Client(house).get("/readyz", status=200).json
    states = {plugin["name"]: plugin["state"] for plugin in answer["plugins"]}
    assert (answer["status"] == "ready") == (not states), answer
    return states.get(name, "running")


def check_quarantine(program, isolation):
    """R8: three times it comes back, the fourth death within five minutes is the last."""
    with house_with_villain(program, isolation) as house:
        house.start()
        for death in range(1, 5):
            assert behaves(house) and state_of(house) == "running", f"death {death}: it did not serve before"
            assert evil(house, "segfault")[0].status == 503, f"death {death}"
            if death < 4:
                until(lambda: behaves(house), f"it is back after death {death}", 60)
        until(lambda: state_of(house) == "quarantined", "quarantined after the fourth death")
        assert not behaves(house), "it serves in quarantine"
        assert house.process.poll() is None
        Client(house).get("/connexion", status=200)
        assert "quarantin" in log_of(house), "the operator was not told"
        print(f"{isolation}: quarantined after 4 deaths, /readyz 200 degraded")


def free_after(house, begun):
    """Seconds from `begun` until somebody else could write."""
    db = sqlite3.connect(house.database, timeout=2, isolation_level=None)
    try:
        db.execute("BEGIN IMMEDIATE")
        db.execute("ROLLBACK")
        return time.monotonic() - begun
    finally:
        db.close()


def check_killed_inside_its_transaction(program, isolation):
    """R9, once by its own crash and once from outside: nothing of it is kept, and the writer is free within a second."""
    with house_with_villain(program, isolation) as house:
        house.start()
        assert evil(house, "segfault")[0].status == 503
        crashed = free_after(house, time.monotonic())
        until(lambda: behaves(house), "it is back", 60)
        with InBackground(lambda: evil(house, "sleep")) as done:
            worker = until(lambda: worker_of(house), "a process of its own")
            # Inside its transaction: the writer is taken.
            until(lambda: is_writing(house), "it holds the writer")
            os.kill(worker, signal.SIGKILL)
            begun = time.monotonic()
            killed = free_after(house, begun)
        assert done.value[0].status == 503, f"killed: {done.value[0].status} {done.value[0].text[:300]}"
        assert traces(house, "segfault") == 0 and traces(house, "sleep") == 0, "a transaction of one that died was kept"
        assert crashed < 1 and killed < 1, f"the writer was free after {crashed:.2f} s and {killed:.2f} s only"
        print(f"{isolation}: killed inside its transaction: the writer free after {crashed * 1000:.0f} ms (crash), {killed * 1000:.0f} ms (killed)")


def is_writing(house):
    db = sqlite3.connect(house.database, timeout=0, isolation_level=None)
    try:
        db.execute("BEGIN IMMEDIATE")
        db.execute("ROLLBACK")
        return False
    except sqlite3.OperationalError:
        return True
    finally:
        db.close()


def check_crashes_while_loading(program, isolation):
    """R10: the server starts without them, names each with a reason, and with --safe-mode starts with none."""
    with House(program, serve=False, **{"plugins.isolation": isolation, "plugins.isolation_third_party": isolation}) as house:
        plugins = house.folder / "plugins"
        for fault in LOADING:
            (plugins / fault).mkdir(parents=True)
            manifest = house.folder / "manifest"
            manifest.write_text(json.dumps({"hemicycle": 1, "name": fault, "version": "1.0.0"}))
            subprocess.run([os.environ["OBJCOPY"], "--add-section", f".hmc.manifest={manifest}", MISBEHAVING / f"{fault}.so", plugins / fault / f"{fault}.so"], check=True)
        house.settings["plugins.path"] = str(plugins)
        house.start()
        assert Client(house).get("/readyz", status=200).json["status"] == "degraded"
        assert house.stop() == 0
        _, out, err = house.cli("--json", "plugin", "list")
        listed = {plugin["name"]: plugin for plugin in json.loads(out)}
        for fault, phrases in LOADING.items():
            assert listed[fault]["state"] == "failed", f"{fault}: {listed[fault]}"
            assert any(phrase in listed[fault].get("reason", "") for phrase in phrases), f"{fault}: none of {phrases} is in {listed[fault]}{err}"
        house.start("--safe-mode")
        assert house.stop() == 0
        print(f"{isolation}: started without {len(LOADING)} plugins that end while they are loaded")


def check_breadcrumb(program):
    """In the server itself a crash is the server's end; at the next start the one that did it stands outside, and the operator is told."""
    with house_with_villain(program, "in_process") as house:
        house.start()
        try:
            answer, _ = evil(house, "segfault")
            raise AssertionError(f"the crash was answered: {answer.status}")
        except (OSError, EOFError):
            pass
        until(lambda: house.process.poll() is not None, "the crash took the server")
        house.kill()
        before = len(log_of(house))
        house.start()
        told = [line for line in log_of(house)[before:].splitlines() if "villain" in line and "a process of its own" in line]
        assert told, f"the operator is not told that it was moved:\n{log_of(house)[before:][-3000:]}"
        until(lambda: behaves(house), "it serves from its worker")
        assert evil(house, "segfault")[0].status == 503
        assert house.process.poll() is None, "it was not moved out"
        until(lambda: behaves(house), "it is back", 60)
        assert traces(house, "segfault") == 0
        print(f"breadcrumb: {told[0].strip()[:200]}")


def check_stuck_in_the_server(program):
    """A handler that never returns cannot be ended inside the server: the server ends itself, and at the next start the plugin stands outside."""
    with house_with_villain(program, "in_process") as house:
        house.start()

        def loop():
            try:
                return evil(house, "loop")
            except (OSError, EOFError):
                return None
        begun = time.monotonic()
        with InBackground(loop):
            until(lambda: house.process.poll() is not None, "the server ends itself", 90)
        seconds = time.monotonic() - begun
        assert "villain" in log_of(house).splitlines()[-1] or "villain" in log_of(house)[-2000:], log_of(house)[-2000:]
        house.kill()
        house.start()
        assert evil(house, "segfault")[0].status == 503 and house.process.poll() is None, "it was not moved out"
        print(f"in the server: a handler that never returns ended it after {seconds:.0f} s, and stands outside since")


def main(program):
    for isolation in OUTSIDE:
        check_quarantine(program, isolation)
        check_killed_inside_its_transaction(program, isolation)
        check_crashes_while_loading(program, isolation)
    check_breadcrumb(program)
    check_stuck_in_the_server(program)


if __name__ == "__main__":
    main(sys.argv[1])
