"""Forms as a browser sees and sends them: what a page offers, what each control would send untouched, and the bytes of a body with files."""
import uuid
from html.parser import HTMLParser


class Form:
    """A form as a browser sees it: where it goes, and what each control would send untouched."""

    def __init__(self, attributes):
        self.action = attributes.get("action") or ""
        self.method = (attributes.get("method") or "get").lower()
        self.multipart = attributes.get("enctype") == "multipart/form-data"
        self.controls = []  # (name, type, value or None when nothing is sent)
        self.choices = {}   # name of a select, checkbox or radio -> its values

    @property
    def names(self):
        return {name for name, _, _ in self.controls}

    @property
    def hidden(self):
        return {name: value for name, kind, value in self.controls if kind == "hidden"}

    def value(self, name):
        return next((value for other, _, value in self.controls if other == name and value is not None), None)

    def filled(self, fields):
        """Pairs to send: what the form holds, with the controls named in `fields` replaced (a list sends several)."""
        pairs = [(name, value) for name, kind, value in self.controls if value is not None and name not in fields and kind != "file"]
        for name, value in fields.items():
            pairs.extend((name, one) for one in (value if isinstance(value, list) else [value]) if one is not None)
        return pairs


class _FormReader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.form, self.select, self.area, self.option = [], None, None, None, None

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form":
            self.form = Form(attributes)
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "input" and attributes.get("name"):
            kind, name, value = attributes.get("type") or "text", attributes["name"], attributes.get("value")
            if kind in ("checkbox", "radio"):
                self.form.choices.setdefault(name, []).append(value or "on")
                value = (value or "on") if "checked" in attributes else None
            elif kind == "file":
                value = None
            self.form.controls.append((name, kind, value if kind in ("checkbox", "radio", "file") else value or ""))
        elif tag == "select":
            self.select = {"name": attributes.get("name"), "multiple": "multiple" in attributes, "options": [], "chosen": []}
        elif tag == "option" and self.select is not None:
            value = attributes.get("value") or ""
            self.select["options"].append(value)
            if "selected" in attributes:
                self.select["chosen"].append(value)
        elif tag == "textarea":
            self.area = [attributes.get("name"), ""]

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select" and self.select is not None and self.form is not None:
            name, options = self.select["name"], self.select["options"]
            chosen = self.select["chosen"] or ([] if self.select["multiple"] else options[:1])
            self.form.choices[name] = options
            self.form.controls.extend((name, "select", value) for value in chosen or [None])
            self.select = None
        elif tag == "textarea" and self.area is not None and self.form is not None:
            self.form.controls.append((self.area[0], "textarea", self.area[1].removeprefix("\n")))
            self.area = None

    def handle_data(self, data):
        if self.area is not None:
            self.area[1] += data


def read_forms(html):
    reader = _FormReader()
    reader.feed(html)
    return reader.forms


def multipart(pairs, files):
    """(content type, body). A file is {field: (name, media type, bytes)}."""
    boundary = "hemicycle-" + uuid.uuid4().hex
    out = b""
    for name, value in pairs:
        data = value if isinstance(value, bytes) else str(value).encode()
        out += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + data + b"\r\n"
    for name, (file_name, media_type, data) in files.items():
        out += (f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
                f"Content-Type: {media_type}\r\n\r\n").encode() + data + b"\r\n"
    return f"multipart/form-data; boundary={boundary}", out + f"--{boundary}--\r\n".encode()
