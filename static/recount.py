#!/usr/bin/env python3
"""Recount a hearing: check that a downloaded hearing holds everything that was acknowledged, unchanged and in order.

    python3 recount.py HEARING.json [PROOF.json ...] [--head SIZE:ROOT ...]

HEARING.json is the download of a hearing, each PROOF.json the proof that stands with somebody's receipt, and each
--head a head that was written down on an earlier day: the older, and the more people kept them, the better.
It needs Python 3.9 or newer and nothing else; it asks nobody, and reads only the files it is given.
Exit status: 0 where everything fits, 1 where something does not, 2 where a file cannot be read.
"""

import calendar
import hashlib
import json
import sys
import time

DAY = 24 * 3600  # seconds: a head's day is a Danish one, and a clock may be wrong by a little


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def leaf(entry):
    return hashlib.sha256(b"\0" + canonical(list(entry))).digest()


def root(leaves):
    """The head of a Merkle tree as RFC 6962, section 2.1, makes it; without recursion, a level at a time."""
    if not leaves:
        return hashlib.sha256().hexdigest()
    level = list(leaves)
    while len(level) > 1:
        above = [hashlib.sha256(b"\1" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)]
        level = above + level[len(level) & ~1 :]
    return level[0].hex()


def climb(found, at, size, path):
    """The head that a path leads to from the leaf at a place (from 0) in a tree of a size; None where it does not fit."""
    if not 0 <= at < size:
        return None
    steps = list(path)
    last = size - 1
    while last:
        if at % 2 or at < last:
            if not steps:
                return None
            beside = bytes.fromhex(steps.pop(0))
            found = hashlib.sha256(b"\1" + (beside + found if at % 2 else found + beside)).digest()
        at, last = at // 2, last // 2
    return found.hex() if not steps else None


def check(hearing, proofs=(), heads=()):
    """Return what does not fit, a sentence each; nothing where everything does."""
    faults = []
    own = f"hearing {int(hearing['hearing']['id'])}/"
    entries = [tuple(one) for one in hearing["entries"]]
    for place, (number, _at, subject, _digest) in enumerate(entries, 1):
        if number != place:
            faults.append(f"entry {place} is numbered {number} ({subject}): one is missing, or out of order")
            break
    leaves = [leaf(one) for one in entries]
    known = [(one["size"], one["root"], f"the head of {one['day']}") for one in hearing["heads"]]
    known += [(size, head, "a head that was kept") for size, head in heads]
    for size, head, name in known:
        if size > len(leaves) or root(leaves[:size]) != head:
            faults.append(f"{name} does not fit the first {size} of the {len(leaves)} entries in the download")
    for one in hearing["heads"]:
        dawn = calendar.timegm(time.strptime(one["day"], "%Y-%m-%d")) - DAY
        for number, at, subject, _digest in entries[one["size"] :]:
            if at < dawn:
                faults.append(f"entry {number} ({subject}) is dated before {one['day']}, and is not under the head of that day")
    last = {subject: digest for _number, _at, subject, digest in entries}
    last.update({subject: digest for subject, digest in hearing["pending"]})
    records = hearing["records"]
    for subject, one in records.items():
        if subject not in last:
            faults.append(f"{subject} stands in the download, and was never written down")
        elif hashlib.sha256(one["salt"].encode() + canonical(one["record"])).hexdigest() != last[subject]:
            faults.append(f"{subject} is not what was written down last")
    for subject in last:
        if subject.startswith((own, "version ", "decision ")) and subject not in records:
            if not _is_hidden(subject, own, records):
                faults.append(f"{subject} was written down, and is missing in the download")
    for one in proofs:
        faults += _against(one, entries, leaves)
        if one["entry"][2].startswith(own) and one["entry"][2] not in records:
            faults.append(f"the receipt for {one['entry'][2]} is about something that is missing in the download")
    return faults


def _is_hidden(subject, own, records):
    """Return whether a remark is of an answer that is not shown, as that answer's own record says."""
    if not subject.startswith(own + "remark "):
        return False
    response = records.get(own + "response " + subject[len(own + "remark ") :].split(".")[0])
    return response is not None and response["record"]["state"] != "shown"


def notes(hearing, proofs=()):
    """Return what fits and is to be known all the same: what was changed since a receipt, and what no head covers yet."""
    told = []
    for one in proofs:
        subject = one["entry"][2]
        now = hearing["records"].get(subject)
        if now is not None and now["record"] != one["record"]:
            when = [at for _number, at, other, _digest in hearing["entries"] if other == subject][-1]
            day = time.strftime("%Y-%m-%d", time.gmtime(when))
            told.append(f"{subject} was changed after this receipt was given, the last time on {day}")
    size = max([one["size"] for one in hearing["heads"]], default=0)
    for number, _at, subject, _digest in hearing["entries"][size:]:
        told.append(f"entry {number} ({subject}) is not under a published head yet")
    told += [f"{subject} waits for its number" for subject, _digest in hearing["pending"]]
    return told


def _against(proof, entries, leaves):
    faults = alone(proof)
    number, size = proof["entry"][0], proof["size"]
    if number > len(entries) or list(entries[number - 1]) != proof["entry"]:
        faults.append(f"the receipt for {proof['entry'][2]} is not among the entries in the download")
    if size > len(leaves) or root(leaves[:size]) != proof["root"]:
        faults.append(f"the receipt for {proof['entry'][2]} knows another log than the download")
    return faults


def alone(proof):
    """Return what does not fit in a proof by itself."""
    entry = proof["entry"]
    faults = []
    if hashlib.sha256(proof["salt"].encode() + canonical(proof["record"])).hexdigest() != entry[3]:
        faults.append(f"the receipt for {entry[2]} is not about the words that it shows")
    if climb(leaf(entry), entry[0] - 1, proof["size"], proof["path"]) != proof["root"]:
        faults.append(f"the receipt for {entry[2]} does not lead to its head")
    return faults


def main(given):
    """Check the files that are named, and say what was found; see the top of this file."""
    files, kept = [], []
    wanted = iter(given)
    for one in wanted:
        if one == "--head":
            kept.append(next(wanted, ""))
        else:
            files.append(one)
    if not files:
        print(__doc__)
        return 2
    try:
        heads = [(int(one.partition(":")[0]), one.partition(":")[2]) for one in kept]
        read = []
        for name in files:
            with open(name, encoding="utf-8") as opened:
                read.append((name, json.load(opened)))
        for name, one in read:
            if one["format"] not in ("civic-hearing-1", "civic-proof-1"):
                raise ValueError(f"{name} is neither a hearing nor a proof that this program knows")
        hearings = [one for _name, one in read if one["format"] == "civic-hearing-1"]
        proofs = [one for _name, one in read if one["format"] == "civic-proof-1"]
        if heads and not hearings:
            raise ValueError("a head is compared with a hearing: give the hearing's file too")
        faults = [fault for one in hearings for fault in check(one, proofs, heads)]
        told = [note for one in hearings for note in notes(one, proofs)]
        if not hearings:
            faults = [fault for one in proofs for fault in alone(one)]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        print(f"cannot be read: {error}")
        return 2
    for one in faults:
        print(f"DOES NOT FIT: {one}")
    for one in told:
        print(f"to be known: {one}")
    for one in hearings:
        said = f"{len(one['entries'])} entries, {len(one['records'])} things, {len(one['heads'])} published heads"
        print(f"{said}, {len(proofs)} receipts: {'see above' if faults else 'everything fits'}")
        print(f"the head today: {len(one['entries'])}:{root([leaf(tuple(each)) for each in one['entries']])}")
    if not hearings and not faults:
        print(f"{len(proofs)} receipts fit their heads")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
