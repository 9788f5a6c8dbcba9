"""Steps about time: epoch numbers to UTC, the date in the shop's own zone, rows out of time."""

import re
from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from core.base.recipe import RecipeStep
from core.data.cells import clean
from core.data.dates import date_style, parse_dates
from core.data.raw import RawTable
from core.data.steps.block import Block, Run, each
from core.data.steps.zones import ZONES, zone_of

_DIGITS = re.compile(r"(-?\d{1,17})(?:\.0+)?")
_UNITS = {"epoch_s": "s", "epoch_ms": "ms", "epoch_us": "us"}
_LARGEST = {"s": 253_402_300_799, "ms": 253_402_300_799_999, "us": 9_223_372_036_854_775}


def epoch(step: RecipeStep) -> Run:
    """Seconds, milliseconds or microseconds since 1970 (UTC) to ISO 8601 with a Z."""
    unit = _UNITS[step.code]

    def run(block: Block) -> tuple[Block, int]:
        touched = 0
        for name in step.columns:
            texts = block.texts(name)
            numbers, known = _whole(texts, _LARGEST[unit])
            written = np.datetime_as_string(numbers[known].astype(f"datetime64[{unit}]"))
            after = texts.astype(object)
            after[known] = np.char.add(written, "Z").astype(object)
            block = block.put(name, pa.array(after, pa.string()))
            touched += int(known.sum())
        return block, touched

    return run


def _whole(texts: NDArray[np.object_], largest: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Whole numbers in texts (n,), and where there is one that a year before 10000 has."""
    found = [_DIGITS.fullmatch(text) for text in texts]
    numbers = np.array([int(match[1]) if match else 0 for match in found], dtype=np.int64)
    known = np.array([match is not None for match in found], dtype=bool)
    return numbers, known & (np.abs(numbers) <= largest)


def outside(step: RecipeStep) -> Run:
    """Sets aside rows whose epoch second lies before `first` or after `last`."""
    first, last = int(step.facts["first"]), int(step.facts["last"])

    def run(block: Block) -> tuple[Block, int]:
        numbers, known = _whole(block.texts(step.columns[0]), _LARGEST["us"])
        flags = known & ((numbers < first) | (numbers > last))
        return block.without(flags, "outside_window"), int(flags.sum())

    return run


def zone_date(step: RecipeStep) -> Run:
    """Adds the date that an instant (ISO, UTC) has in `zone`."""

    def run(block: Block) -> tuple[Block, int]:
        texts = pd.Series(block.texts(step.columns[0]))
        instants = pd.to_datetime(texts, format="ISO8601", utc=True, errors="coerce")
        dates = instants.dt.tz_convert(step.facts["zone"]).dt.strftime("%Y-%m-%d").fillna("")
        return _put_dates(block, step, dates)

    return run


def local_date(step: RecipeStep) -> Run:
    """Adds the date as the shop's clock showed it: that before the offset from UTC."""

    def run(block: Block) -> tuple[Block, int]:
        texts = pd.Series(block.texts(step.columns[0]))
        dates = texts.str.extract(r"^(\d{4}-\d{2}-\d{2})", expand=False).fillna("")
        return _put_dates(block, step, dates)

    return run


def _put_dates(block: Block, step: RecipeStep, dates: pd.Series) -> tuple[Block, int]:
    texts = pa.array(dates.astype(object), pa.string())
    return block.put(step.facts["into"], texts), int((dates != "").sum())


def instant(step: RecipeStep) -> Run:
    """Adds the instant (UTC) of a date, a time and the name of a time zone in three columns.

    The dates have the `order` of `with_order`.
    """
    order = step.facts["order"]

    def run(block: Block) -> tuple[Block, int]:
        dates, times, zones = (block.texts(name) for name in step.columns)
        lines = zip(dates, times, zones, strict=True)
        joined = pa.array([f"{d}\n{t}\n{z}" for d, t, z in lines], pa.string())
        made, _ = each(joined, lambda text: _instant(text, order))
        known = sum(1 for text in made.to_pylist() if text)
        return block.put(step.facts["into"], made), known

    return run


def with_order(step: RecipeStep, raw: RawTable) -> RecipeStep:
    """The step `instant` with the order of the file's dates; any other step as it is.

    Where no date of the file shows whether the day or the month comes first, shops in the
    United States write the month first, others the day.
    """
    if step.code != "instant":
        return step
    dates, _, zones = (_counted(raw, name) for name in step.columns)
    style = date_style([*dates], np.array([*dates.values()], dtype=np.int64))
    order = style.order
    if style.ambiguous:
        american = any(ZONES.get(zone, "").startswith("America/") for zone in zones)
        order = "month_first" if american else "day_first"
    return step.model_copy(update={"facts": {**step.facts, "order": order}})


def _counted(raw: RawTable, name: str) -> Counter[str]:
    """How often each text stands in a column of the file, if it is there."""
    found: Counter[str] = Counter()
    if name in raw.names:
        for one in pc.value_counts(raw.column(raw.names.index(name))).to_pylist():
            found[(one["values"] or "").strip()] += one["counts"]
    return found


def _instant(text: str, order: str) -> str:
    date, time, name = text.split("\n")
    zone = zone_of(name)
    found, ok = parse_dates([clean(f"{date} {time}")], order)
    if zone is None or not ok[0]:
        return ""
    local: datetime = found[0].astype("datetime64[s]").item()
    moment = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
