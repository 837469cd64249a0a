"""R7: a plugin that does each evil, outside the server. The kernel lives, only that plugin answers 503 or 504, and within its deadline; the
others are as fast as before. (What it has no right to, and that it is told: tests/security/sandbox.py.)

    villain_contained.py PROGRAM worker|sandboxed
"""
import concurrent.futures
import sys

from villain_house import BUDGET, GRACE, InBackground, Meter, behaves, check_rest_stands, evil, house_with_villain, log_of, sanitized, traces, until

# Each of these may cost the plugin its process. how -> the statuses that its caller may get: it is down, out of time, or (a limit that holds)
# it goes on and tells how far it came.
ENDS = {
    "segfault": {503}, "abort": {503}, "exit": {503}, "garble": {200, 500, 503}, "loop": {504}, "sleep": {504},
    "leak": {200, 500, 503}, "threads": {200, 500, 503}, "descriptors": {200, 500, 503},
}
# What is refused in the sandbox is done outside it: the caller of one is told that its plugin is gone, and the house stands.
OUTSIDE_THE_SANDBOX = {"execve": {503}, "fork_bomb": {200}}
# A thread or a piece of memory more than this means that no limit held.
MOST = {"leak": 4096, "threads": 5000, "descriptors": 4096}


def check_ends(program, isolation):
    for how, allowed in {**ENDS, **(OUTSIDE_THE_SANDBOX if isolation == "worker" else {})}.items():
        with house_with_villain(program, isolation) as house:
            house.start()
            if sanitized(house) and how in ("leak", "threads"):
                continue
            answer, seconds = evil(house, how)
            assert answer.status in allowed, f"{how}: answered {answer.status} and not one of {sorted(allowed)}: {answer.text[:500]}\n{log_of(house)[-3000:]}"
            assert seconds < BUDGET + GRACE, f"{how}: answered after {seconds:.1f} s"
            if answer.status == 200 and how in MOST:
                assert answer.json["status"] < MOST[how], f"{how}: no limit held, it came to {answer.json['status']}"
            elif answer.status != 200:
                assert traces(house, how) == 0, f"{how}: what it wrote in the call that failed was kept"
            check_rest_stands(house, how)
            print(f"{isolation}: {how}: {answer.status} after {seconds * 1000:.0f} ms"
                  + (f", came to {answer.json['status']}" if answer.status == 200 else ""))
            assert house.stop() == 0, f"{how}: the server did not stop well"


def check_queries_end_alike(program, isolation):
    """A query that crashes takes its plugin's process, and its caller is told the same."""
    with house_with_villain(program, isolation) as house:
        house.start()
        for how in ("segfault", "abort"):
            answer, _ = evil(house, how, kind="GET", verb="lurk")
            assert answer.status == 503, f"query {how}: {answer.status} {answer.text[:500]}"
            check_rest_stands(house, f"query {how}")


def check_others_are_as_fast(program, isolation):
    """Figures for the bench; the assertion only catches a house that stands still. Queries hang in more threads than the query lane has."""
    evils = {"a command loops": lambda house: [evil(house, "loop")], "twelve queries hang": twelve_queries_hang}
    with house_with_villain(program, isolation, **{"web.page_cache": "false"}) as house:
        house.start()
        Meter(house).read(100)
        for what, deed in evils.items():
            until(lambda: behaves(house), "the villain serves", 60)
            before = Meter(house).read(1000)
            during = Meter(house)
            with InBackground(lambda: deed(house)) as done:
                while done.thread.is_alive():
                    during.read(20)
            assert all(answer.status in (503, 504) and seconds < BUDGET + GRACE for answer, seconds in done.value), f"{what}: {done.value}"
            change = (during.p99 / before.p99 - 1) * 100
            print(f"{isolation}: another plugin's page while {what}: p99 {before.p99 * 1000:.2f} -> {during.p99 * 1000:.2f} ms ({change:+.0f} %), "
                  f"median {before.median * 1000:.2f} -> {during.median * 1000:.2f} ms, worst {max(during.times) * 1000:.0f} ms, {len(during.times)} pages")
            assert during.median < before.median * 5 + 0.02 and max(during.times) < 2, f"the other pages stood still while {what}"


def twelve_queries_hang(house):
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        return list(pool.map(lambda _: evil(house, "sleep", kind="GET", verb="lurk"), range(12)))


def main(program, isolation):
    check_ends(program, isolation)
    check_queries_end_alike(program, isolation)
    check_others_are_as_fast(program, isolation)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
