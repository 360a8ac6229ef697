"""Remembered results, bounded by their size: what is dear to find out and never changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Memo(Generic[Result]):
    """Results by key, the last used kept, at most so many bytes of them."""

    def __init__(self, most_bytes: int, size: Callable[[Hashable, Result], int]) -> None:
        self._most, self._size = most_bytes, size
        self._kept: OrderedDict[Hashable, Result] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """Return what is remembered under a key, or make it and remember it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._bytes += self._size(key, made)
            while self._bytes > self._most:
                gone_key, gone = self._kept.popitem(last=False)
                self._bytes -= self._size(gone_key, gone)
        return made

    @property
    def size(self) -> int:
        """Return how many bytes are remembered."""
        return self._bytes
