"""make room name=events thing=event: the furniture of a room, its migration, and its lines in every list.

What comes out is a whole, small room that passes the checks once its words are translated and the demo shows its
states: a title and a text in a process, added and withdrawn by staff. What makes it a room of its own is yours.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from string import Template

from alembic import command

from civic.config import HERE
from civic.db.engine import make_engine
from civic.db.migrate import MIGRATIONS, config, upgrade
from civic.kernel.trace import Kind

FURNITURE = Path(__file__).parent / "furniture"
TARGETS = {
    "civic": "civic/$room",
    "web": "civic/web/$room",
    "templates": "templates/$room",
    "tests": "tests/$room",
}
ENDPOINTS = ("show", "new", "add", "withdraw")


def main() -> None:
    """Make the room that the words on the command line name."""
    asked = argparse.ArgumentParser(prog="make room")
    asked.add_argument("name", help="the package's name, in the plural: events")
    asked.add_argument("thing", nargs="?", help="one of its things: event; else the name without its last letter")
    given = asked.parse_args()
    room, thing = given.name, given.thing or given.name.removesuffix("s")
    fault = refusal(room, thing)
    if fault:
        sys.exit(f"make room: {fault}")
    names = naming(room, thing)
    made = [*furnish(names), *enter(names)]
    subprocess.run([sys.executable, "-m", "ruff", "check", "--fix", "--quiet", "civic", "tests"], cwd=HERE, check=False)
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", "civic", "tests"], cwd=HERE, check=True)
    made.append(_in_new_process(room))
    for line in made:
        sys.stdout.write(f"  {line}\n")
    sys.stdout.write(
        f"Now: make words docs, translate what is empty, show every state in civic/demo/current.py, put its ids in\n"
        f"tests/house/rows.py, and make statuses of='{' '.join(f'{room}.{one}' for one in ENDPOINTS)}'; read them.\n"
    )


def refusal(room: str, thing: str) -> str:
    """Return why no room can be made so, or nothing."""
    if not re.fullmatch("[a-z][a-z_]+", room) or not re.fullmatch("[a-z][a-z_]+", thing):
        return "a name is small letters and underscores"
    if room == thing:
        return "say what one of its things is called: make room name=staff thing=member"
    if (HERE / "civic" / room).exists() or thing in {one.value for one in Kind}:
        return f"there is a {room} or a {thing} already"
    return ""


def naming(room: str, thing: str) -> dict[str, str]:
    """Return every form of the two names."""
    said = thing.replace("_", " ")
    a_thing = f"{'an' if said[0] in 'aeiou' else 'a'} {said}"
    return {
        "room": room,
        "ROOM": room.upper(),
        "thing": thing,
        "THING": thing.upper(),
        "Thing": "".join(part.capitalize() for part in thing.split("_")),
        "things": room.replace("_", " "),
        "Things": room.replace("_", " ").capitalize(),
        "said": said,
        "Said": said.capitalize(),
        "a_thing": a_thing,
        "A_thing": a_thing.capitalize(),
    }


def furnish(names: dict[str, str]) -> list[str]:
    """Write the room's own files; return their names."""
    made = []
    for folder, target in TARGETS.items():
        place = HERE / Template(target).substitute(names)
        place.mkdir(parents=True)
        for one in sorted((FURNITURE / folder).glob("*.txt")):
            name = one.name.removesuffix(".txt").replace("thing.html", f"{names['thing']}.html")
            path = place / name.replace("test_room", f"test_{names['room']}")
            path.write_text(Template(one.read_text()).safe_substitute(names))
            made.append(str(path.relative_to(HERE)))
    return made


def enter(names: dict[str, str]) -> list[str]:
    """Write the room's lines into the lists that remain; return their files."""
    rows = "tests/house/rows.py"
    lines = [
        ("pyproject.toml", '  "meetings",\n', '  "$room",\n  "meetings",\n'),
        (
            "civic/kernel/trace.py",
            '    FOLLOW_UP = "follow_up"\n',
            '    FOLLOW_UP = "follow_up"\n    $THING = "$thing"\n',
        ),
        ("civic/said/words.py", "\n_ = ", "from civic.$room.models import ${Thing}State\n\n_ = "),
        (
            "civic/said/words.py",
            '    MeetingState.PLANNED: _("To come"),\n',
            '    ${Thing}State.PUBLISHED: _("Published"),\n    ${Thing}State.WITHDRAWN: _("Withdrawn"),\n'
            '    MeetingState.PLANNED: _("To come"),\n',
        ),
        ("civic/said/things.py", "\n_ = ", "from civic.$room.models import ${Thing}State\n\n_ = "),
        (
            "civic/said/things.py",
            "    Kind.BALLOT: Thing(\n",
            '    Kind.$THING: Thing(_("$Said"), "$room.show", "${thing}_id", ${Thing}State),\n'
            "    Kind.BALLOT: Thing(\n",
        ),
        ("civic/app.py", "\nROOMS = (\n", "from civic.web.$room.routes import bp as $room\n\nROOMS = (\n"),
        ("civic/app.py", "    meetings,\n", "    meetings,\n    $room,\n"),
        (
            rows,
            '    "meetings.show"',
            '    "$room.show": ["/da/$room/1", "/da/$room/99"],\n'
            '    "$room.new": ["/da/processes/{courtyards}/$room/new"],\n    "meetings.show"',
        ),
        (
            rows,
            '    "meetings.add_for_process"',
            '    "$room.add": ["/da/processes/{courtyards}/$room/new"],\n'
            '    "$room.withdraw": ["/da/$room/1/withdraw"],\n'
            '    "meetings.add_for_process"',
        ),
        (
            "docs/glossary.md",
            "| opslag | `Posting`",
            "| … | `$Thing` | … |\n| opslag | `Posting`",
        ),
    ]
    for name, old, new in lines:
        path = HERE / name
        text = path.read_text()
        if text.count(old) != 1:
            sys.exit(f"make room: {name} no longer has the one line {old!r}; mend tools/room.py")
        path.write_text(text.replace(old, Template(new).substitute(names)))
    return list(dict.fromkeys(name for name, _old, _new in lines))


def migrate(room: str) -> str:
    """Write the migration that takes the schema to what the models say; return its file."""
    import_module("civic.tables")
    number = f"{len(list((MIGRATIONS / 'versions').glob('0*.py'))) + 1:04}"
    engine = make_engine(f"sqlite:///{Path(tempfile.mkdtemp(prefix='civic-room-')) / 'empty.db'}")
    upgrade(engine)
    with engine.connect() as connection:
        command.revision(config(connection), f"the {room}", autogenerate=True, rev_id=number)
    engine.dispose()
    return f"civic/db/migrations/versions/{number}_the_{room}.py: read it"


def _in_new_process(room: str) -> str:
    """Write the migration where the new room is imported from the start."""
    code = f"import sys; from tools.room import migrate; sys.stdout.write(migrate({room!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=HERE, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


if __name__ == "__main__":
    main()
