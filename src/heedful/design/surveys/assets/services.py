from __future__ import annotations

import hashlib

from heedful.design.surveys.models import SurveyAsset
from heedful.platform.core import audit
from heedful.platform.core.images import checked_image
from heedful.platform.core.transactions import writing
from heedful.platform.core.types import Actor, Permission


def store_asset(*, by: Actor, content: bytes, name: str) -> str:
    """Keep an image and return its uid; the same image again is the same asset."""
    by.require(Permission.WRITE_SURVEYS)
    image = checked_image(content)
    digest = hashlib.sha256(image.content).hexdigest()
    with writing():
        found = SurveyAsset.objects.filter(sha256=digest).values_list("uid", flat=True).first()
        if found is not None:
            return found
        row = SurveyAsset.objects.create(
            name=name.rsplit("/", 1)[-1][:200],
            media_type=image.media_type,
            width=image.width,
            height=image.height,
            sha256=digest,
            content=image.content,
            created_by=by.label,
        )
        audit.record("survey.asset_stored", by=by, subject_uid=row.uid, size=len(image.content))
    return row.uid
