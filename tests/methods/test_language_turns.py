"""Conversations: only the customer's words are read, where they stood."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from heedful.methods.language.turns import customer_words

CHAT = """[10:02] Agent Ann: Hello, how can I help?
[10:03] Customer: My router broke
and nobody called back.
[10:05] Agent Ann: I am so sorry, that is terrible.
[10:06] Customer: Thanks."""


def test_only_the_customer_is_heard() -> None:
    heard = customer_words(CHAT)
    assert heard.split() == "My router broke and nobody called back. Thanks.".split()
    assert heard.index("My router") == CHAT.index("My router")


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Berater: Guten Tag\nKunde: Es geht nicht", "Es geht nicht"),
        ("Conseiller : Bonjour\nClient : Ma box est en panne", "Ma box est en panne"),
        ("Customer: only one side\nCustomer: is no conversation", None),
        ("Support: none at all. Would not buy again.", None),
        ("Service: slow\nStaff: rude\nFood: cold", None),
        ("The agent: rude. The client: me.", None),
        ("see https://agent.example.org\ncustomer: me", None),
        ("", None),
    ],
)
def test_what_is_a_conversation(text: str, heard: str | None) -> None:
    found = customer_words(text)
    assert found == text if heard is None else found.split() == heard.split()


@given(
    st.lists(
        st.sampled_from(["Agent: ", "Customer: ", "hm\r\n", "\n", "so\x0bit goes", "\u2028", "a\x85b"])
    ).map("".join)
)
def test_positions_stay(text: str) -> None:
    heard = customer_words(text)
    assert len(heard) == len(text)
    assert all(now in (before, " ") for now, before in zip(heard, text, strict=True))
