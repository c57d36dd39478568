"""Free answers as counts: which words, together with which, in which group more than elsewhere.

Everything counts texts, not occurrences: somebody who writes a word five times is one person.
"""

from engage.stats.text.characteristic import Characteristic, characteristic
from engage.stats.text.corpus import Corpus, WordCount, corpus_of, word_list
from engage.stats.text.together import Pair, pairs

__all__ = [
    "Characteristic",
    "Corpus",
    "Pair",
    "WordCount",
    "characteristic",
    "corpus_of",
    "pairs",
    "word_list",
]
