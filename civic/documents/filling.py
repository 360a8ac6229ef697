"""A Word template's merge fields, listed and filled in: in the process that reads files.

Source: ISO/IEC 29500-1, 17.16.5.35 MERGEFIELD, as Word's own mail merge writes them.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def fields(content: bytes) -> list[str]:
    """Return the names of the merge fields in a template, in order of the alphabet."""
    from mailmerge import MailMerge  # noqa: PLC0415, each kind loads its own tools

    with MailMerge(io.BytesIO(content)) as document:
        return sorted(document.get_merge_fields())


def fill(content: bytes, asked: Sequence[Mapping[str, Any]]) -> Iterator[tuple[bytes, list[dict[str, Any]]]]:
    """Give each letter filled in, and its passages: heading, level and text.

    Each is asked for by the words of its fields (`values`), a table's rows (`rows`), and the fields of a row (`row`).
    """
    from mailmerge import MailMerge  # noqa: PLC0415

    from civic.documents.carried import Carried  # noqa: PLC0415
    from civic.documents.parts import sane  # noqa: PLC0415
    from civic.documents.reading import read  # noqa: PLC0415
    from civic.files.uploads import DOCX  # noqa: PLC0415
    from civic.kernel.markup import source  # noqa: PLC0415

    for one in asked:
        out = io.BytesIO()
        with MailMerge(io.BytesIO(content)) as document:
            present = document.get_merge_fields()
            anchor = next((name for name in one["row"] if name in present), None)
            if anchor is not None:
                rows = [{name: sane(words) for name, words in row.items()} for row in one["rows"]]
                document.merge_rows(anchor, rows or [dict.fromkeys(one["row"], "")])
            document.merge(**{name: sane(one["values"].get(name, "")) for name in present if name not in one["row"]})
            document.write(out)
        found = read(out.getvalue(), DOCX, Carried())
        yield (
            out.getvalue(),
            [{"heading": part.heading, "level": part.level, "text": source(list(part.blocks))} for part in found.parts],
        )
