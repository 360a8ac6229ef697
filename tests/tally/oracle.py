"""What the field's own libraries find in the instances, kept in tests/tally/oracle.json.

`pref_voting` and `pabutools` drag in half a gigabyte, and one of them is GPL: they are installed in an environment of
their own (`.venv-oracle`) and asked by `make prove`, which compares. `python -m tests.tally.oracle write` writes what
they find down anew.
"""

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

from tests.tally.instances import budgets, order_of, raise_of, ranked

HERE = Path(__file__).parent
KEPT = HERE / "oracle.json"
PLACE = HERE.parent.parent / ".venv-oracle"
NEEDS = ("pref_voting==1.18.2", "pabutools==1.2.3")
ASKING = """
import inspect, json, sys, warnings
warnings.filterwarnings("ignore")
from pref_voting.profiles import Profile
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.iterative_methods import instant_runoff_for_truncated_linear_orders, instant_runoff_tb
from pref_voting.margin_based_methods import beat_path
from pref_voting.proportional_methods import stv_scottish
from pref_voting.rankings import Ranking
from pabutools.election import ApprovalBallot, ApprovalProfile, Cost_Sat, Instance, Project
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule


class Lot:
    # what the library draws by lot: the first of the order goes on, the last goes out
    def __init__(self, order):
        self.order = order

    def choice(self, level):
        seen = inspect.currentframe().f_back.f_locals
        goes_out = sorted(seen.get("lowest") or []) == list(level) and seen.get("elim", 0) is None
        return (max if goes_out else min)(level, key=self.order.index)


def ranked(one):
    order = [n - 1 for n in one["order"]]
    rankings = [Ranking({n - 1: place for place, n in enumerate(r)}) for _t, r in one["ballots"]]
    profile = ProfileWithTies(rankings, [t for t, _r in one["ballots"]], candidates=list(range(one["options"])))
    profile.use_extended_strict_preference()
    best = beat_path(profile, strength_function=lambda a, b: profile.support(a, b))
    return {
        "runoff": runoff(one, profile),
        "schulze": sorted(n + 1 for n in best),
        "transfer": sorted(n + 1 for n in stv_scottish(profile, num_seats=one["winners"], rng=Lot(order))),
    }


def runoff(one, profile):
    # of ballots that end early the library takes all out that are last at once: told apart in the test
    if any(len(ranking) < one["options"] for _times, ranking in one["ballots"]):
        return sorted(n + 1 for n in instant_runoff_for_truncated_linear_orders(profile))
    whole = Profile([[n - 1 for n in r] for _t, r in one["ballots"]], [t for t, _r in one["ballots"]])
    return [n + 1 for n in instant_runoff_tb(whole, tie_breaker=[n - 1 for n in reversed(one["order"])])]


def budget(one):
    projects = {n: Project(str(n), cost) for n, cost in enumerate(one["costs"], 1)}
    instance = Instance(projects.values(), budget_limit=one["sum"])
    ballots = [ApprovalBallot([projects[n] for n in marked]) for times, marked in one["ballots"] for _ in range(times)]
    profile = ApprovalProfile(ballots, instance=instance).as_multiprofile()
    rule = TieBreakingRule(lambda _instance, _profile, project: one["order"].index(int(project.name)))
    told = {"sat_class": Cost_Sat, "tie_breaking": rule}
    shares = method_of_equal_shares(instance, profile, voter_budget_increment=one["raise"], **told)
    return {
        "greedy": sorted(int(each.name) for each in greedy_utilitarian_welfare(instance, profile, **told)),
        "shares": [int(each.name) for each in shares],
    }


told = json.load(sys.stdin)
found = {"ranked": [ranked(one) for one in told["ranked"]], "budget": [budget(one) for one in told["budget"]]}
json.dump(found, sys.stdout)
"""


def told() -> dict[str, list[dict[str, Any]]]:
    """Return the instances as the libraries are asked about them: with the order among the level, and the raise."""
    return {
        "ranked": [{**one, "order": order_of(one["name"], one["options"])} for one in ranked()],
        "budget": [
            {**one, "order": order_of(one["name"], len(one["costs"])), "raise": raise_of(one)} for one in budgets()
        ],
    }


def asked() -> dict[str, list[dict[str, Any]]]:
    """Return what the libraries find; they are installed first where they are not."""
    python = PLACE / "bin" / "python"
    if not python.exists():
        venv.create(PLACE, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *NEEDS], check=True)
    done = subprocess.run([python, "-c", ASKING], input=json.dumps(told()), capture_output=True, text=True, check=True)
    found: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return found


def main() -> None:
    """Compare what is kept with what the libraries find now, or write it down anew."""
    found = asked()
    if sys.argv[1:] == ["write"]:
        lines = {sort: [json.dumps(one, separators=(",", ":")) for one in those] for sort, those in found.items()}
        parts = [f'"{sort}": [\n' + ",\n".join(those) + "\n]" for sort, those in lines.items()]
        KEPT.write_text("{" + ",\n".join(parts) + "}\n")
    elif found != json.loads(KEPT.read_text()):
        sys.exit("the libraries find something else than what is kept")
    sys.stdout.write(f"{', '.join(NEEDS)}: {len(found['ranked'])} rankings, {len(found['budget'])} budgets\n")


if __name__ == "__main__":
    main()
