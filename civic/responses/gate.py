"""The gate: what a response must pass before the public sees it.

A CPR-like number always holds it back. Where a person releases each answer, it waits. A resident's
answer with an address, a telephone number or somebody's health waits for a look too; a council's does not, for its
letterhead has the first two and its subject is often the third.
Source: Datatilsynet, decision on Vejen Kommune 2021; GDPR articles 9 and 25.
"""

from civic.files.uploads import Upload, UploadState
from civic.hearings.models import Hearing, Moderation
from civic.kernel.personal import Detail, findings
from civic.responses.models import Response, ResponseState


def details_in(*texts: str) -> list[str]:
    """Return the kinds of personal details in the texts, each once, in order."""
    return list(dict.fromkeys(one.detail.value for text in texts for one in findings(text)))


def passed(hearing: Hearing, response: Response, said: list[str], files: list[Upload]) -> ResponseState:
    """Return where a response stands: still being read, held, waiting for a person, or shown.

    What a person has decided about these words stands: released ones are not held again, hidden ones wait.
    """
    if any(one.is_text and one.state is UploadState.UNREAD for one in files):
        return ResponseState.READING
    if response.released_at is not None:
        return ResponseState.SHOWN
    found = [*said, *(kind for one in files for kind in one.found.split())]
    if Detail.CPR.value in said or any(one.is_text and one.state is UploadState.UNREADABLE for one in files):
        return ResponseState.HELD
    needs_look = response.sender is not None and any(kind != Detail.CPR.value for kind in found)
    if hearing.moderation is Moderation.BEFORE or needs_look or response.hidden_at is not None:
        return ResponseState.WAITING
    return ResponseState.SHOWN
