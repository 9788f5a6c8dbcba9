"""The verdict counts the series that could be judged, and no others."""

import numpy as np
import pandas as pd

from core.demand.evaluate import Scored, outcome


def rmsse(*values: float) -> Scored:
    return Scored(pd.DataFrame({"rmsse": values}))


def test_series_without_a_scale_are_in_no_count() -> None:
    found = outcome(rmsse(0.5, 0.9, np.nan, 0.0), rmsse(1.0, 0.8, np.nan, 0.0))
    assert (found.needed, found.series) == (1, 3)


def test_where_none_could_be_judged_none_is_counted() -> None:
    none = rmsse(np.nan, np.nan)
    found = outcome(none, none)
    assert (found.verdict, found.needed, found.series) == ("no_better", 0, 0)


def test_one_series_seen_once_decides_nothing() -> None:
    found = outcome(rmsse(0.1), rmsse(1.0))
    assert (found.verdict, found.gain.value, found.gain.low) == ("no_better", 0.9, None)
