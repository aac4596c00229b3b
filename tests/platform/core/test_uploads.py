"""Files from strangers: believed by content only."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image

from heedful.platform.core.errors import InvalidInput
from heedful.platform.core.uploads import MEGABYTE, checked_upload, media_type, safe_name


def picture(format_: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, format_)
    return out.getvalue()


def office(part: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(part, "<x/>")
    return out.getvalue()


WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + b"\x00" * 20
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2"


@pytest.mark.parametrize(
    ("content", "kinds", "found"),
    [
        (picture(), {"image"}, "image/png"),
        (picture("JPEG"), {"image"}, "image/jpeg"),
        (WEBM, {"audio"}, "audio/webm"),
        (WEBM, {"video"}, "video/webm"),
        (MP4, {"video"}, "video/mp4"),
        (b"OggS" + b"\x00" * 30, {"audio"}, "audio/ogg"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", {"audio"}, "audio/wav"),
        (b"ID3\x04" + b"\x00" * 30, {"audio"}, "audio/mpeg"),
        (b"%PDF-1.7\nabc", {"pdf"}, "application/pdf"),
        (b"name,score\nEve,9\n", {"document"}, "text/plain"),
        (bytes(range(256)), {"any"}, "application/octet-stream"),
    ],
)
def test_content_says_what_a_file_is(content, kinds, found):
    assert checked_upload(content, "x.exe", kinds=kinds, most_bytes=MEGABYTE).media_type == found


def test_office_files_are_told_from_other_archives():
    assert media_type(office("word/document.xml")).endswith("wordprocessingml.document")
    assert media_type(office("evil.exe")) == "application/octet-stream"


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (b"", {"any"}),
        (b"MZ\x90\x00" + b"\x00" * 60, {"any"}),
        (b"\x7fELF" + b"\x00" * 60, {"any"}),
        (b"#!/bin/sh\nrm -rf /", {"any"}),
        (b"<html><script>alert(1)</script>", {"any", "document"}),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', {"image", "any"}),
        (b"\xef\xbb\xbf  <!DOCTYPE html><p>", {"document"}),
        (b"GIF89a" + b"<script>alert(1)</script>", {"image"}),
        (picture(), {"audio"}),
        (WEBM, {"image"}),
        (office("evil.exe"), {"document"}),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, {"image"}),
    ],
)
def test_anything_else_is_refused(content, kinds):
    with pytest.raises(InvalidInput) as refused:
        checked_upload(content, "photo.png", kinds=kinds, most_bytes=MEGABYTE, field="photo")
    assert refused.value.problems[0].field == "photo"


def test_a_picture_loses_what_is_hidden_in_it():
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Secret place"
    Image.new("RGB", (4, 4), "red").save(out, "JPEG", exif=exif)
    kept = checked_upload(out.getvalue(), "a.jpg", kinds={"image"}, most_bytes=MEGABYTE)
    assert b"Secret" in out.getvalue()
    assert b"Secret" not in kept.content


def test_too_large_is_refused():
    with pytest.raises(InvalidInput):
        checked_upload(b"%PDF-" + b"x" * 2_000_000, "a.pdf", kinds={"pdf"}, most_bytes=MEGABYTE)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\eve\\photo.png", "photo.png"),
        ("\x00\x01", "file"),
        ("a\r\nSet-Cookie: x.png", "aSet-Cookie x.png"),
        ("", "file"),
    ],
)
def test_names_are_made_harmless(given, kept):
    assert safe_name(given) == kept
