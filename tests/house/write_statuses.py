"""Write statuses.txt as the site answers now: `python -m tests.house.write_statuses`, then read every changed line.

The table is an expectation, not a snapshot: a line goes in only when it is what each kind of user should get.
"""

import tempfile
from pathlib import Path

from tests.house.rows import GETS, POSTS
from tests.pseudo import build
from tests.site import ROLES, Site
from tools.words import make

TABLE = Path(__file__).with_name("statuses.txt")


def main() -> None:
    """Write the table anew in the order of the rows."""
    folder = Path(tempfile.mkdtemp(prefix="civic-statuses-"))
    list(make())
    site = Site(folder, build(folder / "translations"))
    lines = [f"# Expected statuses, in the order: {', '.join(ROLES)}"]
    for paths in GETS.values():
        lines += [_row("GET ", path, [site.client(role).get(path).status_code for role in ROLES]) for path in paths]
    for paths in POSTS.values():
        lines += [_row("POST", path, [site.post(role, path) for role in ROLES]) for path in paths]
    TABLE.write_text("\n".join(lines) + "\n")


def _row(method: str, path: str, statuses: list[int]) -> str:
    return f"{method} {path:<40} {' '.join(map(str, statuses))}"


if __name__ == "__main__":
    main()
