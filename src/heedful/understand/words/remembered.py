"""What short texts were read as before: people write "good", "ok" and "too slow" again and again."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

from heedful.understand.words.types import Floats

MOST = 4_000  # texts: 12 MB, twice that where lower layers are looked at too
LONGEST = 64  # characters; longer ones seldom come twice, and would push out those that do


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as an encoder sees it; ``depths`` is None where nobody asked for lower layers."""

    row: Floats
    depths: Floats | None = None


class Remembered:
    """The texts that were asked for last, by a hash: nobody's words stay in memory for this."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held: OrderedDict[bytes, Seen] = OrderedDict()
        self._turn = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, text: str, *, is_deep: bool = False) -> Seen | None:
        """Return what was seen in this very text; None where it was not, or not as deeply as is asked."""
        if len(text) > LONGEST:
            return None
        key = _key(text)
        with self._turn:
            found = self._held.get(key)
            if found is None or (is_deep and found.depths is None):
                return None
            self._held.move_to_end(key)
            return found

    def put(self, text: str, seen: Seen) -> None:
        if len(text) > LONGEST:
            return
        key = _key(text)
        with self._turn:
            self._held[key] = seen
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
