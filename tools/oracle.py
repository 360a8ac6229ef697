"""The smallest chance that the field's own library finds in fixed pools, kept in tests/draws/oracle.json.

`sortition-algorithms` drags in half a gigabyte of solvers: it is installed in an environment of its own
(`.venv-oracle`) and asked by `make prove`, which compares. `python -m tools.oracle write` makes
the file anew, pools and all.
"""

import json
import random
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent.parent
KEPT = HERE / "tests" / "draws" / "oracle.json"
PLACE = HERE / ".venv-oracle"
VERSION = "0.12.15"
SIZES = (("twenty", 20, 6, 1), ("forty", 40, 8, 2), ("sixty", 60, 10, 3), ("hundred", 100, 15, 4))
"""Of each pool its name, persons and seats, and what its chances begin with."""
ASKING = """
import json, sys
from sortition_algorithms import Settings, read_in_features, read_in_people
from sortition_algorithms.committee_generation import find_distribution_maximin
found = {}
for name, kept in json.load(sys.stdin).items():
    terms = kept["terms"]
    rows = [{"feature": f["name"], "value": v, "min": str(a), "max": str(b)}
            for f in terms["features"] for v, (a, b) in f["quotas"].items()]
    features, *_rest = read_in_features(["feature", "value", "min", "max"], rows)
    head = ["number", *(f["name"] for f in terms["features"])]
    body = [dict(zip(head, [str(p["number"]), *p["answers"]])) for p in terms["pool"]]
    people, _report = read_in_people(head, body, features, Settings(id_column="number", columns_to_keep=[]))
    panels, shares, _report = find_distribution_maximin(features, people, terms["seats"], [])
    sums = {str(p["number"]): 0.0 for p in terms["pool"]}
    for panel, share in zip(panels, shares):
        for one in panel:
            sums[one] += share
    found[name] = min(sums.values())
json.dump(found, sys.stdout)
"""


def pools() -> dict[str, dict[str, Any]]:
    """Return the fixed pools: of some twenty to a hundred persons, with quotas that bind."""
    found = {}
    for name, count, seats, seed in SIZES:
        chance = random.Random(seed)
        asks = {
            "alder": (
                {"16-29": 1, "30-49": 3, "50-64": 4, "65+": 5},
                {"16-29": 0.2, "30-49": 0.3, "50-64": 0.25, "65+": 0.25},
            ),
            "koen": ({"kvinde": 6, "mand": 4}, {"kvinde": 0.5, "mand": 0.5}),
            "bolig": ({"ejer": 6, "lejer": 3}, {"ejer": 0.5, "lejer": 0.5}),
        }
        features = [
            {"name": one, "quotas": {v: [max(0, int(s * seats) - 1), int(s * seats) + 1] for v, s in share.items()}}
            for one, (_given, share) in asks.items()
        ]
        pool = [
            {"number": n, "answers": [chance.choices(list(g), weights=list(g.values()))[0] for g, _s in asks.values()]}
            for n in range(1, count + 1)
        ]
        found[name] = {"terms": {"seats": seats, "features": features, "pool": pool}}
    return found


def asked(kept: dict[str, dict[str, Any]]) -> dict[str, float]:
    """Return what the library finds in each pool; it is installed first where it is not."""
    python = PLACE / "bin" / "python"
    if not python.exists():
        venv.create(PLACE, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", f"sortition-algorithms=={VERSION}"], check=True)
    done = subprocess.run([python, "-c", ASKING], input=json.dumps(kept), capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout[done.stdout.index("{") :])
    return found


def main() -> None:
    """Compare what is kept with what the library finds now, or write it down anew."""
    kept = pools() if sys.argv[1:] == ["write"] else json.loads(KEPT.read_text())
    found = asked(kept)
    if sys.argv[1:] == ["write"]:
        whole = {name: {**one, "smallest": round(found[name], 6)} for name, one in kept.items()}
        KEPT.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n")
    for name, smallest in found.items():
        sys.stdout.write(f"{name}: {smallest:.6f}\n")
        if "smallest" in kept[name] and abs(kept[name]["smallest"] - smallest) > 1e-4:
            sys.exit(f"the library finds another smallest chance in {name} than {kept[name]['smallest']}")


if __name__ == "__main__":
    main()
