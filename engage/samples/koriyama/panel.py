"""The invented members of the net monitor panel, the same ones at every load."""

import random
from dataclasses import dataclass

from engage.samples.koriyama.data import data


@dataclass(frozen=True)
class Member:
    """One invented monitor: who they are to the statistics, and whether they answered dx-2021."""

    number: int
    sex: str
    age_band: str
    district: str
    answered: bool

    @property
    def code(self) -> str:
        """Return the member's code, `M001` to `M360`."""
        return f"M{self.number:03d}"


def members() -> list[Member]:
    """Return the 360 monitors; sexes and answers add up to the report's figures."""
    spec = data("fictional/panel")
    chance = random.Random(spec["seed"])  # noqa: S311 - invented people, not a secret
    people = [
        (group["sex"], group["age_band"], place < group["answered"])
        for group in spec["members"]
        for place in range(group["asked"])
    ]
    districts = [d["code"] for d in spec["districts"] for _ in range(d["asked"])]
    chance.shuffle(people)
    chance.shuffle(districts)
    return [
        Member(number, sex, band, district, answered)
        for number, ((sex, band, answered), district) in enumerate(
            zip(people, districts, strict=True), start=1
        )
    ]
