"""Both formats of a vocabulary cut the same text into the same tokens, at the same places."""

from __future__ import annotations

import base64
import io
import json

import pytest
from hypothesis import example, given, strategies as st
from sentencepiece import SentencePieceProcessor, SentencePieceTrainer

from heedful.understand.words.model_files.pieces import NotThatTokenizer, converted
from heedful.understand.words.model_files.wire import fields
from heedful.understand.words.tokens import LONGEST, SentencePieces, WordPieces

SENTENCES = [
    "The soup was cold and the waiter was friendly.",
    "Die Suppe war kalt, der Kellner freundlich; sehr schön!",
    "La soupe était froide – dommage… 20 minutes d'attente",
    "el camarero fue muy amable, volveremos pronto :)",
    "スープは冷たかったです。とても親切でした。",
] * 20
ALPHABET = sorted(set("".join(SENTENCES)) | set("  \t\nÄé½ﬁ①ＡＢ—“”_xyz"))
ENDS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


def tokenizer_json():
    """A file as multilingual models have it, with a small vocabulary learnt from the sentences above."""
    learnt = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES),
        model_writer=learnt,
        vocab_size=200,
        hard_vocab_limit=False,
        bos_id=0,
        pad_id=1,
        eos_id=2,
        unk_id=3,
        minloglevel=2,
    )
    processor = SentencePieceProcessor(model_proto=learnt.getvalue())
    vocabulary = [[processor.id_to_piece(one), processor.get_score(one)] for one in range(len(processor))]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [special(place, name) for place, name in enumerate(ENDS[:4])],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": charsmap(learnt.getvalue())},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [end("<s>"), {"Sequence": {"id": "A", "type_id": 0}}, end("</s>")],
            "pair": [
                end("<s>"),
                {"Sequence": {"id": "A", "type_id": 0}},
                {"Sequence": {"id": "B", "type_id": 0}},
            ],
            "special_tokens": {
                "<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]},
                "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]},
            },
        },
        "decoder": None,
        "model": {"type": "Unigram", "unk_id": 3, "vocab": vocabulary},
    }


def special(place, name):
    plain = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    return {"id": place, "content": name, "special": True} | plain


def end(name):
    return {"SpecialToken": {"id": name, "type_id": 0}}


def charsmap(model):
    (normalizer,) = [one for one in fields(model, 0, len(model)) if one.number == 3]
    (held,) = [one for one in fields(model, normalizer.start, normalizer.end) if one.number == 2]
    return base64.b64encode(model[held.start : held.end]).decode()


@pytest.fixture(scope="module")
def given_file():
    return tokenizer_json()


@pytest.fixture(scope="module")
def both(given_file, tmp_path_factory):
    folder = tmp_path_factory.mktemp("vocabulary")
    content = json.dumps(given_file).encode()
    (folder / "tokenizer.json").write_bytes(content)
    (folder / "sentencepiece.model").write_bytes(converted(content))
    return WordPieces(folder / "tokenizer.json"), SentencePieces(folder / "sentencepiece.model")


@given(st.text(ALPHABET, max_size=60))
@example("The soup was cold ")
@example("")
@example("ﬁne ½ Ａ…")
@example("Suppe \n kalt\t")
def test_the_same_tokens(both, text):
    one, other = (tokens.cut([text])[0] for tokens in both)
    assert list(one.ids) == list(other.ids)
    assert list(one.kinds) == list(other.kinds)


@pytest.mark.parametrize("text", [*dict.fromkeys(SENTENCES), "schön – schön"])
def test_at_the_same_places(both, text):
    one, other = (tokens.cut([text])[0] for tokens in both)
    assert list(one.places) == list(other.places)


def test_what_is_too_long_is_cut_off_and_ends_as_others(both):
    for tokens in both:
        (cut,) = tokens.cut(["The soup was cold. " * 200])
        assert len(cut.ids) == len(cut.kinds) == len(cut.places) == LONGEST
        assert (cut.ids[0], cut.ids[-1]) == (0, 2)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("model", "type"), "BPE"),
        (("model", "byte_fallback"), True),
        (("normalizer", "normalizers"), [{"type": "NFC"}]),
        (("pre_tokenizer", "add_prefix_space"), False),
    ],
)
def test_a_file_that_says_something_else_is_refused(given_file, place, value):
    part, key = place
    changed = given_file | {part: given_file[part] | {key: value}}
    with pytest.raises(NotThatTokenizer):
        converted(json.dumps(changed).encode())
