"""The demand over lead time and review: exact where it is fixed, a mixture where it is not."""

import numpy as np
import pytest
from scipy.stats import norm

from core.base.errors import AppError
from core.base.forecast import LEVELS, Forecast, Freq
from core.inventory.given import nothing_given
from core.inventory.outlook import Outlook
from core.inventory.plan import plan
from core.inventory.terms import Terms
from tests.inventory.shop import normal_forecast

MEAN, SD = np.array([50.0, 80.0]), np.array([10.0, 12.0])


def outlook(lead: float, sd: float = 0.0, horizon: int = 28, each: int = 1) -> Outlook:
    forecast = normal_forecast(MEAN, SD, horizon, each)
    return Outlook(forecast, np.full(2, lead), np.array([sd, 0.0]))


def test_demand_over_the_protection_interval_is_the_quantile_of_the_sum() -> None:
    found = outlook(7).quantiles(7)
    for item in range(2):
        truth = norm(14 * MEAN[item], np.sqrt(14) * SD[item]).ppf(np.asarray(LEVELS))
        assert found[item] == pytest.approx(truth)
    assert outlook(7).mean(7) == pytest.approx(14 * MEAN)


def test_days_between_two_periods_lie_between_their_sums() -> None:
    weekly = outlook(10, each=7)
    assert weekly.mean() == pytest.approx(10 / 7 * MEAN)
    low, high = outlook(7, each=7).quantiles(), outlook(14, each=7).quantiles()
    assert weekly.quantiles() == pytest.approx(low + 3 / 7 * (high - low))


def test_an_uncertain_lead_time_is_a_mixture_and_a_fixed_one_beside_it_is_untouched() -> None:
    found = outlook(7, 2).quantiles(7)
    assert found[1] == pytest.approx(outlook(7).quantiles(7)[1])
    draw = np.random.default_rng(0)
    lead = draw.gamma((7 / 2) ** 2, 2**2 / 7, 400_000) + 7
    drawn = 50 * lead + 10 * np.sqrt(lead) * draw.standard_normal(len(lead))
    truth = np.quantile(drawn, np.asarray(LEVELS))
    assert found[0] == pytest.approx(truth, rel=0.01)
    assert outlook(7, 2).mean(7)[0] == pytest.approx(14 * 50)


def test_an_uncertain_lead_time_of_whole_days_is_what_is_drawn() -> None:
    forecast = normal_forecast(MEAN, SD)
    for mean, sd in ((1.0, 0.5), (4.0, 0.4), (7.0, 2.0)):
        drawn = np.random.default_rng(0).gamma((mean / sd) ** 2, sd**2 / mean, 400_000)
        lead = np.maximum(np.rint(drawn), 1)
        seen = Outlook(forecast, np.full(2, mean), np.full(2, sd), whole=True)
        assert seen.mean() / MEAN == pytest.approx(lead.mean(), rel=0.01)
        noise = np.random.default_rng(1).standard_normal(len(lead))
        truth = np.quantile(80 * (lead + 7) + 12 * np.sqrt(lead + 7) * noise, LEVELS)
        assert seen.quantiles(7)[1] == pytest.approx(truth, rel=0.03)


def test_an_uncertain_lead_time_needs_more_stock() -> None:
    high = LEVELS.index(0.95)
    need = [outlook(7, sd).quantiles(7)[0, high] for sd in (0, 1, 2, 3)]
    assert (np.diff(need) > 0).all()


def test_a_forecast_that_ends_too_early_is_refused_with_both_figures() -> None:
    with pytest.raises(AppError) as refused:
        outlook(22).quantiles(7)
    assert refused.value.code == "beyond_horizon"
    assert refused.value.facts == {"days": "29", "horizon": "28"}
    assert outlook(21).quantiles(7).shape == (2, len(LEVELS))


def of_dates(mean: float, dates: list[str], freq: Freq) -> Forecast:
    """One item of as many units in every period, which are as good as sure."""
    one = np.full((1, len(dates)), mean)
    sure = np.repeat(one[..., None], len(LEVELS), 2)
    days = np.array(dates, dtype="datetime64[D]")
    return Forecast(("i0",), days, one, sure, sure.cumsum(axis=1), freq)


def test_a_single_week_has_seven_days() -> None:
    week = of_dates(70, ["2024-01-01"], "W")
    found = plan(week, nothing_given(), Terms(lead_time=3, review_period=3))
    assert found.states["daily_demand"].to_list() == pytest.approx([10])
    assert found.lines["quantity"].to_list() == [60]
    with pytest.raises(AppError) as refused:
        plan(week, nothing_given(), Terms(lead_time=4, review_period=4))
    assert refused.value.facts == {"days": "8", "horizon": "7"}


def test_months_are_as_long_as_they_are() -> None:
    months = of_dates(300, ["2023-02-01", "2023-03-01"], "M")
    assert months.daily == pytest.approx(600 / 59)
    seen = Outlook(months, np.array([28.0]), np.zeros(1))
    assert seen.mean() == pytest.approx(300)
    assert seen.mean(15.5) == pytest.approx(450)
    assert seen.mean(31) == pytest.approx(600)
    with pytest.raises(AppError, match="beyond_horizon"):
        seen.mean(32)
