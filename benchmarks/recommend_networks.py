"""A network beside the closed forms: how much CPU until it ranks as well; and items nobody bought.

Both are told by customers of an earlier question: nothing here looks at the rows that judge.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import recommend_data as sets
from benchmarks.recommend_peers import cpu
from core.base.protocols import StopRequestedError
from core.base.specs import RunSpec
from core.demand.refits import Silent
from core.lab.recommend.candidates import candidate
from core.lab.recommend.trying import setting_of
from core.recommend.evaluate import judge
from core.recommend.family import Known, Ranker
from core.recommend.filled import Filled
from core.recommend.histories import histories_of
from core.recommend.protocol import Asked
from core.recommend.task import Question

K = 10
EPOCHS, PATIENCE = 200, 10
"""More than the app takes if nobody says so (20 and 3): the question is how far it gets at all."""
LOOKED = 3000
"""Validation customers that are ranked for after every epoch."""
CLOSED = ("next_item", "item_knn", "sequence_ridge")


@dataclass
class Curve:
    """A reporter that ranks for validation customers after each epoch and ends the fit at `cap`
    CPU seconds; what the ranking takes is not counted."""

    asked: Asked
    popular: np.ndarray
    length: int
    cap: float
    towers: list[Any] = field(default_factory=list)
    points: list[tuple[float, float]] = field(default_factory=list)
    _begun: float = field(default_factory=cpu)
    _looking: float = 0.0

    @property
    def spent(self) -> float:
        """CPU seconds of the fit so far."""
        return cpu() - self._begun - self._looking

    def epoch(self, epoch: int, _epochs: int, _loss: float, **_rest: float | None) -> None:
        """NDCG after an epoch."""
        from core.recommend.net_keras import _ranker

        spent, began = self.spent, cpu()
        ranker = Filled(_ranker(self.towers[0], self.length), self.popular)
        self.points.append((spent, ndcg(ranker, self.asked)))
        self._looking += cpu() - began
        print(f"    epoch {epoch}: {spent:.0f} CPU-s, NDCG {self.points[-1][1]:.4f}", flush=True)

    def batch(self, *_facts: object, **_more: object) -> None:
        """Nothing."""

    def log(self, code: str, **facts: object) -> None:
        """Which epoch was kept."""
        print(f"    {code} {facts}", flush=True)

    def stopping(self) -> bool:
        """Whether the CPU is spent."""
        return self.spent > self.cap


def live(data: Path, cap: float) -> None:
    """The GRU on Amazon Beauty beside the best closed form, on the same customers."""
    known = sets.beauty(data)
    question = Question(protocol="leave_one_out", lists="new", fewest_of_user=1, fewest_of_item=1)
    asked = setting_of(_spec(question), question, known).earlier[0]
    learned, looked = Known(asked.known, known.items, known.users), _some(asked)
    popular = np.bincount(asked.known.item, minlength=len(asked.known.items)).astype(np.float32)
    print(f"\nlive, amazon_beauty: {len(looked.users):,} validation customers")
    best = 0.0
    for name in CLOSED:
        began = cpu()
        ranker = Filled(candidate(name, {}, 0).fit(learned, Silent()), popular)
        spent, reached = cpu() - began, ndcg(ranker, looked)
        best = max(best, reached)
        print(f"  {name}: {spent:.1f} CPU-s, NDCG {reached:.4f}", flush=True)
    points = _gru(learned, looked, popular, cap)
    first = next((spent for spent, reached in points if reached >= best), None)
    highest = max((reached for _, reached in points), default=0.0)
    told = f"reached after {first:.0f} CPU-s" if first is not None else "not reached"
    print(f"  best closed form {best:.4f}: {told}; highest of the GRU {highest:.4f}")


def _gru(
    learned: Known, looked: Asked, popular: np.ndarray, cap: float
) -> Sequence[tuple[float, float]]:
    from core.recommend import net_keras
    from core.recommend.families import gru_keras
    from core.recommend.families.gru import GruSettings

    settings = GruSettings(epochs=EPOCHS, patience=PATIENCE)
    length = net_keras.divided(settings, learned, 0)[0].seen.shape[1]
    curve = Curve(looked, popular, length, cap)

    def build(chosen: Any, ground: Any) -> Any:
        curve.towers.append(gru_keras.build(chosen, ground))
        return curve.towers[0]

    try:
        net_keras.fit(settings, learned, 0, build, curve)  # type: ignore[arg-type]
    except StopRequestedError:
        print(f"    ended at {cap:.0f} CPU-s")
    return curve.points


def cold() -> None:
    """Items of the sample shop that nobody had bought before a day: how two towers, content and
    ALS place them among each other (AUC) and on lists of ten of all items, for who bought them."""
    from sklearn.metrics import roc_auc_score

    known = sets.sample_shop()
    found = known.interactions
    cut = float(np.quantile(found.day, 0.5))
    early = found.before(cut)
    items = len(found.items)
    sold, before = (np.bincount(one.item, minlength=items) > 0 for one in (found, early))
    new = np.flatnonzero(sold & ~before)
    users = np.unique(early.user).astype(np.int64)
    later = replace(found.where(found.day >= cut))
    taken = later.matrix()[users][:, new].toarray() > 0
    print(f"\ncold items of the sample shop: {len(new)} of {items}, {int(taken.sum()):,} purchases")
    told = histories_of(early, users, cut)
    for name in ("two_tower", "content_based", "als"):
        began = cpu()
        model = candidate(name, {}, 0).fit(replace(known, interactions=early), Silent())
        scores = np.concatenate([np.asarray(model.scores(part)) for part in told.blocks(1024)])
        had = told.times().toarray() > 0
        rest = np.where((scores > 0) & ~had, scores, -np.inf)
        rank = (rest[:, None, :] > rest[:, new, None]).sum(axis=2)
        on = (rank < K) & np.isfinite(rest[:, new])
        mixed = [n for n in range(len(users)) if 0 < taken[n].sum() < len(new)]
        auc = np.mean([roc_auc_score(taken[n], scores[n, new]) for n in mixed])
        hit = f"HR@{K} {on[taken].mean():.3f}"
        print(f"  {name}: AUC {auc:.2f}, {hit}, {cpu() - began:.1f} CPU-s", flush=True)


def ndcg(ranker: Ranker, asked: Asked) -> float:
    """The mean over customers, of what is new to them."""
    return float(judge(ranker, asked, K)["new"].each["ndcg"].mean())


def _some(asked: Asked) -> Asked:
    """Validation customers, drawn."""
    rows = np.random.default_rng(0).permutation(len(asked.users))[:LOOKED]
    rows.sort()
    users = asked.users[rows]
    told = histories_of(asked.known, users, 0.0)
    told = replace(told, now=asked.histories.now[rows])
    return Asked(asked.known, users, told, asked.taken[rows])


def _spec(question: Question) -> RunSpec:
    return RunSpec(dataset="d", task="recommend", question=question.model_dump(mode="json"))
