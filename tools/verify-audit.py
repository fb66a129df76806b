#!/usr/bin/env python3
"""A second verifier of Entobot's record, for auditors: nothing but Python's standard library.

    verify-audit.py [--head SEQ:HASH] [--gaps] [--json] FILE...

FILE is an audit.log, a rotated one, or what `entobot audit export` wrote. `--head` checks against a head that was saved
elsewhere (`entobot audit head`); `--gaps` accepts missing records, for files whose level leaves records out.
Exit code 0: every file verifies. 1: one does not. 2: usage. The format is described in docs/guide/record.md.
"""

import argparse
import base64
import hashlib
import json
import math
import re
import sys

MEMBERS = ["v", "ts", "seq", "event", "outcome", "severity", "actor", "device", "ip", "target", "details", "prev"]
TEXTS = ["ts", "event", "outcome", "severity", "actor"]
OPTIONAL_TEXTS = ["device", "ip", "target"]
HEX = re.compile(r"[0-9a-f]{64}\Z")
COMMITMENT = re.compile(r"c:[A-Za-z0-9_-]{43}\Z")
ZEROS = "0" * 64
MAX_LINE = 1024 * 1024
REMEMBERED = 100_000
UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Fault(Exception):
    def __init__(self, what, seq=None, line=None):
        super().__init__(what)
        self.what, self.seq, self.line = what, seq, line


# JSON as ECMAScript writes it (RFC 8785, 3.2.2)


def number(value):
    if isinstance(value, int) and abs(value) <= 2**53:
        return str(value)
    value = float(value)
    if not math.isfinite(value):
        raise ValueError("not a JSON number")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, exponent = ("%r" % abs(value)).lower(), 0
    if "e" in mantissa:
        mantissa, exponent = mantissa.split("e")
    whole, _, part = mantissa.partition(".")
    part = "" if part == "0" else part
    digits = (whole + part).lstrip("0")
    point = len(whole) + int(exponent) - (len(whole + part) - len(digits))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = point - 1
    fraction = "." + digits[1:] if count > 1 else ""
    return "%s%s%se%s%d" % (sign, digits[0], fraction, "+" if power > 0 else "-", abs(power))


def character(found):
    return SHORT.get(found.group()) or "\\u%04x" % ord(found.group())


def text(value):
    value.encode("utf-8")  # refuses half characters
    return '"' + re.sub(r'[\x00-\x1f"\\]', character, value) + '"'


def write(value, ordered):
    """`ordered`: keys by their UTF-16 code units (3.2.3), else as they were read."""
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return text(value)
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, list):
        return "[" + ",".join(write(item, ordered) for item in value) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be")) if ordered else value
    return "{" + ",".join(text(key) + ":" + write(value[key], ordered) for key in keys) + "}"


def members(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError("a member stands twice")
    return dict(pairs)


def constant(name):
    raise ValueError(name)


# One line


def has_form(record):
    if not isinstance(record, dict):
        return False
    expected = MEMBERS + (["personal"] if "personal" in record else []) + ["hash"]
    whole = lambda value: isinstance(value, int) and not isinstance(value, bool)
    return (
        list(record) == expected
        and whole(record["v"]) and record["v"] == 1
        and whole(record["seq"]) and 0 < record["seq"] < 2**53
        and all(isinstance(record[name], str) for name in TEXTS)
        and all(record[name] is None or isinstance(record[name], str) for name in OPTIONAL_TEXTS)
        and isinstance(record["details"], dict)
        and all(isinstance(record[name], str) and HEX.match(record[name]) for name in ("prev", "hash"))
    )


def check_personal(record):
    personal = record.get("personal", {})
    if not isinstance(personal, dict):
        raise Fault("The line has not the form of a record.")
    for path, opening in personal.items():
        if not (isinstance(opening, dict) and list(opening) == ["value", "salt"]
                and all(isinstance(item, str) for item in opening.values())):
            raise Fault("The line has not the form of a record.")
        commitment = record["ip"] if path == "ip" else None
        if path.startswith("details."):
            commitment = record["details"].get(path[len("details."):])
        if not (isinstance(commitment, str) and COMMITMENT.match(commitment)):
            raise Fault("A value at %s that the record does not commit to." % path, record["seq"])
        try:
            salt = base64.b64decode(opening["salt"] + "==", b"-_", validate=True)
        except ValueError:
            salt = b""
        spelled = base64.urlsafe_b64encode(salt).rstrip(b"=").decode()
        digest = hashlib.sha256(salt + opening["value"].encode("utf-8")).digest()
        if (len(salt) != 16 or spelled != opening["salt"]
                or commitment != "c:" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()):
            raise Fault("The value at %s is not the one that was recorded." % path, record["seq"])


def erased(record):
    fields = {"ip": record["ip"], **{"details." + name: value for name, value in record["details"].items()}}
    return sum(
        1 for path, value in fields.items()
        if isinstance(value, str) and COMMITMENT.match(value) and path not in record.get("personal", {})
    )


def parse(raw):
    if len(raw) > MAX_LINE:
        raise Fault("The line is longer than any that is written.")
    try:
        line = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Fault("The line is not UTF-8.")
    try:
        record = json.loads(line, object_pairs_hook=members, parse_constant=constant)
    except (ValueError, RecursionError):
        raise Fault("The line is not JSON.")
    if not has_form(record):
        raise Fault("The line has not the form of a record.")
    try:
        body = write({name: record[name] for name in MEMBERS}, True)
        plain = write(record, False)
        spelled = UNSAFE.sub(lambda found: "\\u%04x" % ord(found.group()), plain)
    except (ValueError, OverflowError):
        raise Fault("The line is not JSON.")
    if hashlib.sha256(body.encode("utf-8")).hexdigest() != record["hash"]:
        raise Fault("The record was changed: its hash is another.")
    if line not in (spelled, plain):
        raise Fault("The line was changed: it is not spelled as it was written.", record["seq"])
    check_personal(record)
    return record


# The order of the lines


class Order:
    """Consecutive, each continuing the one before; a stretch may be written again if it leads on to where the file was."""

    def __init__(self, gaps):
        self.gaps, self.hashes, self.first, self.before = gaps, {}, None, None
        self.at, self.last, self.repeat, self.skipped = (0, ZEROS), (0, ZEROS), None, 0

    def keep(self, record):
        self.at = (record["seq"], record["hash"])
        if self.at[0] >= self.last[0]:
            self.last, self.repeat = self.at, None
        self.hashes[self.at[0]] = self.at[1]
        if len(self.hashes) > REMEMBERED:
            del self.hashes[next(iter(self.hashes))]

    def begin(self, record):
        self.first, self.before = record["seq"], record["prev"]

    def accept(self, record, line):
        seq, known = record["seq"], self.hashes.get(record["seq"])
        if known not in (None, record["hash"]):
            raise Fault("The record stands here a second time, and says something else.", seq, line)
        if self.first is None:
            if seq == 1 and record["prev"] != ZEROS:
                raise Fault("The first record names one before it.", seq, line)
            self.begin(record)
        elif seq == self.at[0] + 1 and record["prev"] == self.at[1]:
            pass
        elif seq > self.at[0] + 1 and self.gaps:
            self.skipped += 0 if self.repeat else seq - self.at[0] - 1
        else:
            self.end()
            if seq == self.at[0] + 1:
                raise Fault("The record does not continue the one before it.", seq, line)
            if seq > self.at[0]:
                raise Fault("Record %d is missing." % (self.at[0] + 1), self.at[0] + 1, line)
            if known is None and seq >= self.first:
                raise Fault("A record out of its place.", seq, line)
            if seq < self.first:
                self.begin(record)
            self.repeat = (seq, line)
        self.keep(record)

    def end(self):
        if self.repeat:
            raise Fault("Records stand here a second time and do not lead on.", *self.repeat)


def verify(path, head, gaps):
    order, checked, missing, fault = Order(gaps), 0, 0, None
    line = 0
    try:
        with open(path, "rb") as file:
            for raw in iter(lambda: file.readline(MAX_LINE + 2), b""):
                line += 1
                if not raw.endswith(b"\n"):
                    raise Fault("The last line is cut.")
                record = parse(raw[:-1])
                order.accept(record, line)
                if head and head[0] == record["seq"] and head[1] != record["hash"]:
                    raise Fault("This is not the record that the saved head names.", record["seq"])
                missing += erased(record)
                checked += 1
        order.end()
        if head and head[0] > order.last[0]:
            raise Fault("The file ends at %d; the saved head was %d." % (order.last[0], head[0]), order.last[0] + 1, line + 1)
        if head and order.first == head[0] + 1 and order.before != head[1]:
            raise Fault("The first record does not continue the saved head.", order.first, 1)
    except Fault as found:
        fault = {"seq": found.seq, "line": found.line or line, "what": found.what}
    unseen = []
    if not head:
        unseen.append("No saved head was given: lines cut off the end, or a file rewritten as a whole, cannot be seen.")
    if order.first and order.first > 1:
        unseen.append("The file begins at record %d; earlier ones are elsewhere." % order.first)
    if order.skipped:
        unseen.append("%d records are not in the file." % order.skipped)
    if missing:
        unseen.append("%d personal values were erased." % missing)
    return {"file": path, "ok": fault is None, "checked": checked, "first": order.first or 0,
            "head": "%d:%s" % order.last, "fault": fault, "not_checked": unseen}


def parse_head(given):
    found = re.match(r"(\d{1,15}):([0-9a-f]{64})\Z", given)
    if not found:
        raise argparse.ArgumentTypeError("a saved head reads SEQ:HASH")
    return int(found.group(1)), found.group(2)


def main():
    parser = argparse.ArgumentParser(description="Verifies Entobot's record with Python's standard library alone.")
    parser.add_argument("--head", type=parse_head, help="SEQ:HASH, as `entobot audit head` printed it")
    parser.add_argument("--gaps", action="store_true", help="accept records that a file's level left out")
    parser.add_argument("--json", action="store_true", help="one JSON document a file")
    parser.add_argument("files", nargs="+", metavar="FILE")
    options = parser.parse_args()
    good = True
    for path in options.files:
        report = verify(path, options.head, options.gaps)
        good = good and report["ok"]
        if options.json:
            print(json.dumps(report))
            continue
        print("%s: %s, %d records, head %s" % (path, "verified" if report["ok"] else "NOT VERIFIED", report["checked"], report["head"]))
        if report["fault"]:
            print("  line %(line)s, record %(seq)s: %(what)s" % report["fault"])
        for words in report["not_checked"]:
            print("  not checked: " + words)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
