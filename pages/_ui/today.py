"""What needs a decision today, worked out from the runs: values first, drawn by the home page."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.base.runs import Run
from core.base.texts import Texts
from pages._ui.formats import Formats
from pages._ui.measures import headline
from pages._ui.run_words import beside

LIMIT = 6
_ORDER = ("decide", "unfinished", "going", "good")


@dataclass(frozen=True)
class Item:
    """One line of "Today": what is the matter with a run. `group` is one of `_ORDER`."""

    run: str
    group: str
    icon: str
    name: str
    sentence: str


def items(runs: Sequence[Run], t: Texts, f: Formats, limit: int = LIMIT) -> list[Item]:
    """At most `limit` lines, decisions first; `runs` come newest first and keep that order."""
    found = [item for run in runs if (item := _item(run, t, f)) is not None]
    return sorted(found, key=lambda item: _ORDER.index(item.group))[:limit]


def _item(run: Run, t: Texts, f: Formats) -> Item | None:
    if run.state in ("queued", "running"):
        return Item(run.id, "going", "progress_activity", run.name, t(f"home.today.{run.state}"))
    if run.state in ("failed", "interrupted"):
        return Item(run.id, "unfinished", "replay", run.name, t(f"home.today.{run.state}"))
    if run.summary is None:
        return None
    verdict = f"{run.summary.verdict}_{beside(run)}"
    sentence = t(f"home.today.{verdict}", figures=headline(run, t, f))
    if run.summary.verdict == "better":
        return Item(run.id, "good", "check_circle", run.name, sentence)
    return Item(run.id, "decide", "balance", run.name, sentence)
