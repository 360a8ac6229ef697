"""A virus scanner beside the site, asked about each file before it is read: clamd, by its socket.

Source: clamd(8), the command INSTREAM.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 60
"""How long the scanner may take for one file."""
_PART = 1 << 16


class ScannerError(Exception):
    """The scanner did not answer: what was handed in waits, unread, until it does."""


def is_infected(path: Path, address: str) -> bool:
    """Return whether the scanner at an address, unix:/run/clamav/clamd.ctl or tcp://host:port, finds a virus.

    Raises ScannerError where it does not answer, or not with yes or no.
    """
    try:
        with _connected(address) as scanner, path.open("rb") as file:
            scanner.sendall(b"zINSTREAM\0")
            while part := file.read(_PART):
                scanner.sendall(len(part).to_bytes(4, "big") + part)
            scanner.sendall((0).to_bytes(4, "big"))
            said = b""
            while not said.endswith(b"\0") and (more := scanner.recv(4096)):
                said += more
    except OSError as error:
        raise ScannerError(str(error)) from error
    verdict = said.rstrip(b"\0").decode("utf-8", "replace")
    if verdict.endswith(" FOUND"):
        return True
    if verdict == "stream: OK":
        return False
    raise ScannerError(verdict or "no answer")


@contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    if address.startswith("unix:"):
        with socket.socket(socket.AF_UNIX) as found:
            found.settimeout(SECONDS)
            found.connect(address.removeprefix("unix:"))
            yield found
        return
    host, _colon, port = address.removeprefix("tcp://").rpartition(":")
    if not port.isdecimal():
        raise ScannerError(f"{address} is no address of a scanner")
    with socket.create_connection((host, int(port)), SECONDS) as found:
        yield found
