"""As much of JSON Schema draft-07 as plugin.schema.json uses; a keyword that it does not know is refused, never passed over."""
import re

KINDS = {"object": dict, "array": list, "string": str, "boolean": bool}
SILENT = {"$schema", "title", "description", "default", "definitions", "properties", "additionalProperties", "propertyNames", "items"}


def is_kind(value, kind):
    if kind in ("integer", "number"):
        return not isinstance(value, bool) and isinstance(value, int if kind == "integer" else (int, float))
    return isinstance(value, KINDS[kind])


def same(a, b):
    return type(a) is type(b) and a == b


RULES = {
    "type": lambda value, kind: is_kind(value, kind),
    "const": same,
    "enum": lambda value, values: any(same(value, one) for one in values),
    "pattern": lambda value, pattern: not isinstance(value, str) or re.search(pattern, value),
    "minLength": lambda value, size: not isinstance(value, str) or len(value) >= size,
    "maxLength": lambda value, size: not isinstance(value, str) or len(value) <= size,
    "minimum": lambda value, least: not is_kind(value, "number") or value >= least,
    "minItems": lambda value, size: not isinstance(value, list) or len(value) >= size,
    "uniqueItems": lambda value, wanted: not isinstance(value, list) or not wanted or len({repr(item) for item in value}) == len(value),
    "required": lambda value, keys: not isinstance(value, dict) or all(key in value for key in keys),
}


class Schema:
    def __init__(self, document):
        self.document = document

    def resolve(self, schema):
        """A $ref with what stands beside it: that is only words."""
        while "$ref" in schema:
            target = self.document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            schema = target
        return schema

    def faults(self, value, schema=None, at="the contract"):
        schema = self.resolve(self.document if schema is None else schema)
        for keyword, rule in schema.items():
            if keyword in RULES:
                if not RULES[keyword](value, rule):
                    yield f"{at}: {keyword} {rule!r} does not hold"
            elif keyword in ("oneOf", "anyOf", "allOf", "not"):
                rules = [rule] if keyword == "not" else rule
                held = sum(1 for one in rules if not list(self.faults(value, one, at)))
                if not {"oneOf": held == 1, "anyOf": held > 0, "allOf": held == len(rules), "not": held == 0}[keyword]:
                    yield f"{at}: {keyword} does not hold"
            elif keyword not in SILENT:
                raise ValueError(f"the schema uses {keyword}, which this reader does not know")
        if isinstance(value, dict):
            yield from self.members(value, schema, at)
        if isinstance(value, list) and "items" in schema:
            for i, item in enumerate(value):
                yield from self.faults(item, schema["items"], f"{at}[{i}]")

    def members(self, value, schema, at):
        known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        for key, member in value.items():
            if "propertyNames" in schema:
                yield from self.faults(key, schema["propertyNames"], f"{at}: the name {key!r}")
            if key in known:
                yield from self.faults(member, known[key], f"{at}.{key}")
            elif others is False:
                yield f"{at}: unknown key {key!r}"
            elif isinstance(others, dict):
                yield from self.faults(member, others, f"{at}.{key}")
