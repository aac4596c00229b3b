"""How languages call themselves: what somebody looks for who cannot read the rest."""

from __future__ import annotations

NAMES = {
    "ar": "العربيّة", "az": "Azərbaycanca", "be": "Беларуская", "bg": "Български", "bn": "বাংলা",
    "bs": "Bosanski", "ca": "Català", "cs": "Česky", "cy": "Cymraeg", "da": "Dansk",
    "de": "Deutsch", "el": "Ελληνικά", "en": "English", "es": "Español", "et": "Eesti",
    "eu": "Euskara", "fa": "فارسی", "fi": "Suomi", "fr": "Français", "ga": "Gaeilge",
    "gl": "Galego", "he": "עברית", "hi": "हिंदी", "hr": "Hrvatski", "hu": "Magyar", "hy": "Հայերեն",
    "id": "Bahasa Indonesia", "is": "Íslenska", "it": "Italiano", "ja": "日本語", "ka": "ქართული",
    "kk": "Қазақ", "km": "Khmer", "ko": "한국어", "lt": "Lietuviškai", "lv": "Latviešu",
    "mk": "Македонски", "mn": "Mongolian", "ms": "Bahasa Melayu", "my": "မြန်မာဘာသာ",
    "nb": "Norsk (bokmål)", "ne": "नेपाली", "nl": "Nederlands", "nn": "Norsk (nynorsk)",
    "pa": "Punjabi", "pl": "Polski", "pt": "Português", "pt-br": "Português Brasileiro",
    "ro": "Română", "ru": "Русский", "sk": "Slovensky", "sl": "Slovenščina", "sq": "Shqip",
    "sr": "Српски", "sv": "Svenska", "sw": "Kiswahili", "ta": "தமிழ்", "te": "తెలుగు",
    "th": "ภาษาไทย", "tr": "Türkçe", "uk": "Українська", "ur": "اردو", "uz": "Oʻzbek tili",
    "vi": "Tiếng Việt", "zh": "中文", "zh-hans": "简体中文", "zh-hant": "繁體中文",
}  # fmt: skip
