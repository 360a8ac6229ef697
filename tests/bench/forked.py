"""Serve an app on one port with several processes: `python -m tests.bench.forked PORT PROCESSES THREADS MODULE:APP`."""

import os
import signal
import socket
import sys
from importlib import import_module

import waitress


def main(port: int, processes: int, threads: int, app: str) -> None:
    """Listen, and let as many processes answer."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    children = [pid for _ in range(processes - 1) if (pid := os.fork())]
    if len(children) == processes - 1:
        signal.signal(signal.SIGTERM, lambda _number, _frame: _end(children))
    module, _colon, name = app.partition(":")
    served = getattr(import_module(module), name)
    waitress.serve(served, sockets=[listening], threads=threads, asyncore_use_poll=True, ident=None)


def _end(children: list[int]) -> None:
    for pid in children:
        os.kill(pid, signal.SIGTERM)
    sys.exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
