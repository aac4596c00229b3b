"""Logos and pictures: believed by content, written anew, served so that nothing in them runs."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from PIL import Image, PngImagePlugin

from heedful.design.surveys.assets.queries import asset
from heedful.design.surveys.assets.services import store_asset
from heedful.platform.core.errors import InvalidInput, NotFound, NotPermitted
from heedful.platform.core.images import LONGEST_SIDE, checked_image

SECRET = b"GPS 52.5200 N 13.4050 E"


def drawn(format_: str, size: tuple[int, int] = (60, 30), **more) -> bytes:
    out = BytesIO()
    Image.new("P" if format_ == "GIF" else "RGB", size, 3).save(out, format_, **more)
    return out.getvalue()


def png_with_secrets() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET.decode())
    return drawn("PNG", pnginfo=notes) + b"<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("format_", "media_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("GIF", "image/png")],
)
def test_images_are_written_anew(format_, media_type):
    made = checked_image(drawn(format_))
    assert (made.media_type, made.width, made.height) == (media_type, 60, 30)
    assert Image.open(BytesIO(made.content)).size == (60, 30)


def test_nothing_but_the_picture_is_kept():
    given = png_with_secrets()
    assert SECRET in given
    made = checked_image(given).content
    assert SECRET not in made
    assert b"<script>" not in made
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    photo = drawn("JPEG", exif=exif)
    assert SECRET in photo
    assert SECRET not in checked_image(photo).content


def test_large_pictures_get_smaller():
    made = checked_image(drawn("PNG", (4_000, 1_000)))
    assert (made.width, made.height) == (LONGEST_SIDE, LONGEST_SIDE // 4)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda: b"", "no PNG"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG"),
        (lambda: b"GIF89a/*<script>alert(1)</script>*/", "no PNG|cannot be read"),
        (lambda: drawn("PNG")[:60], "no PNG|cannot be read"),
        (lambda: drawn("BMP"), "no PNG"),
        (lambda: b"x" * (5 * 1024**2 + 1), "larger than 5 MB"),
        (lambda: drawn("PNG", (9_000, 9_000), compress_level=1), "million pixels"),
    ],
    ids=["nothing", "svg", "script", "cut", "bmp", "large", "bomb"],
)
def test_what_is_no_image_is_refused(made, reason):
    with pytest.raises(InvalidInput, match=reason):
        checked_image(made())


@pytest.mark.usefixtures("organization")
class TestServing:
    def test_everybody_is_shown_it_and_nothing_in_it_runs(self, alice):
        uid = store_asset(by=alice, content=drawn("PNG"), name="logo.png")
        shown = Client().get(f"/s/images/{uid}")
        assert shown.status_code == 200
        assert shown["Content-Type"] == "image/png"
        assert shown["X-Content-Type-Options"] == "nosniff"
        assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert shown["Content-Disposition"] == "inline"
        assert "immutable" in shown["Cache-Control"]
        again = Client().get(f"/s/images/{uid}", headers={"If-None-Match": shown["ETag"]})
        assert again.status_code == 304
        assert Client().get("/s/images/ast_none").status_code == 404

    def test_the_same_picture_is_kept_once(self, alice):
        first = store_asset(by=alice, content=drawn("PNG"), name="a.png")
        assert store_asset(by=alice, content=png_with_secrets(), name="b.png") == first

    def test_two_organisations_have_their_own(self, alice, charlie, cast):
        from heedful.platform.core.scope import organization_scope

        own = store_asset(by=alice, content=drawn("PNG"), name="a.png")
        with organization_scope(cast.other.pk):
            assert store_asset(by=charlie, content=drawn("PNG"), name="a.png") != own

    def test_who_may_not_write_uploads_nothing(self, dora):
        with pytest.raises(NotPermitted):
            store_asset(by=dora, content=drawn("PNG"), name="a.png")
        with pytest.raises(NotFound):
            asset("ast_none")
