"""How a response stands when it comes from the gate.

A CPR-like number always holds it back. Where a person releases each response, it waits. A resident's response with an
address, a telephone number or somebody's health waits for a look too; a council's does not, for its letterhead has the
first two and its subject is often the third.
"""

from civic.files.uploads import CHANGED, COVERED, Upload, UploadState
from civic.hearings.models import Hearing, Moderation
from civic.moderation.gate import Seen
from civic.moderation.models import Ruled
from civic.moderation.queries import Standing
from civic.responses.models import Response, ResponseState

RULED = {
    ResponseState.READING: Ruled.WAITS,
    ResponseState.WAITING: Ruled.WAITS,
    ResponseState.HELD: Ruled.HELD,
    ResponseState.SHOWN: Ruled.PASSED,
}
"""What the gate has decided of a response that stands so."""


def passed(hearing: Hearing, response: Response, said: Seen, files: list[Upload], standing: Standing) -> ResponseState:
    """Return where a response stands: still being read, held, waiting for a person, or shown.

    What a person has decided about these words stands: released ones are not held again, hidden ones wait.
    """
    if any(one.is_text and one.state is UploadState.UNREAD for one in files):
        return ResponseState.READING
    if standing.is_released(response.revision):
        return ResponseState.SHOWN
    if said.has_number or any(one.is_text and one.state is UploadState.UNREADABLE for one in files):
        return ResponseState.HELD
    needs_look = response.sender is not None and said.beside(in_files(files)).needs_look
    if hearing.moderation is Moderation.BEFORE or needs_look or standing.is_hidden or _is_in_doubt(files):
        return ResponseState.WAITING
    return ResponseState.SHOWN


def in_files(files: list[Upload]) -> list[str]:
    """Return what was seen in the files that came with a response."""
    return [kind for one in files for kind in one.kinds]


def _is_in_doubt(files: list[Upload]) -> bool:
    """Return whether the words of a response come from a file in which others are covered or struck by a change."""
    return any(one.is_text and one.is_suspect and {COVERED, CHANGED} & set(one.kinds) for one in files)
