"""What is told of a finished forecast, in the same words on every page and by every command."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from core.base.runs import Run, Score, Verdict
from core.base.texts import Texts
from core.demand.calibration import Missed, missed
from core.lab.catalog import BEST
from core.lab.demand.bundle import DemandReport

Percent = Callable[[float | None], str]
"""How a share is written."""


_FAR_OFF = 0.05
"""Shares of what was sold by which a bias is far worse than another."""


@dataclass(frozen=True)
class Beside:
    """A `metric` that is no better than the naive forecast's: `mine` beside `naive`; `worse` where
    it is higher, not only not surely lower."""

    metric: Literal["spl", "bias"]
    mine: float
    naive: float
    worse: bool


@dataclass(frozen=True)
class ForecastVerdict:
    """The `verdict` of a backtest and `key`, the text that says it; `gain` over the naive forecast
    `baseline`, which may be the `family` itself; the bands that `missed` what they promise, and in
    what a forecast that is better is not so `beside` the naive one."""

    verdict: Verdict
    key: str
    family: str
    baseline: str
    gain: Score
    missed: tuple[Missed, ...]
    beside: tuple[Beside, ...] = ()

    @property
    def naive(self) -> bool:
        """Whether the naive forecast itself answers."""
        return self.family == self.baseline

    @property
    def good(self) -> bool:
        """Whether there is nothing to beware of."""
        return self.verdict == "better" and not self.missed and not self.beside

    @property
    def tone(self) -> str:
        """How the verdict looks: one that is better in RMSSE alone is not praised."""
        if self.key == "same":
            return "info"
        worse = self.verdict == "better" and any(one.worse for one in self.beside)
        return "beware" if worse else self.verdict


def judged(run: Run, report: DemandReport) -> ForecastVerdict:
    """The verdict on the forecast of a run."""
    made = report.outcome
    same = "kept" if run.spec.family == BEST else "same"
    scores = _scores(report, report.family)
    return ForecastVerdict(
        verdict=made.verdict,
        key=same if report.family == report.baseline else made.verdict,
        family=report.family,
        baseline=report.baseline,
        gain=made.gain,
        missed=missed(scores),
        beside=_beside(report) if made.verdict == "better" else (),
    )


def _scores(report: DemandReport, family: str) -> dict[str, Score]:
    return next((one.scores for one in report.standings if one.family == family), {})


def _beside(report: DemandReport) -> tuple[Beside, ...]:
    """In what the intervals or the bias are no better than the naive forecast's."""
    mine, naive = _scores(report, report.family), _scores(report, report.baseline)
    found = []
    if "spl" in mine and "spl" in naive:
        one, other = mine["spl"].value, naive["spl"].value
        sharper = report.outcome.sharper
        unsure = sharper is not None and sharper.low is not None and sharper.low <= 0
        if one >= other or unsure:
            found.append(Beside("spl", one, other, one >= other))
    if "bias" in mine and "bias" in naive:
        one, other = mine["bias"].value, naive["bias"].value
        if abs(one) > abs(other) + _FAR_OFF:
            found.append(Beside("bias", one, other, True))
    return tuple(found)


def sentence(found: ForecastVerdict, texts: Texts, percent: Percent) -> str:
    """The verdict in one sentence."""
    return texts(
        f"demand.verdict.{found.key}",
        gain=percent(abs(found.gain.value)),
        low=percent(found.gain.low),
        high=percent(found.gain.high),
        model=_name(found.family, texts),
        baseline=_name(found.baseline, texts),
    )


def caution(found: ForecastVerdict, texts: Texts, percent: Percent) -> tuple[str, str] | None:
    """That the intervals are too narrow or too wide, and what it means for orders; None where they
    held what they promise."""
    if not found.missed:
        return None
    way = "narrow" if found.missed[0].narrow else "wide"
    held = [
        texts("demand.band.held", level=f"{one.level:.0%}", covered=percent(one.covered))
        for one in found.missed
    ]
    between = "" if texts.lang == "zh" else " "
    told = between.join([*held, texts(f"demand.band.{way}_note")])
    return texts(f"demand.band.{way}"), told


def beside(found: ForecastVerdict, texts: Texts, percent: Percent) -> str:
    """In what a better forecast is no better than the naive one, a sentence each; nothing else."""
    baseline = _name(found.baseline, texts)
    said = []
    for one in found.beside:
        write = percent if one.metric == "bias" else _loss
        ends = [write(abs(value)) for value in (one.mine, one.naive)]
        key = "bias" if one.metric == "bias" else "intervals_worse" if one.worse else "intervals"
        way = texts(f"demand.beside.{'high' if one.mine > 0 else 'low'}")
        facts = {"baseline": baseline, "mine": ends[0], "naive": ends[1], "way": way}
        said.append(texts(f"demand.beside.{key}", **facts))
    return ("" if texts.lang == "zh" else " ").join(said)


def told(run: Run, report: DemandReport, texts: Texts) -> dict[str, str]:
    """What the command line says of a forecast: its `verdict`, and where there is something to
    beware of, that in a `note`."""
    found = judged(run, report)
    beware = [] if found.verdict == "better" else [sentence(found, texts, _percent)]
    if found.beside:
        beware.append(beside(found, texts, _percent))
    beware += caution(found, texts, _percent) or ()
    between = " " if texts.lang == "en" else ""
    note = between.join(_ended(one, texts) for one in beware)
    return {"verdict": found.verdict} | ({"note": note} if note else {})


def _loss(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}%"


def _ended(told: str, texts: Texts) -> str:
    """A title as a sentence."""
    stop = "。" if texts.lang == "zh" else "."
    return told if told.endswith(stop) else told + stop


def _name(family: str, texts: Texts) -> str:
    key = f"train.family.{family}.label"
    return texts(key) if texts.has(key) else family
