from __future__ import annotations

from decimal import Decimal

import pytest

from heedful.platform.messaging.rules import plain_signs, price, segments


@pytest.mark.parametrize(
    ("text", "encoding", "units", "count"),
    [
        ("", "GSM-7", 0, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),  # the euro sign needs an escape
        ("a" * 152 + "€" + "a" * 10, "GSM-7", 164, 2),
        ("Grüße, Ärger, ß", "GSM-7", 15, 1),
        ("ç", "UCS-2", 1, 1),
        ("Ç", "GSM-7", 1, 1),
        ("д" * 70, "UCS-2", 70, 1),
        ("д" * 71, "UCS-2", 71, 2),
        ("д" * 134, "UCS-2", 134, 2),
        ("😀" * 35, "UCS-2", 70, 1),
        ("😀" * 67, "UCS-2", 134, 3),  # 33 pairs fit into 67 units: none is split
    ],
)
def test_texts_are_counted_as_they_are_billed(text, encoding, units, count):
    found = segments(text)
    assert (found.encoding, found.units, found.count) == (encoding, units, count)


def test_an_escaped_letter_is_not_split_between_segments():
    assert segments("a" * 152 + "€" + "b" * 152).count == 3
    assert segments("a" * 151 + "€" + "b" * 153).count == 2


def test_what_is_left_until_the_next_segment():
    assert segments("a" * 150).left == 10
    assert segments("a" * 161).left == 153 - 8


def test_typographic_signs_do_not_double_the_price():
    text = "Don’t – “quote” …"
    assert segments(text).encoding == "UCS-2"
    assert plain_signs(text) == 'Don\'t - "quote" ...'
    assert segments(plain_signs(text)).encoding == "GSM-7"


def test_the_longest_prefix_sets_the_price():
    prices = {"+1": Decimal("0.008"), "+1868": Decimal("0.09"), "*": Decimal("0.1")}
    assert price("+12025550123", 2, prices) == Decimal("0.016")
    assert price("+18685550123", 1, prices) == Decimal("0.09")
    assert price("+4915112345678", 3, prices) == Decimal("0.3")


def test_without_a_price_nothing_is_guessed():
    assert price("+4915112345678", 3, {"+1": Decimal(1)}) is None
    assert price("+4915112345678", 3, {}) is None
