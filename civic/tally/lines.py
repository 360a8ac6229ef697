"""How a ballot is written down: "3:1 1:2", each option by its number with its mark, points or place."""

from civic.tally.terms import Lines


def written(lines: Lines) -> str:
    """Return a ballot as it is kept; two that say the same are written the same."""
    return " ".join(f"{option}:{value}" for option, value in sorted(lines))


def read(said: str) -> Lines:
    """Return the ballot that was written down; raises ValueError for what is none."""
    pairs = (one.split(":") for one in said.split())
    return tuple((int(option), int(value)) for option, value in pairs)
