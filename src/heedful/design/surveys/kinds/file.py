from __future__ import annotations

from heedful.design.surveys.kind import Rendering
from heedful.design.surveys.kind_settings import some_of, whole
from heedful.design.surveys.uploaded import MAX_MEGABYTES, UploadKind

KIND = UploadKind(
    key="file",
    label="Image or file",
    rendering=Rendering(
        "file",
        "The browser's own file field with the question as its label; what is allowed and how large it may "
        "be stands in its description. Progress and faults are announced; a chosen file can be removed.",
        summary=("file", "answered_at"),
        column="text",
    ),
    settings={
        "accept": some_of("image", "pdf", "document", "any"),
        "largest_megabytes": whole(1, MAX_MEGABYTES),
    },
)
