"""Made-up conversations: ways of voting that are known, and none at all."""

import numpy as np

from engage.stats.landscape import votes_of

VALUES = np.array([-1, 0, 1])


def drawn(rates, group, density, seed):
    """Return votes drawn from rates (groups, statements, 3) for people of known groups."""
    rng = np.random.default_rng(seed)
    people, statements = np.nonzero(rng.random((len(group), rates.shape[1])) < density)
    chance = rates[group[people], statements].cumsum(1)
    value = VALUES[(rng.random(len(people))[:, None] > chance).sum(1).clip(0, 2)]
    return votes_of(people, statements, value)


def alike(seed, *, people=300, statements=60, density=0.5):
    """Return votes that nobody's others tell anything of: one rate a statement for all."""
    rng = np.random.default_rng(seed)
    rates = rng.dirichlet([1.5, 0.8, 2.0], size=statements)[None]
    return drawn(rates, np.zeros(people, dtype=np.int64), density, seed)


def camps(seed=0, *, sizes=(120, 80), statements=40, density=0.6):
    """Return votes of groups that differ on half of the statements, and who is in which."""
    group = np.repeat(np.arange(len(sizes)), sizes)
    rates = np.tile([0.1, 0.1, 0.8], (len(sizes), statements, 1))
    for place in range(statements // 2):
        against = place % len(sizes)
        rates[against, place] = [0.8, 0.1, 0.1]
    return drawn(rates, group, density, seed), group
