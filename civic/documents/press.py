"""The process that sets documents: one at a time, given back with all it took after so many characters.

typst keeps what it has set, and a worker that lives for months must not.
"""

import subprocess
import sys
from pathlib import Path

from civic.config import HERE

LASTS = 250_000
"""Characters after which the process is given back: some 180 megabytes."""


class PressError(Exception):
    """A document could not be set; the message says why."""


class Press:
    """Sets what lies in a folder; the process is begun when it is needed, and ends with this one."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None
        self._left = 0

    def set(self, folder: Path, *, characters: int) -> bytes:
        """Return the PDF of the paper.typ and paper.json in a folder. Raises PressError."""
        if self._child is not None and (self._left < characters or self._child.poll() is not None):
            self.close()
        if self._child is None:
            setting = [sys.executable, "-m", "civic.documents.setting"]
            pipe = subprocess.PIPE
            self._child = subprocess.Popen(setting, stdin=pipe, stdout=pipe, cwd=HERE, text=True, encoding="utf-8")
            self._left = LASTS
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._left -= characters
        print(folder, file=self._child.stdin, flush=True)
        answer = self._child.stdout.readline()
        if answer != "set\n":
            self.close()
            raise PressError(answer.strip() or "the process ended")
        return (folder / "paper.pdf").read_bytes()

    def close(self) -> None:
        """Give the process back."""
        if self._child is not None:
            self._child.communicate()
            self._child = None


press = Press()
"""The one of this process."""
