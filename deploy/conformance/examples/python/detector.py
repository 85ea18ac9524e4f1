"""A detector for Tailkeeper, made from the contracts alone. Usage: python detector.py [HOST:PORT [ID [INSTANCE]]]

This file is what an author writes: one function. All else is in tailkeeper_detector.py, which stays as it is for another detector.
"""

import math
import re
import sys
from collections import Counter
from collections.abc import Iterable

from tailkeeper_detector import Score, serve

SMOOTHING = 0.5  # added to each count: a word seen in one class alone would get infinite odds
WORD = re.compile(r"[^\W_]+|[^\w\s]|_")  # letters and digits, or one other character


def fit(human_texts: list[str], machine_texts: list[str]) -> Score:
    """Learns from labelled text how machine-written text differs from human text.

    How much likelier is each word, and each pair of words, in the one than in the other? Both classes have equal prompts and
    lengths, so counts need no totals.

    Args:
        human_texts: written by people.
        machine_texts: written by the model of the generation.

    Returns:
        A function from a text to its logit: 0 where nothing is known, greater the more it looks machine-written. Equal texts
        get equal logits. A sample for which it raises is refused, and becomes a dead letter; a labelled text, which may be
        empty, for which it raises ends the program.
    """
    human, machine = (Counter(gram for text in texts for gram in grams_of(text)) for texts in (human_texts, machine_texts))

    def log_odds(gram: str) -> float:
        return math.log((machine[gram] + SMOOTHING) / (human[gram] + SMOOTHING))

    return lambda text: sum(log_odds(gram) for gram in grams_of(text))


def grams_of(text: str) -> Iterable[str]:
    """The words of a text and its pairs of neighbouring words, in lower case; a punctuation mark is a word."""
    words = WORD.findall(text.lower())
    yield from words
    for first, second in zip(words, words[1:]):
        yield f"{first} {second}"


if __name__ == "__main__":
    serve(fit, *(sys.argv[1:] or ["127.0.0.1:9092"]))
