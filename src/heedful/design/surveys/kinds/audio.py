from __future__ import annotations

from heedful.design.surveys.kind import Rendering
from heedful.design.surveys.kind_settings import whole
from heedful.design.surveys.uploaded import MAX_MEGABYTES, UploadKind

KIND = UploadKind(
    key="audio",
    label="A voice message",
    rendering=Rendering(
        "audio",
        "Buttons to record, stop, listen and record again; the state and the time left are announced. "
        "Nothing is recorded before the button is pressed. Whoever cannot record may choose a file instead.",
        summary=("file", "seconds", "answered_at"),
        column="text",
        is_basic=False,
    ),
    settings={
        "longest_seconds": whole(5, 600),
        "largest_megabytes": whole(1, MAX_MEGABYTES),
    },
)
