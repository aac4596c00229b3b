"""What others use for sentiment, measured on the same texts. Needs bench/words/requirements.txt for VADER."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from training.open_data import cebab, goemotions, mams
from training.written import clauses_of_aspects, comments

type Guess = Callable[[Sequence[str]], list[str]]


def vader() -> Guess | None:
    """The lexicon of Hutto and Gilbert (2014), its authors' thresholds; None where it is not installed."""
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        return None
    analyzer = SentimentIntensityAnalyzer()

    def guess(texts: Sequence[str]) -> list[str]:
        scores = [analyzer.polarity_scores(text)["compound"] for text in texts]
        return ["positive" if one >= 0.05 else "negative" if one <= -0.05 else "neutral" for one in scores]

    return guess


def words(data: Path) -> Guess:
    """TF-IDF of words and pairs with logistic regression, trained on the texts that ours was trained on."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    emotions = data / "goemotions"
    found = [
        *cebab(data / "cebab_restaurants/train_inclusive.jsonl"),
        *mams(data / "mams/MAMS-ATSA_train.xml"),
        *goemotions(emotions / "train.tsv", emotions / "labels.txt", most=8_000),
        *((text, label) for _, text, label in comments("train")),
        *clauses_of_aspects("train"),
    ]
    texts, labels = zip(*found, strict=True)
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        LogisticRegression(C=4, max_iter=300, class_weight="balanced"),
    ).fit(texts, labels)
    return lambda asked: [str(one) for one in model.predict(list(asked))]
