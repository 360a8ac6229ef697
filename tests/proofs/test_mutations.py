"""Files changed at random: none stops the reader, and nothing that is not drawn comes out. In full by `make prove`."""

import json
import os
import subprocess
import sys

from civic.config import HERE
from civic.documents.looking import SECONDS

IN_FULL = bool(os.environ.get("CIVIC_PROVE"))
MANY = 2000 if IN_FULL else 60
SEED = 20261126


def test_files_changed_at_random_stop_nobody_and_give_nothing_away(capsys):
    done, died, first = {}, [], 0
    while first < MANY:
        command = [sys.executable, "-m", "tests.proofs.mutating", str(SEED), str(first), str(MANY - first)]
        told = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False, timeout=3000)
        lines = [json.loads(line) for line in told.stdout.splitlines()]
        done |= {one["number"]: one for one in lines if "leaked" in one}
        first = max((one["number"] for one in lines), default=first) + 1
        if told.returncode:
            died.append((first - 1, told.returncode, told.stderr[-200:]))
    leaked = [one for one in done.values() if one["leaked"]]
    slowest = max(one["took"] for one in done.values())
    if IN_FULL:
        with capsys.disabled():
            said = f"{len(leaked)} gave something away, {len(died)} ended the reader, {slowest:.1f} s the slowest"
            print(f"\n{MANY} files: {said}")
    assert leaked == []
    assert len(done) + len(died) == MANY
    assert died == [], "a dead reader harms nobody, and is a fault all the same"
    assert slowest < SECONDS, "the reader would have been stopped"
