"""How good forecasts are beside peers: the same series, the same three windows of 28 days.

    python -m benchmarks.demand --data DIR [--sets store_item] [--only pooled_trees] [--dev]

Means are judged by RMSSE and bias on lumpy data, where MASE and WAPE reward forecasting nothing
(see the row `zero`); distributions by SPL, the scaled pinball loss over M5's nine levels, and by
coverage (randomised for counts), overall and in the worst ABC x XYZ class of at least 10 series.
CPU is seconds of this process and its children for 1,000 series and one window, libraries
imported before: of a family of ours with quantiles two fits and the calibration, of `best` all
that it tried. `--dev` leaves out the last 84 days: what is tuned is tuned there.
"""

import argparse
import json
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.demand_panels import HORIZON, PANELS, WINDOWS
from benchmarks.demand_peers import BEST, SLOW, Forecast, Said, best, contestants
from core.demand.backtest import cutoffs, following
from core.demand.classes import classed
from core.demand.metrics import bias, coverage, mase, rmsse, scaled_pinball, wape
from core.demand.panel import Panel

M5 = (0.005, 0.025, 0.165, 0.25, 0.5, 0.75, 0.835, 0.975, 0.995)
SUBSET = {"store_item": 24, "online_retail": 60}
FEWEST = 10
SUMS = (7, 14, 28)
"""Spans of days whose sums are looked at."""


@dataclass(frozen=True)
class Window:
    """What a contestant said of the days after `past`, and in how many CPU seconds."""

    past: Panel
    said: Said
    sold: np.ndarray
    seconds: float


def cpu() -> float:
    """CPU seconds of this process and of the children it has waited for."""
    import os

    spent = os.times()
    return time.process_time() + spent.children_user + spent.children_system


def run(panel: Panel, forecast: Forecast) -> list[Window]:
    """The forecasts from each cutoff."""
    found = []
    for cutoff in cutoffs(panel.y.shape[1], HORIZON, WINDOWS, HORIZON):
        past, began = panel.until(cutoff), cpu()
        said = forecast(past)
        found.append(Window(past, said, following(panel, cutoff, HORIZON), cpu() - began))
    return found


def run_best(panel: Panel) -> list[Window]:
    """The same of the app's own choice; the time is that of all it tried, by the cutoffs."""
    at, began = cutoffs(panel.y.shape[1], HORIZON, WINDOWS, HORIZON), cpu()
    said = best(panel, at)
    each = (cpu() - began) / len(at)
    return [
        Window(panel.until(cutoff), one, following(panel, cutoff, HORIZON), each)
        for cutoff, one in zip(at, said, strict=True)
    ]


def only(windows: list[Window], chosen: np.ndarray) -> list[Window]:
    """The same forecasts of some of the series; the time is that of all."""
    return [
        Window(
            window.past.only(chosen),
            Said(*(None if part is None else part[chosen] for part in _parts(window.said)),
                 levels=window.said.levels),
            window.sold[chosen],
            window.seconds * len(chosen) / len(window.sold),
        )
        for window in windows
    ]  # fmt: skip


def _parts(said: Said) -> tuple[np.ndarray | None, ...]:
    return said.mean, said.quantiles, said.cumulative


def figures(windows: list[Window]) -> dict[str, float]:
    """Every figure over all windows; series without a scale have no scaled error."""
    past, said, sold = ([getattr(w, name) for w in windows] for name in ("past", "said", "sold"))
    every, means = np.concatenate(sold), np.concatenate([one.mean for one in said])
    scaled = [
        (mase(p.y, s, f.mean, 7), rmsse(p.y, s, f.mean))
        for p, s, f in zip(past, sold, said, strict=True)
    ]
    found = dict(zip(("mase", "rmsse"), np.nanmean(np.hstack(scaled), axis=1), strict=True))
    found |= {"wape": wape(every, means), "bias": bias(every, means)}
    if said[0].quantiles is not None:
        found |= distribution_figures(windows)
    found["cpu"] = sum(w.seconds for w in windows) / len(windows) / len(sold[0]) * 1000
    return {name: float(value) for name, value in found.items()}


def distribution_figures(windows: list[Window]) -> dict[str, float]:
    """SPL and coverage, overall, in the class that is worst off, and of sums."""
    places = [windows[0].said.levels.index(level) for level in M5]
    losses = [scaled_pinball(w.past.y, w.sold, w.said.quantiles[:, :, places], M5) for w in windows]
    found = {"spl": np.nanmean(np.concatenate(losses))}
    groups = np.concatenate([classed(w.past).both for w in windows])
    for share in (0.8, 0.95):
        name = f"{100 * share:.0f}"
        covered = np.concatenate(
            [coverage(w.sold, w.said.quantiles, w.said.levels, share) for w in windows]
        )
        found[f"cov{name}"] = covered.mean()
        by_class = {
            group: covered[groups == group].mean()
            for group in np.unique(groups)
            if (groups == group).sum() >= FEWEST * len(windows)
        }
        found[f"worst{name}"] = max(by_class.values(), key=lambda value: abs(value - share))
        if windows[0].said.cumulative is not None:
            found |= {f"sum{days}_{name}": _of_sums(windows, days, share) for days in SUMS}
    return found


def _of_sums(windows: list[Window], days: int, share: float) -> float:
    """How often the sum of the first `days` was covered."""
    found = [
        coverage(
            w.sold[:, :days].sum(axis=1, keepdims=True),
            w.said.cumulative[:, days - 1 : days], w.said.levels, share,
        )
        for w in windows
    ]  # fmt: skip
    return float(np.concatenate(found).mean())


COLUMNS = {
    "MASE": "mase", "RMSSE": "rmsse", "WAPE": "wape", "bias": "bias", "SPL": "spl",
    "cov 80": "cov80", "cov 95": "cov95", "worst class 80": "worst80",
    "worst class 95": "worst95", "CPU s": "cpu",
}  # fmt: skip


def row(name: str, count: int, found: dict[str, float]) -> str:
    """A line of the table."""
    cells = [f"{found[key]:.3f}" if key in found else "-" for key in COLUMNS.values()]
    return f"| {name} | {count} | " + " | ".join(cells) + " |"


def compare(name: str, panel: Panel, chosen: list[str]) -> dict[str, dict[str, float]]:
    """Prints the table of a set and returns its figures."""
    share = np.mean(panel.y[~np.isnan(panel.y)] == 0)
    print(f"\n{name}: {len(panel.y)} series, {panel.y.shape[1]} days, {share:.0%} without a sale")
    print("| | series | " + " | ".join(COLUMNS) + " |\n" + "|---" * (len(COLUMNS) + 2) + "|")
    some = np.sort(np.random.default_rng(0).permutation(len(panel.y))[: SUBSET[name]])
    slow = any(contestant in SLOW for contestant in chosen)
    found: dict[str, dict[str, float]] = {}
    for contestant, forecast in contestants().items():
        if contestant not in chosen:
            continue
        windows = run(panel.only(some) if contestant in SLOW else panel, forecast)
        found[contestant] = figures(windows)
        print(row(contestant, len(windows[0].sold), found[contestant]), flush=True)
        if contestant == "pooled_trees" and slow:
            label = "pooled_trees, those of AutoETS"
            found[label] = figures(only(windows, some))
            print(row(label, len(some), found[label]), flush=True)
    if BEST in chosen:
        found[BEST] = figures(run_best(panel))
        print(row(BEST, len(panel.y), found[BEST]), flush=True)
    return found


def sums(found: dict[str, dict[str, float]]) -> None:
    """Prints how often sums of ours were covered."""
    for name, figure in found.items():
        told = [
            f"{days} days {figure[f'sum{days}_80']:.3f} / {figure[f'sum{days}_95']:.3f}"
            for days in SUMS
            if f"sum{days}_80" in figure
        ]
        if told:
            print(f"sums of {name} covered at 80 / 95 %: " + ", ".join(told))


def warm(chosen: list[str]) -> None:
    """Imports tensorflow before the clock runs, where a network takes part."""
    if any(name.startswith(("mlp", "nhits", BEST)) for name in chosen):
        from core.nets import warm_keras

        warm_keras.warm()


def main() -> None:
    """Prints a table a set and, last, all figures as JSON."""
    names = [*contestants(), BEST]
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", nargs="*", default=list(PANELS), choices=list(PANELS))
    parser.add_argument("--only", nargs="*", default=names, choices=names)
    parser.add_argument("--dev", action="store_true", help="without the last 84 days")
    flags = parser.parse_args()
    warnings.simplefilter("ignore")
    warm(flags.only)
    every = {}
    for name in flags.sets:
        panel = PANELS[name](flags.data)
        if flags.dev:
            panel = panel.until(panel.y.shape[1] - WINDOWS * HORIZON)
        every[name] = compare(name, panel, flags.only)
        sums(every[name])
    print(json.dumps(every))


if __name__ == "__main__":
    main()
