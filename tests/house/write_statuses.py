"""Write statuses.txt as the site answers now: `make statuses of=endpoint`, then read every changed line.

The table is an expectation, not a snapshot: a line goes in only when it is what each kind of user should get. With one
endpoint or several only their rows are written anew; without, all of them.
"""

import sys
import tempfile
from pathlib import Path

from tests.house.rows import GETS, POSTS
from tests.pseudo import build
from tests.site import ROLES, Site
from tools.words import make

TABLE = Path(__file__).with_name("statuses.txt")


def main() -> None:
    """Write the rows anew in the order of the addresses."""
    wanted = set(sys.argv[1:]) or {*GETS, *POSTS}
    unknown = wanted - {*GETS, *POSTS}
    if unknown:
        sys.exit(f"no such endpoint in tests/house/rows.py: {', '.join(sorted(unknown))}")
    known = {tuple(row.split()[:2]): row for row in TABLE.read_text().splitlines() if not row.startswith("#")}
    folder = Path(tempfile.mkdtemp(prefix="civic-statuses-"))
    list(make())
    site = Site(folder, build(folder / "translations"))
    lines = [f"# Expected statuses, in the order: {', '.join(ROLES)}"]
    for method, table in (("GET", GETS), ("POST", POSTS)):
        for endpoint, paths in table.items():
            for path in paths:
                if endpoint not in wanted and (method, path) in known:
                    lines.append(known[method, path])
                else:
                    lines.append(_row(method, path, [_status(site, role, method, path) for role in ROLES]))
    TABLE.write_text("\n".join(lines) + "\n")


def _status(site: Site, role: str, method: str, path: str) -> int:
    site.forget_tries()
    return site.client(role).get(site.at(path)).status_code if method == "GET" else site.post(role, path)


def _row(method: str, path: str, statuses: list[int]) -> str:
    return f"{method:<4} {path:<60} {' '.join(map(str, statuses))}"


if __name__ == "__main__":
    main()
