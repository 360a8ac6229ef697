"""The checker as anybody has it: loaded from its own file, without the installation."""

import importlib.util
from pathlib import Path
from types import ModuleType

FILE = Path(__file__).resolve().parents[2] / "static" / "recount.py"


def load() -> ModuleType:
    """Return the checker."""
    spec = importlib.util.spec_from_file_location("recount_alone", FILE)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made
