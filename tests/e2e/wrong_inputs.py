"""Right and wrong inputs for every field of every contract, made from plugin.json."""
import json
import tomllib

from house import ROOT

DEFAULT_MAX = {"line": 200, "text": 10_000, "csv": 300_000, "markdown": 60_000, "email": 254, "uri": 2_000, "password": 128, "identifier": 100}


def contracts():
    return {path.parent.name: json.loads(path.read_text()) for path in sorted((ROOT / "plugins").glob("*/plugin.json"))}


CONTRACTS = contracts()
COMMANDS = [(plugin, verb, operation) for plugin, contract in CONTRACTS.items() for verb, operation in contract.get("commands", {}).items()
            if operation["permission"] != "internal"]
QUERIES = [(plugin, verb, operation) for plugin, contract in CONTRACTS.items() for verb, operation in contract.get("queries", {}).items()
           if operation["permission"] != "internal"]


def schema_of(plugin, schema):
    return {"type": "object", "fields": CONTRACTS[plugin]["types"][schema["ref"]], **schema} if "ref" in schema else schema


def terms(name):
    """Ids of a vocabulary of the shipped configuration: its profile, and the file over it; roles have their own file."""
    if name in ("roles", "held_roles"):
        return list(tomllib.loads((ROOT / "config/roles.toml").read_text())["roles"])
    file = tomllib.loads((ROOT / "config/hemicycle.toml").read_text())
    profile = tomllib.loads((ROOT / f"config/profiles/{file['profile']}.toml").read_text())
    return [term["id"] for term in {**profile["vocabularies"], **file["vocabularies"]}[name]]


def right(plugin, schema, name="field"):
    """A value that the schema takes."""
    schema = schema_of(plugin, schema)
    kind = schema["type"]
    if kind == "array":
        return [right(plugin, schema["items"], name) for _ in range(schema.get("min", 1))][:1] * max(1, schema.get("min", 1))
    if kind == "object":
        return {key: right(plugin, inner, key) for key, inner in schema["fields"].items() if not inner.get("optional")}
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return schema.get("min", 1)
    if kind == "upload":
        return {"blob": "0" * 64, "name": "a.pdf", "media_type": "application/pdf", "size": 1}
    if "enum" in schema:
        return schema["enum"][0]
    if "among" in schema:
        return terms(schema["among"])[0]
    shapes = {"date": "2027-04-08", "date-time": "2027-04-08T14:00:00Z", "email": "nobody@example.org", "uri": "https://example.org/a",
              "identifier": "nobody-has-this", "password": "a-long-password"}
    return shapes.get(schema.get("format", "line")) or "x" * max(schema.get("min", 1), 5)


def of_the_demo(kept, plugin, verb, operation):
    """An input whose ids are those of things that the demo council holds."""
    slug = "ce-que-nous-avons-partage-aux-interconnectes-sur-la-donnee" if verb == "update" else "prochain-atelier-la-donnee-et-le-chauffage"
    objects = {"group": kept["groupe"], "event": kept["rencontre"], "slug": slug, "person": kept["p0"], "session": kept["seance3"], "vote": kept["b0_vote"], "year": 2026}
    return {name: objects.get(name) or right(plugin, schema, name) for name, schema in operation.get("input", {}).items() if not schema.get("optional")}


def places(plugin, fields, wanted, value):
    """(where, what to send) with `value` in each wanted field, and in those of the first row of each list."""
    for name, schema in fields.items():
        schema = schema_of(plugin, schema)
        if wanted(schema):
            yield name, {name: value}
        row = schema_of(plugin, schema["items"]) if schema["type"] == "array" else {}
        for key, inner in row.get("fields", {}).items():
            if wanted(inner):
                yield f"{name}.0.{key}", {name: [{**right(plugin, row, name), key: value}]}


def wrong_type(plugin, schema):
    return {"array": "text", "object": "text", "boolean": "perhaps", "integer": "twelve", "number": "twelve", "upload": 7}.get(
        schema_of(plugin, schema)["type"], 42)


def too_long(schema):
    """A value just over the bound; None where there is none."""
    if schema.get("type") == "array":
        return None
    if schema.get("type") == "string" and not {"enum", "among"} & schema.keys() and schema.get("format") not in ("date", "date-time"):
        form = schema.get("format", "line")
        extent = schema.get("max", DEFAULT_MAX[form])
        return {"email": "a" * extent + "@example.org", "uri": "https://example.org/" + "a" * extent}.get(form, "a" * (extent + 1))
    return None


def bad_bodies(plugin, fields):
    """(what is wrong, the field it is wrong at or None, body) for a JSON call."""
    whole = {name: right(plugin, schema, name) for name, schema in fields.items() if not schema.get("optional")}
    yield "an unknown field", "nobody_knows_me", {**whole, "nobody_knows_me": 1}
    for name, schema in fields.items():
        yield "the wrong type", name, {**whole, name: wrong_type(plugin, schema)}
        yield "null", name, {**whole, name: None}
        if not schema.get("optional") and "default" not in schema:
            yield "missing", name, {key: value for key, value in whole.items() if key != name}
        if (long := too_long(schema)) is not None:
            yield "too long", name, {**whole, name: long}


MALFORMED = [("no JSON", b"{"), ("not an object", b"[]"), ("invalid UTF-8", b'{"title": "\xff\xfe"}'), ("overlong UTF-8", b'{"title": "\xc0\xaf"}'),
             ("a lone surrogate", b'{"title": "\\ud800"}'), ("a doubled key", b'{"title": "a", "title": "b"}'),
             ("too deep", b"[" * 40 + b"]" * 40), ("nothing", b"")]
