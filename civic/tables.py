"""Every table of the house, brought together for migrations and tests."""

from importlib import import_module
from pkgutil import iter_modules

import civic
from civic.db.base import Base

UPSTAIRS = {"web", "http", "said", "documents", "demo", "privacy"}
"""Where there are no tables. Everything else is imported, so that no room can be forgotten."""


def _import_rooms() -> None:
    for room in iter_modules(civic.__path__, "civic."):
        if room.ispkg and room.name.removeprefix("civic.") not in UPSTAIRS:
            for module in iter_modules(import_module(room.name).__path__, f"{room.name}."):
                if not module.ispkg:
                    import_module(module.name)


_import_rooms()
metadata = Base.metadata
