"""Orders by a forecast whose days have come since: told, since they would come too late."""

from core.actions.desk import Desk
from core.actions.forecast_scored import scored
from core.actions.forecasts import forecast_of
from core.base.errors import AppError
from core.base.protocols import Problem


def passed(desk: Desk, run_id: str) -> list[Problem]:
    """A warning where a newer version of its data tells of days of the forecast, or why that
    version cannot be read; none while nothing has come. Raises the AppErrors of `forecast_of`."""
    first = forecast_of(desk, run_id).forecast.dates[0].astype("datetime64[D]")
    try:
        found = scored(desk, run_id)
    except AppError as error:
        return [Problem(code=error.code, severity="warning", facts=error.facts)]
    if found is None:
        return []
    facts = {
        "count": found.periods, "horizon": found.horizon, "first": str(found.first),
        "last": str(found.last), "begin": str(first), "dataset": found.told.name,
        "id": found.told.id,
    }  # fmt: skip
    return [Problem(code="forecast_days_passed", severity="warning", facts=facts)]
