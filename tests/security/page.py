"""Reads a page as a browser's parser would, and says what in it could run or lead away."""
import html.parser
import re
import urllib.parse

RUNS = {"script", "style", "iframe", "object", "embed", "applet", "base", "frameset", "frame", "math", "svg", "template", "noscript", "marquee", "audio", "video", "animate", "img"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "srcdoc", "xlink:href", "poster", "background", "srcset", "cite", "ping", "manifest"}
SAFE_SCHEMES = {"", "http", "https", "mailto", "tel"}


class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.wrong, self.open_script, self.links = [], False, []

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag in RUNS and not self.ours(tag, found):
            self.wrong.append(f"<{tag}> {found}")
        if tag == "meta" and "http-equiv" in found:
            self.wrong.append(f"<meta http-equiv={found['http-equiv']}>")
        if tag == "link" and not (found.get("href") or "").startswith(("/assets/", "/travaux", "/evenements", "http://127.0.0.1")):
            self.wrong.append(f"<link {found}>")
        for name, value in attributes:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.wrong.append(f"{tag} has {name}={value!r}")
            if name in ADDRESSES and value is not None:
                plain = re.sub(r"[\x00-\x20\x7f-\x9f]", "", value)
                if urllib.parse.urlsplit(plain.split(",")[0] if ":" not in plain[:40] else plain).scheme.lower() not in SAFE_SCHEMES:
                    self.wrong.append(f"{tag} {name}={value!r}")
                self.links.append(value)

    handle_startendtag = handle_starttag

    @staticmethod
    def ours(tag, found):
        """What a page may hold: scripts of the house's own assets, and images that are an address and words alone (CSP: img-src 'self')."""
        if tag == "script":
            return (found.get("src") or "").startswith("/assets/")
        return tag == "img" and set(found) <= {"src", "alt", "title"}


def dangers(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader.wrong


def links(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader.links
