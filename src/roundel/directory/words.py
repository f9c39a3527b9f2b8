"""The words by which an entry is found, folded so that case, accents and punctuation do not matter."""

from __future__ import annotations

from django.db.models import Q

from roundel.kernel.crypto import normalise

LONGEST = 30
MOST_TYPED = 6
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def words_of(*texts: str) -> set[str]:
    """Every word of these texts as it is looked up."""
    return {word[:LONGEST] for text in texts for word in normalise(text).split()}


def typed(text: str) -> list[str]:
    """The words somebody typed into a search, as they are looked up."""
    return [word[:LONGEST] for word in normalise(text[:500]).split()][:MOST_TYPED]


def beginning_with(word: str) -> Q:
    """Words of the index that begin like this one.

    By a range instead of LIKE, which an index does not answer on both databases. Plain letters and digits sort
    alike in every collation; a word with others must be typed whole.
    """
    if not LETTERS.issuperset(word):
        return Q(word=word)
    return Q(word__gte=word, word__lte=word + "z" * (LONGEST + 1 - len(word)))
