"""The only thing that predicts. On disk: bundle.json, prep-*.joblib, model-*/, and a manifest."""

from dataclasses import dataclass
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from numpy.typing import NDArray

import core
from core.base.model import Value
from core.base.recipe import Recipe
from core.base.specs import RunSpec
from core.base.values import Column
from core.classify.calibration import Platt
from core.lab import catalog
from core.lab.classify.blending import Probabilities
from core.lab.classify.fitting import Member
from core.store.artefacts import verify

ABOUT = "bundle.json"


class MemberInfo(Value):
    """Where a member's parts lie in the bundle's folder."""

    number: int
    candidate: str
    family: str
    prep: str
    model: str


class About(Value):
    """What a bundle is: schema, resolved spec, threshold, data hash, and its members.

    `negative` is the other value of the target, None where it has several.
    `recipe` is what was done to the text of the rows before they were typed.
    """

    version: str
    spec: RunSpec
    data_hash: str
    positive: str
    negative: str | None
    threshold: float
    features: tuple[Column, ...]
    weights: dict[str, float]
    calibration: Platt
    members: tuple[MemberInfo, ...]
    recipe: Recipe = Recipe()


@dataclass(frozen=True)
class Scored:
    """`probability` (n,) of the positive value; `unscorable` (n,) marks rows that have none.

    `unseen` counts, for each column, cells whose category training never saw.
    """

    probability: Probabilities
    unscorable: NDArray[np.bool_]
    unseen: dict[str, int]


@dataclass(frozen=True)
class Bundle:
    """A fitted answer with all it needs to score raw mapped rows."""

    about: About
    members: tuple[Member, ...]

    def predict(self, frame: pd.DataFrame) -> Scored:
        """Scores the rows of `frame` (typed columns by name), keeping every row's place.

        All members of a candidate are averaged, candidates by their weights.
        """
        return self._predict(frame, self.members)

    def predict_held_out(self, frame: pd.DataFrame, number: int) -> Probabilities:
        """Scores rows that division `number` held out by its members only: none trained on them."""
        members = tuple(member for member in self.members if member.number == number)
        return self._predict(frame, members).probability

    def _predict(self, frame: pd.DataFrame, members: tuple[Member, ...]) -> Scored:
        prepared = {}
        total = np.zeros(len(frame))
        for member in members:
            if member.number not in prepared:
                prepared[member.number] = member.prep.transform(frame)
            rows = prepared[member.number]
            total += self._weight(member, members) * member.model.predict(rows.x)
        first = next(iter(prepared.values()))
        unscorable = np.logical_or.reduce([rows.unscorable for rows in prepared.values()])
        return Scored(self.about.calibration.recalibrated(total), unscorable, first.unseen)

    def _weight(self, member: Member, members: tuple[Member, ...]) -> float:
        siblings = sum(1 for other in members if other.candidate == member.candidate)
        return self.about.weights[member.candidate] / siblings


def write(bundle: Bundle, folder: Path) -> None:
    """Writes the bundle's files into `folder`; sealing it is the caller's last step."""
    for member, info in zip(bundle.members, bundle.about.members, strict=True):
        prep = folder / info.prep
        if not prep.exists():
            joblib.dump(member.prep, prep)
        (folder / info.model).mkdir()
        member.model.save(folder / info.model)
    (folder / ABOUT).write_text(bundle.about.model_dump_json(indent=1), "utf-8")


def load(folder: Path, digest: str) -> Bundle:
    """Reads the bundle whose manifest has the sha256 `digest`; all is checked before any is loaded.

    Raises AppError bundle_damaged, bundle_foreign.
    """
    about = load_about(folder, digest)
    preps = {info.prep: joblib.load(folder / info.prep) for info in about.members}
    members = tuple(
        Member(
            number=info.number,
            candidate=info.candidate,
            family=info.family,
            prep=preps[info.prep],
            model=catalog.family(about.spec.task, info.family).load(folder / info.model),
        )
        for info in about.members
    )
    return Bundle(about, members)


def load_about(folder: Path, digest: str) -> About:
    """What the bundle with this digest is. Raises AppError bundle_damaged, bundle_foreign."""
    verify(folder, digest)
    return About.model_validate_json((folder / ABOUT).read_text("utf-8"))


def describe(members: tuple[Member, ...]) -> tuple[MemberInfo, ...]:
    """Where each member's parts will lie."""
    return tuple(
        MemberInfo(
            number=member.number,
            candidate=member.candidate,
            family=member.family,
            prep=f"prep-{member.number}.joblib",
            model=f"model-{i}",
        )
        for i, member in enumerate(members)
    )


VERSION = core.__version__
