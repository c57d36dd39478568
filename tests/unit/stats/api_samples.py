"""The samples of California schools on which R's numbers were made, as this project reads them."""

import csv
import json
import os
from pathlib import Path

import numpy as np

from engage.stats.sampling import sample_of

FILES = {
    "srs": "apisrs",
    "strat": "apistrat",
    "strat_nofpc": "apistrat",
    "clus1": "apiclus1",
    "clus1_nofpc": "apiclus1",
    "clus2": "apiclus2",
    "clus2_wr": "apiclus2",
}
ORACLE = "survey_api_estimates.json"


class Schools:
    """One sample: columns by name, and its design."""

    def __init__(self, folder, design):
        with (folder / "data" / f"{FILES[design]}.csv").open() as file:
            rows = list(csv.DictReader(file))
        self.columns = {key: np.array([row[key] for row in rows]) for key in rows[0]}
        self.sample = self._sample(design)

    def __len__(self):
        return len(self.columns["pw"])

    def number(self, name):
        return np.array([float(x) if x not in ("", "NA") else np.nan for x in self.columns[name]])

    def code(self, name):
        return np.unique(self.columns[name], return_inverse=True)[1]

    def names(self, name):
        return sorted(set(self.columns[name]))

    def _sample(self, design):
        stages, fpc, strata = [], [], None
        if design.startswith("strat"):
            strata = self.columns["stype"]
        if design.startswith("clus"):
            stages = [self.columns["dnum"]]
        if design.startswith("clus2"):
            stages.append(self.columns["snum"])
        if design in ("srs", "strat", "clus1"):
            fpc = [self.number("fpc")]
        if design == "clus2":
            fpc = [self.number("fpc1"), self.number("fpc2")]
        weights = None if design == "clus2" else self.number("pw")
        return sample_of(len(self), weights=weights, strata=strata, stages=stages, fpc=fpc)


def read(folder, name=ORACLE):
    return json.loads((folder / name).read_text())


def present():
    """Return the designs that R's file holds; all that it can hold when the file is not here."""
    folder = Path(os.environ.get("ENGAGE_SHARED", "nowhere")) / "oracles"
    if not (folder / ORACLE).is_file():
        return tuple(FILES)
    return tuple(name for name in read(folder) if name != "meta")
