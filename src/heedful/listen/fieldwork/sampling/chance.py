"""The lot of a person: a number from 0 to 1 that is theirs for this seed and this purpose."""

from __future__ import annotations

from hashlib import blake2b

_STEPS = 2.0**64


def lot(seed: str | int, purpose: str, person_key: str) -> float:
    """Return the person's lot, 0 ≤ lot < 1; other seeds and purposes give lots independent of it."""
    # The separator cannot be part of a uid or a seed, so that no two triples read alike.
    drawn = blake2b(f"{seed}\x1f{purpose}\x1f{person_key}".encode(), digest_size=8).digest()
    # 53 bits are what a float tells apart below 1.
    return (int.from_bytes(drawn) >> 11) * 2.0**11 / _STEPS


def is_drawn(seed: str | int, survey_uid: str, person_key: str, share: float) -> bool:
    """Whether a person is in the sample of this share (0..1); a greater share keeps whom a smaller had."""
    return lot(seed, survey_uid, person_key) < share
