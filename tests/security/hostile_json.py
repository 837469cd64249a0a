"""L7 over the whole house: JSON that is no JSON, or too much of it, is refused before anything is done with it."""
import json
import sys
import time

from probe import PATIENCE, House, Visitor, check, run


def bombs():
    deep = 300_000
    yield "a million deep", b"[" * 1_000_000
    yield "arrays, closed", b'{"email":' + b"[" * deep + b"]" * deep + b"}"
    yield "objects, deep", b'{"email":' + b'{"a":' * 150_000 + b"1" + b"}" * 150_000 + b"}"
    yield "33 deep", b'{"email":' + b"[" * 32 + b"]" * 32 + b"}"
    yield "many keys", b"{" + b",".join(b'"k%d":1' % number for number in range(80_000)) + b"}"
    yield "many values", b'{"roles":[' + b"1," * 400_000 + b"1]}"
    yield "a doubled key", b'{"email":"a@example.org","email":"b@example.org","name":"Nom"}'
    yield "a doubled key, escaped", b'{"email":"a@example.org","\\u0065mail":"b@example.org","name":"Nom"}'
    yield "an unknown key", b'{"email":"a@example.org","name":"Nom","admin":true}'
    yield "__proto__", b'{"__proto__":{"roles":["admin"]},"email":"a@example.org","name":"Nom"}'
    yield "10,000 digits", b'{"email":' + b"9" * 10_000 + b"}"
    yield "10,000 digits and an exponent", b'{"email":1e' + b"9" * 10_000 + b"}"
    yield "1e999", b'{"email":1e999}'
    yield "NaN", b'{"email":NaN}'
    yield "Infinity", b'{"email":-Infinity}'
    yield "a leading zero", b'{"email":01}'
    yield "a comment", b'{/* x */"email":"a@example.org","name":"Nom"}'
    yield "a trailing comma", b'{"email":"a@example.org","name":"Nom",}'
    yield "two values", b'{"email":"a@example.org","name":"Nom"}{}'
    yield "a byte order mark", b'\xef\xbb\xbf{"email":"a@example.org","name":"Nom"}'
    yield "UTF-16", '{"email":"a@example.org","name":"Nom"}'.encode("utf-16")
    yield "null for a field", b'{"email":"a@example.org","name":null}'
    yield "an array", b"[]"
    yield "a string", b'"x"'
    yield "null", b"null"
    yield "nothing", b""
    for name, bad in {"a lone byte": b"\xff", "an overlong slash": b"\xc0\xaf", "an overlong NUL": b"\xc0\x80", "an overlong of three": b"\xe0\x80\xaf", "a surrogate in UTF-8": b"\xed\xa0\x80", "a pair in UTF-8": b"\xed\xa0\xbd\xed\xb8\x80",
                      "beyond Unicode": b"\xf4\x90\x80\x80", "a cut sequence": b"\xe2\x82", "five bytes": b"\xf8\x88\x80\x80\x80", "a lone high surrogate": b"\\ud800", "a lone low surrogate": b"\\udc00", "two highs": b"\\ud800\\ud800",
                      "NUL": b"\\u0000", "a raw NUL": b"\0", "a line break": b"\\n", "an escape": b"\\u001b[2J", "a raw control": b"\x01"}.items():
        yield name, b'{"email":"a@example.org","name":"Nom ' + bad + b'"}'


def refused(house, admin):
    before, resident, count, sent = house.dump(), house.resident_kib(), 0, 0
    for name, body in bombs():
        begun = time.monotonic()
        answer = admin.call("accounts.invite", body)
        check(answer.status in (400, 413, 422), f"{name}: {answer.status} {answer.text[:200]}")
        check(answer.header("Content-Type") == "application/problem+json" and json.loads(answer.body)["status"] == answer.status, f"{name}: no problem document")
        check(time.monotonic() - begun < 2 * PATIENCE, f"{name} took {time.monotonic() - begun:.1f} s")
        count, sent = count + 1, sent + len(body)
    grown = house.resident_kib() - resident
    check(grown < 100 * sent // 1024, f"{grown} KiB more resident for {sent // 1024} KiB sent")
    check(house.dump() == before, "something was written")
    return f"{count} bodies of {sent // 1024} KiB, {grown} KiB more resident"


def forms(house, admin):
    """The same bytes in a form and in an address."""
    before, token = house.dump(), admin.token()
    for bad in (b"%ff", b"%c0%af", b"%ed%a0%80", b"%00", b"%f4%90%80%80", b"%", b"%zz", b"\xff", b"%0d%0aSet-Cookie:x=y", b"%1b%5b2J"):
        answer = admin.send("POST", "/comptes/inviter", b"csrf=" + token.encode() + b"&email=a%40example.org&name=Nom+" + bad, {"Content-Type": "application/x-www-form-urlencoded"})
        check(answer.status in (400, 422), f"the form takes {bad!r}: {answer.status}")
    for bad in ("%ff", "%c0%af", "%ed%a0%80", "%00", "%0a"):
        for target in (f"/travaux?keyword={bad}", f"/travaux/{bad}", f"/{bad}", f"/api/v1/publication/list?keyword={bad}"):
            answer = admin.get(target)
            check(answer.status in (400, 404, 422), f"{target}: {answer.status}")
    many = b"csrf=" + token.encode() + b"&" + b"&".join(b"f%d=1" % number for number in range(90_000))
    check(admin.send("POST", "/comptes/inviter", many, {"Content-Type": "application/x-www-form-urlencoded"}).status in (400, 413, 422), "90,000 fields are taken")
    check(house.dump() == before, "something was written")


def main():
    with House(sys.argv[1]) as house:
        admin = Visitor(house).sign_in("admin@example.org")
        run([("hostile JSON is refused in time and space", lambda: refused(house, admin)), ("hostile bytes of forms and addresses are refused", lambda: forms(house, admin))])


if __name__ == "__main__":
    main()
