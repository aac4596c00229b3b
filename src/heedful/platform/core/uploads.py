"""Files from strangers: named and believed by their content, never by what they claim to be.

Images are written anew. Sound, films and documents are kept as they came, so they are never shown in a page
of ours but as a player's source or a download.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from zipfile import BadZipFile, ZipFile

from heedful.platform.core.errors import InvalidInput, Problem
from heedful.platform.core.images import checked_image

MEGABYTE = 1024 * 1024
HEAD = 4096
ANY = "application/octet-stream"
_ZIPPED = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_ODF = "application/vnd.oasis.opendocument."
_ACTIVE = frozenset({"text/html", "image/svg+xml", "application/xhtml+xml", "application/javascript"})
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!")


@dataclass(frozen=True, slots=True)
class CheckedUpload:
    """``content`` is what to keep; ``media_type`` was found in it."""

    content: bytes
    media_type: str
    name: str


def checked_upload(
    content: bytes, name: str, *, kinds: Collection[str], most_bytes: int, field: str = "file"
) -> CheckedUpload:
    """Return a file that is one of ``kinds``: image, audio, video, pdf, document, any.

    Raises :class:`InvalidInput` naming ``field`` for any other, and for what is empty or too large.
    """
    if not content:
        raise InvalidInput(Problem(field, "is empty"))
    if len(content) > most_bytes:
        raise InvalidInput(Problem(field, f"is larger than {most_bytes // MEGABYTE} MB"))
    found = media_type(content, prefers_audio="video" not in kinds)
    if not any(_is_of(found, kind) for kind in kinds):
        raise InvalidInput(
            Problem(field, f"is no {' or '.join(sorted(kinds))} (found {found or 'nothing known'})")
        )
    if found.startswith("image/"):
        image = checked_image(content, field=field, most_bytes=most_bytes)
        return CheckedUpload(image.content, image.media_type, safe_name(name))
    return CheckedUpload(content, found or ANY, safe_name(name))


def media_type(content: bytes, *, prefers_audio: bool = False) -> str:
    """Return what a file is by its content; empty for programs, pages with scripts and what is not known."""
    head = content[:HEAD]
    if head.startswith(_PROGRAMS):
        return ""
    return _picture(head) or _recording(head, prefers_audio=prefers_audio) or _document(content, head)


def safe_name(name: str) -> str:
    """Return the last part of a name, printable, short, and never empty."""
    last = PureWindowsPath(PurePosixPath(name.replace("\x00", "")).name).name
    tidy = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"/\\|?*').strip(" .")
    return tidy[-150:] or "file"


def _is_of(found: str, kind: str) -> bool:
    if kind == "any":
        return found != ""
    if kind in {"image", "audio", "video"}:
        return found.startswith(f"{kind}/")
    if kind == "pdf":
        return found == "application/pdf"
    return found == "application/pdf" or found.startswith(("text/", _ODF)) or found in _ZIPPED.values()


def _picture(head: bytes) -> str:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    signs = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
    return next((kind for sign, kind in signs.items() if head.startswith(sign)), "")


def _recording(head: bytes, *, prefers_audio: bool) -> str:
    """Containers of sound and films are the same; what was asked for says which is meant."""
    family = "audio" if prefers_audio else "video"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return f"{family}/webm" if b"webm" in head[:64] else f"{family}/x-matroska"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand.startswith((b"heic", b"heix", b"mif1", b"avif")):
            return ""
        return "audio/mp4" if brand.startswith(b"M4A") else f"{family}/mp4"
    if head.startswith(b"OggS"):
        return f"{family}/ogg"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "audio/wav"
    is_mp3 = head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2)
    return "audio/mpeg" if is_mp3 else ""


def _document(content: bytes, head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return _office(content)
    if _is_text(content):
        return "" if _is_active(head) else "text/plain"
    return "" if _is_active(head) else ANY


def _office(content: bytes) -> str:
    from io import BytesIO

    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                found = archive.read("mimetype").decode("ascii", "replace").strip()
                return found if found.startswith(_ODF) else ANY
            return next((kind for name, kind in _ZIPPED.items() if name in names), ANY)
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return ""


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_active(head: bytes) -> bool:
    """Say whether a browser might run it: pages and drawings with scripts."""
    import puremagic

    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<svg", b"<script", b"<?xml")) or b"<script" in start:
        return True
    try:
        return any(match.mime_type in _ACTIVE for match in puremagic.magic_string(head))
    except (puremagic.PureError, ValueError):
        return False
