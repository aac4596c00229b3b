"""Plain thanks in many languages: what is said where a survey has no ending of its own."""

from __future__ import annotations

from heedful.design.surveys.types import Ending

THANKS = Ending(
    key="thanks",
    text={
        "en": "Thank you for your feedback.",
        "ar": "شكرًا لك على رأيك.",
        "cs": "Děkujeme za vaši zpětnou vazbu.",
        "da": "Tak for din feedback.",
        "de": "Vielen Dank für Ihre Rückmeldung.",
        "el": "Σας ευχαριστούμε για τη γνώμη σας.",
        "es": "Gracias por sus comentarios.",
        "fi": "Kiitos palautteestasi.",
        "fr": "Merci pour votre retour.",
        "he": "תודה על המשוב שלך.",
        "hu": "Köszönjük a visszajelzését.",
        "it": "Grazie per il suo riscontro.",
        "ja": "ご意見をお寄せいただきありがとうございます。",
        "ko": "의견을 보내 주셔서 감사합니다.",
        "nb": "Takk for tilbakemeldingen.",
        "nl": "Bedankt voor uw feedback.",
        "pl": "Dziękujemy za opinię.",
        "pt": "Obrigado pelo seu feedback.",
        "ro": "Vă mulțumim pentru feedback.",
        "ru": "Спасибо за ваш отзыв.",
        "sv": "Tack för din återkoppling.",
        "tr": "Geri bildiriminiz için teşekkür ederiz.",
        "uk": "Дякуємо за ваш відгук.",
        "zh": "感谢您的反馈。",
    },
)
