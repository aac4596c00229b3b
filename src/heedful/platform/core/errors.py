"""Every error that crosses a border. Permanent ones and those worth another try are different classes."""

from __future__ import annotations

from dataclasses import dataclass


class HeedfulError(Exception):
    """Something we say in words: what happened, what was kept, what to do."""

    status = 500
    code = "error"


class PermanentError(HeedfulError):
    """Trying again will not help."""

    status = 400


class TryLater(HeedfulError):
    """The same call may succeed later."""

    status = 503
    code = "try-later"


class RateLimited(TryLater):
    """Too many at once; the same call succeeds after some seconds."""

    status = 429
    code = "rate-limited"

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: where (row from 1, field), and why."""

    field: str
    reason: str
    row: int | None = None


class InvalidInput(PermanentError):
    """The input breaks rules; every problem names its field and reason."""

    status = 422
    code = "invalid-input"

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.reason}" for problem in problems))
        self.problems = problems


class NotFound(PermanentError):
    """No such thing in this organisation (or not for this actor: the two look alike on purpose)."""

    status = 404
    code = "not-found"


class NotSignedIn(PermanentError):
    """Nobody known asks."""

    status = 401
    code = "not-signed-in"


class NotPermitted(PermanentError):
    """The actor lacks a permission."""

    status = 403
    code = "not-permitted"


class Conflict(PermanentError):
    """The thing is not in a state that allows this."""

    status = 409
    code = "conflict"


class OutsideScope(PermanentError):
    """A tenant's table was touched without an organisation in scope: a fault of ours, so it fails closed."""

    status = 500
    code = "outside-scope"
