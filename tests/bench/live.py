"""Many who watch one page: how long until the last of them is told of a change and has the new page, and what each costs."""
import asyncio
import re
import time

from council import Client

EVENTS = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\r\n"
PAGE = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\n\r\n"


class Viewer:
    """A stream, and a second connection on which the page is asked for again, as a browser has them."""

    def __init__(self, port, path):
        self.port, self.path = port, path

    async def connect(self):
        self.events, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.page, self.asks = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(EVENTS.format(path=self.path, port=self.port).encode())
        self.keeps = writer
        await self.events.readuntil(b"event: state")
        await self.events.readuntil(b"\n\n")
        await self.ask()

    async def ask(self):
        """The version of the page now."""
        self.asks.write(PAGE.format(path=self.path, port=self.port).encode())
        head = await self.page.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode().splitlines()[0])
        body = await self.page.readexactly(int(re.search(rb"Content-Length: (\d+)", head)[1]))
        return re.search(rb'data-live="([^"]+)"', body)[1]

    async def told(self, begun):
        """Seconds until it was told, and until it had the page."""
        event = await self.events.readuntil(b"\n\n")
        while b"event: changed" not in event:
            event = await self.events.readuntil(b"\n\n")
        told = time.monotonic() - begun
        if await self.ask() not in event:
            raise RuntimeError("the page is older than what was told")
        return told, time.monotonic() - begun

    def leave(self):
        self.keeps.close()
        self.asks.close()


def watch(server, path, change, viewers, rounds):
    """(seconds until told, seconds until the page was there) of every viewer and round, and MiB a viewer."""

    async def all_rounds():
        people = [Viewer(server.port, path) for _ in range(viewers)]
        Client(server.port).request("GET", path)
        before = server.memory_mib()
        for some in range(0, viewers, 50):
            await asyncio.gather(*(one.connect() for one in people[some:some + 50]))
        each = (server.memory_mib() - before) / viewers
        times = []
        for number in range(rounds):
            waits = [asyncio.ensure_future(one.told(begun)) for begun in [time.monotonic()] for one in people]
            await asyncio.sleep(0)  # so that all of them listen
            await asyncio.get_running_loop().run_in_executor(None, change, number)
            times += await asyncio.wait_for(asyncio.gather(*waits), 30)
        for one in people:
            one.leave()
        return times, each

    return asyncio.run(all_rounds())
