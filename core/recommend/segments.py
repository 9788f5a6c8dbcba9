"""How well customers of different kinds are served: a mean hides that newcomers get nothing."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.runs import Score
from core.recommend.certain import intervals
from core.recommend.protocol import Asked

Segment = Literal["new", "light", "heavy"]
SEGMENTS: tuple[Segment, ...] = get_args(Segment)


@dataclass(frozen=True)
class Served:
    """The customers of a segment: how many are `asked` about, how many of them are `judged` since
    they took something that the view has, and the measures of those with their intervals."""

    segment: Segment
    asked: int
    judged: int
    scores: dict[str, Score]


def segments_of(asked: Asked) -> NDArray[np.int64]:
    """The place in `SEGMENTS` of every customer asked about (q,): new without a history; others
    heavy with more different items than the median of those who have one, light with as many or
    fewer."""
    different = np.diff(asked.had.indptr)
    some = different > 0
    middle = float(np.median(different[some])) if some.any() else 0.0
    return np.where(some, np.where(different > middle, 2, 1), 0)


def by_segment(asked: Asked, each: pd.DataFrame, seed: int = 0) -> tuple[Served, ...]:
    """The measures of every customer (`Judged.each`, q rows) by segment, in the order of
    `SEGMENTS`; a segment that nobody is in is left out."""
    places = segments_of(asked)
    found = []
    for place, segment in enumerate(SEGMENTS):
        inside = places == place
        if inside.any():
            mine = each[inside]
            judged = int(mine.notna().any(axis=1).sum())
            found.append(Served(segment, int(inside.sum()), judged, intervals(mine, seed)))
    return tuple(found)
