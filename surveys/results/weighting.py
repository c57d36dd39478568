"""Weights that give a survey's answers the make-up of the population."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engage.core.errors import Invalid
from engage.stats.cells import Column
from engage.stats.weighting import Balance, WeightSet, balance, effective_n, kish, rake
from surveys.results.topics import Topic

MOST_MARGINS = 6
MOST_WEIGHT = 5.0
"""A respondent who counts for more than five average ones deserves a second look."""

People = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Weighting:
    """What weights do: how uneven they are, and how far respondents were from the population."""

    weights: WeightSet
    effective_n: float
    deff: float
    smallest: float
    largest: float
    """Of the weights, the average being 1."""
    classes: tuple[tuple[Topic, tuple[tuple[str, Balance], ...]], ...]

    @property
    def is_uneven(self) -> bool:
        """Whether somebody counts for so many that the figures hang on few people."""
        return self.largest > MOST_WEIGHT


def weights_of(columns: Mapping[str, Column], people: People, topics: Sequence[Topic]) -> WeightSet:
    """Return the weights of all answers, raked to the people of each class.

    Who gave no class, or one without a figure, keeps the share that such people have among the
    answers. Raises Invalid when classes and answers do not fit each other.
    """
    named = {topic.key: topic for topic in topics}
    if not people or not set(people) <= set(named):
        raise Invalid("margins-missing")
    sums = {key: sum(classes.values()) for key, classes in people.items()}
    if len(set(sums.values())) > 1:
        listed = "、".join(f"「{named[key].text}」{total:,}人" for key, total in sums.items())
        raise Invalid("margins-differ", listed=listed)
    margins = {key: _margin(columns[key], people[key], named[key]) for key in people}
    try:
        return rake(margins)
    except ValueError:
        raise Invalid("margins-cannot-be-met") from None


def weighting_of(
    columns: Mapping[str, Column], people: People, topics: Sequence[Topic]
) -> Weighting:
    """Return the weights with what they do; raises Invalid as `weights_of`."""
    found = weights_of(columns, people, topics)
    size = found.weights / found.weights.mean()
    return Weighting(
        weights=found,
        effective_n=effective_n(found.weights),
        deff=kish(found.weights),
        smallest=float(size.min()),
        largest=float(size.max()),
        classes=tuple(
            (topic, _balance(columns[topic.key], people[topic.key], topic, found))
            for topic in topics
            if topic.key in people
        ),
    )


def _margin(
    column: Column, people: Mapping[str, int], topic: Topic
) -> tuple[np.ndarray, np.ndarray]:
    """Return each answer's class and the people of each class; the last class is all others."""
    codes = _classes(column, people, topic)
    counts = np.bincount(codes, minlength=len(people) + 1)
    labels = dict(topic.options)
    for (code, total), count in zip(people.items(), counts[:-1], strict=True):
        if total and not count:
            raise Invalid("class-without-answers", label=labels[code], text=topic.text)
        if count and not total:
            raise Invalid("class-without-people", label=labels[code], text=topic.text)
    others = counts[-1] / max(1, len(codes))
    if others >= 1:
        raise Invalid("nobody-in-any-class", text=topic.text)
    whole = float(sum(people.values()))
    known = np.array([float(each) for each in people.values()]) * (1 - others)
    return codes, np.append(known, whole - known.sum() if others else 0.0)


def _classes(column: Column, people: Mapping[str, int], topic: Topic) -> np.ndarray:
    place = {code: number for number, code in enumerate(people)}
    turned = [place.get(code, len(people)) for code in column.levels]
    if not set(people) <= set(topic.codes):
        raise Invalid("margins-missing")
    return np.array(turned, dtype=np.int64)[column.codes]


def _balance(
    column: Column, people: Mapping[str, int], topic: Topic, weights: WeightSet
) -> tuple[tuple[str, Balance], ...]:
    codes = _classes(column, people, topic)
    known = codes < len(people)
    found = balance(codes[known], list(people.values()), weights.weights[known])
    labels = dict(topic.options)
    return tuple((labels[code], each) for code, each in zip(people, found, strict=True))
