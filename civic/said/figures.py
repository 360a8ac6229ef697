"""A key figure's numbers as people write and read them: lines of a spreadsheet, a table, and bars beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from flask_babel import gettext as _

from civic.areas.models import Area
from civic.areas.queries import areas
from civic.evidence.models import Cell, KeyFigure, Measure
from civic.evidence.queries import hidden_in
from civic.kernel.context import Context
from civic.people.queries import municipality
from civic.said.wording import number


@dataclass(frozen=True)
class Row:
    """A key figure in one area: what a reader sees of it."""

    name: str
    area_id: int | None
    said: str
    """The number; empty where it is not shown."""
    behind: str
    """How many persons it is of."""
    width: float
    """In hundredths of the widest."""

    @property
    def is_hidden(self) -> bool:
        """Return whether so few are behind it that it is not shown."""
        return not self.said


def rows(known: Sequence[Area], figure: KeyFigure) -> list[Row]:
    """Return a key figure's numbers as everybody may read them, by the areas there are; the municipality comes last."""
    gone = hidden_in(known, figure.cells)
    names = _names(known)
    shown = [one for one in figure.cells if one.area_id not in gone]
    widest = max((_size(one) for one in shown), default=Decimal(0))
    found = []
    for one in sorted(figure.cells, key=lambda one: one.area_id is None):
        if one.area_id in gone:
            found.append(Row(names[one.area_id], one.area_id, "", "", 0))
            continue
        width = float(_size(one) / widest * 100) if widest else 0
        found.append(Row(names[one.area_id], one.area_id, _said(figure, one), _behind(one), width))
    return found


def bars(found: Sequence[Row]) -> list[Row]:
    """Return those that are shown: what a picture has a bar for."""
    return [one for one in found if not one.is_hidden]


def short(known: Sequence[Area], figure: KeyFigure) -> str:
    """Return a key figure in one line: Boligområde X: 41 % – Kommunen som helhed: 22 %."""
    return " – ".join(f"{one.name}: {one.said or _('not shown')}" for one in rows(known, figure))


class LineFault(Exception):
    """A line of numbers that cannot be read: which one, and why, in the reader's words."""


def read(context: Context, typed: str, measure: Measure) -> tuple[Cell, ...]:
    """Return the numbers that were typed or pasted, a line each: the area, then its numbers, parted by ; or tabs.

    Raises LineFault.
    """
    known = {name.casefold(): area_id for area_id, name in _names(areas(context)).items()}
    known |= {one.casefold(): None for one in (municipality(context).name, *_wholes())}
    return tuple(_read_lines(typed, known, measure))


def _read_lines(typed: str, known: dict[str, int | None], measure: Measure) -> Iterator[Cell]:
    for place, line in enumerate(filter(None, map(str.strip, typed.splitlines())), 1):
        name, *numbers = (part.strip() for part in line.replace("\t", ";").rstrip(";").split(";"))
        if name.casefold() not in known:
            raise LineFault(_("Line %(number)s: there is no area called »%(name)s«.", number=place, name=name))
        wanted = 1 if measure is Measure.PERSONS else 2
        try:
            read_ = [_number(one) for one in numbers]
            if len(read_) != wanted:
                raise InvalidOperation
            yield _cell(known[name.casefold()], measure, read_)
        except InvalidOperation:
            raise LineFault(_("Line %(number)s: %(how)s", number=place, how=how(measure))) from None


def how(measure: Measure) -> str:
    """Return how a line of a key figure is written."""
    return {
        Measure.PERSONS: _("write the area; how many persons."),
        Measure.SHARE: _("write the area; how many persons; out of how many."),
        Measure.AVERAGE: _("write the area; the average; of how many persons."),
    }[measure]


def written(context: Context, cells: Sequence[Cell]) -> str:
    """Return numbers as `read` takes them, for a form."""
    names = _names(areas(context))
    lines = []
    for one in cells:
        value = [str(one.value).replace(".", ",")] if one.value is not None else []
        out_of = [str(one.out_of)] if one.out_of is not None else []
        lines.append("; ".join([names[one.area_id], *value, str(one.persons), *out_of]))
    return "\n".join(lines)


def _names(known: Sequence[Area]) -> dict[int | None, str]:
    return {**{one.id: one.name for one in known}, None: _("The municipality as a whole")}


def _wholes() -> tuple[str, ...]:
    return _("The municipality as a whole"), _("the municipality"), "*"


def _number(typed: str) -> Decimal:
    """Return a number as Danes write it, with a comma before what is less than one; points part the thousands."""
    found = Decimal(typed.replace(" ", "").replace("\u00a0", "").replace(".", "").replace(",", "."))
    if not found.is_finite() or not 0 <= found < 10**11:
        raise InvalidOperation
    return found


def _cell(area_id: int | None, measure: Measure, numbers: Sequence[Decimal]) -> Cell:
    whole = numbers[-1:] if measure is Measure.AVERAGE else numbers
    if any(one != int(one) or one >= 10**9 for one in whole):
        raise InvalidOperation
    if measure is Measure.AVERAGE:
        return Cell(area_id, int(numbers[1]), value=numbers[0].quantize(Decimal("0.01")))
    if measure is Measure.SHARE:
        if numbers[0] > numbers[1] or not numbers[1]:
            raise InvalidOperation
        return Cell(area_id, int(numbers[0]), out_of=int(numbers[1]))
    return Cell(area_id, int(numbers[0]))


def _size(one: Cell) -> Decimal:
    if one.value is not None:
        return one.value
    return Decimal(one.persons) * 100 / one.out_of if one.out_of else Decimal(one.persons)


def _said(figure: KeyFigure, one: Cell) -> str:
    if figure.measure is Measure.SHARE:
        return _("%(number)s%%", number=number(round(float(_size(one)), 1)))
    return f"{number(float(_size(one)))} {figure.unit}".strip()


def _behind(one: Cell) -> str:
    if one.out_of is not None:
        return _("%(some)s of %(all)s", some=number(one.persons), all=number(one.out_of))
    return number(one.persons)
