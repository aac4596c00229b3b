"""Icons as strokes on a grid of 20 by 20. Drawn by us, few on purpose."""

from __future__ import annotations

PATHS = {
    "design": "M4 16l1-4L13.5 3.5l3 3L8 15l-4 1zM11.5 5.5l3 3",
    "listen": "M3 10v1M6 7v7M10 3v14M14 6.5v7M17 9v2",
    "understand": "M3 16.5h14M4 12.5l4-4 3 3 5-6.5",
    "transform": "M4 10a6 6 0 0 1 10.5-4M16 3v3.5h-3.5M16 10a6 6 0 0 1-10.5 4M4 17v-3.5h3.5",
    "realize": "M10 3v14M14 6.5C13.4 5.2 12 4.5 10 4.5c-2.3 0-3.8 1-3.8 2.700C6.2 11 14 9 14 12.8"
    "c0 1.7-1.7 2.7-4 2.7-2 0-3.6-.7-4.4-2.1",
    "settings": "M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4",
    "search": "M8.5 14a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM12.5 12.5L17 17",
    "close": "M5 5l10 10M15 5L5 15",
    "plus": "M10 4v12M4 10h12",
    "check": "M4 10.5l4 4 8-9",
    "down": "M5 8l5 5 5-5",
    "up": "M5 12l5-5 5 5",
    "left": "M12 5l-5 5 5 5",
    "right": "M8 5l5 5-5 5",
    "menu": "M3 5h14M3 10h14M3 15h14",
    "rail": "M3 4h14v12H3zM8 4v12",
    "theme": "M10 3a7 7 0 1 0 0 14V3z",
    "download": "M10 3v9M6 8.5l4 4 4-4M4 16.5h12",
    "upload": "M10 12V3M6 6.5l4-4 4 4M4 16.5h12",
    "copy": "M7 7h9v9H7zM4 13V4h9",
    "filter": "M3 5h14M6 10h8M9 15h2",
    "flag": "M5 17V3.5M5 4h9l-2 3.5 2 3.5H5",
    "mail": "M3 5h14v10H3zM3 6l7 5 7-5",
    "undo": "M8 4L4 8l4 4M4.5 8H12a4.5 4.5 0 0 1 0 9H9",
    "redo": "M12 4l4 4-4 4M15.5 8H8a4.5 4.5 0 0 0 0 9h3",
    "print": "M6 8V3h8v5M6 14H3.5V8h13v6H14M6 12h8v5H6z",
    "user": "M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c.5-3.5 3-5 6-5s5.5 1.5 6 5",
    "edit": "M4 16l1-4 8.5-8.5 3 3L8 15l-4 1z",
    "bookmark": "M6 3.5h8V17l-4-3-4 3z",
    "clock": "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4.5l3 1.5",
    "warning": "M10 3.5L17.5 16.5h-15zM10 8.5v3.5M10 14.2v.1",
    "info": "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9v5M10 6.2v.1",
}
