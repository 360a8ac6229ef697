"""What the process runs that finds the panels of a draw: terms come in, progress and panels go out, a line each.

`python -m civic.draws.finding SECONDS PROCESSOR MEMORY`: how long it may take, and its limits. It has no database, no
secrets and no folder.
"""

import json
import os
import resource
import sys
from time import monotonic
from typing import Any, TextIO


def main(seconds: float, processor: int, memory: int) -> None:
    """Read the terms of a draw, and say what may be drawn."""
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    says = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # the solver says its name on the way out that is for what is found
    from civic.draws import fair  # noqa: PLC0415, under the limits: it loads the solver

    end = monotonic() + seconds
    try:
        panels = fair.portfolio(json.load(sys.stdin), lambda done: _say(says, done=done), lambda: monotonic() > end)
    except fair.Impossible as impossible:
        _say(says, faults=impossible.faults)
    else:
        _say(says, panels=panels, is_best=monotonic() <= end)


def _say(says: TextIO, **said: Any) -> None:
    print(json.dumps(said), file=says, flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
