"""The panels of a draw are found in a process of its own: with limits, without secrets, and it can be ended.

A single whole-number program of the solver cannot be interrupted, and nobody knows beforehand how much memory quotas
take. What ends badly harms nobody else: the round stands to be tried again, after the others.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Timer
from typing import Any

from civic.config import HERE
from civic.kernel import child

PATIENCE = 3
"""How many times its seconds a process may take in all: a program that runs when they end is let finish."""
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Each thread takes address space, and a large machine would begin as many as it has cores."""
STARTING = 15
"""Seconds more, for the solver to be loaded on a busy machine."""
MEMORY = 2_000_000_000
"""Bytes of address space."""


@dataclass(frozen=True)
class WorkedOut:
    """The panels that may be drawn, or which quotas no panel meets."""

    panels: list[list[Any]] | None
    faults: tuple[tuple[str, str, int], ...] = ()
    is_best: bool = True
    """Whether there was time to make the chances as even as they can be."""


class EndedError(Exception):
    """The process came to no end within its limits."""


def work_out(
    terms: Mapping[str, Any], tell: Callable[[int], None], *, seconds: float, memory: int = MEMORY
) -> WorkedOut:
    """Return the panels of a draw by its terms; `tell` hears how much is done, in hundredths.

    After `seconds` the chances stay as even as they are by then. Raises EndedError for what takes much longer, or more
    than `memory` bytes.
    """
    processor = int(seconds * PATIENCE) + STARTING
    command = [sys.executable, "-m", "civic.draws.finding", str(seconds), str(processor), str(memory)]
    with subprocess.Popen(
        command,
        cwd=HERE,
        env=child.environment() | _ONE_THREAD,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as finder:
        end = Timer(seconds * PATIENCE + STARTING, finder.kill)
        end.start()
        try:
            return _heard(finder, json.dumps(dict(terms)), tell)
        finally:
            end.cancel()
            finder.kill()


def _heard(finder: "subprocess.Popen[str]", terms: str, tell: Callable[[int], None]) -> WorkedOut:
    """Return what a process that finds panels says at its end; what it says before is told on."""
    if finder.stdin is None or finder.stdout is None or finder.stderr is None:
        raise EndedError("no way to talk to the process")
    try:
        finder.stdin.write(terms)
        finder.stdin.close()
    except BrokenPipeError:  # it has ended already: what it said of that is read below
        pass
    for line in finder.stdout:
        said = json.loads(line)
        if "done" in said:
            tell(said["done"])
            continue
        faults = tuple((str(of), str(name), int(count)) for of, name, count in said.get("faults", ()))
        return WorkedOut(said.get("panels"), faults, bool(said.get("is_best", True)))
    last = finder.stderr.read().strip().rsplit("\n", 1)[-1][:200]
    raise EndedError(f"ended with {finder.wait()}: {last}")
