"""Rolling origins: where they are, what each sees, and what then was sold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.demand.backtest import cutoffs, following, told
from core.demand.panel import Floats, Panel
from tests.demand.panels import panel, weekly


@given(
    horizon=st.integers(1, 30), windows=st.integers(1, 8), step=st.integers(1, 30),
    spare=st.integers(1, 100),
)  # fmt: skip
def test_cutoffs_rise_by_the_step_and_the_last_window_ends_at_the_end(
    horizon: int, windows: int, step: int, spare: int
) -> None:
    periods = horizon + step * (windows - 1) + spare
    found = cutoffs(periods, horizon, windows, step)
    assert len(found) == windows
    assert found[-1] + horizon == periods
    assert (np.diff(found) == step).all()
    assert found[0] == spare


def test_what_follows_is_unknown_beyond_the_panel() -> None:
    past = panel([[1, 2, 3, 4, 5]])
    assert following(past, 3, 2).tolist() == [[4, 5]]
    assert following(past, 4, 3) == pytest.approx(np.array([[5, np.nan, np.nan]]), nan_ok=True)


def test_a_forecast_sees_nothing_after_its_origin() -> None:
    whole = panel(weekly(3, 60))
    seen = []

    def mean(past: Panel) -> Floats:
        seen.append(past)
        return np.repeat(past.y[:, -1:], 7, axis=1)

    found = told(whole, mean, [40, 53], 7)
    assert [past.y.shape[1] for past in seen] == [40, 53]
    for one, origin in zip(found, (40, 53), strict=True):
        assert np.array_equal(one.panel.y, whole.y[:, :origin])
        assert len(one.panel.dates) == origin
        assert np.array_equal(one.sold, whole.y[:, origin : origin + 7])
        assert np.array_equal(one.mean[:, 0], whole.y[:, origin - 1])
