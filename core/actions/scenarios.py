"""Named scenarios of a forecast: changes of prices, promotions and demand, kept beside the run."""

from collections.abc import Callable, Sequence

from pydantic import TypeAdapter, ValidationError

from core.actions.desk import Desk
from core.base.errors import AppError
from core.base.model import Value
from core.demand.scenario import Change, Scenario
from core.store import beside
from core.store.names import clean_name, free_name

__all__ = ["Change", "Scenario"]
FILE = "scenarios.json"
_CHANGES = TypeAdapter(tuple[Change, ...])


class _Book(Value):
    scenarios: tuple[Scenario, ...] = ()


def scenarios_of(desk: Desk, run_id: str) -> tuple[Scenario, ...]:
    """The scenarios of a run, the oldest first. Raises AppError run_unknown, scenarios_damaged."""
    root = desk.workspace.root
    return beside.value(root, run_id, FILE, _Book, "scenarios_damaged").scenarios


def keep(desk: Desk, run_id: str, name: str, changes: Sequence[Change]) -> Scenario:
    """Keeps changes under a name; where it is taken, under the next free one.

    Raises AppError name_empty, name_too_long.
    """
    wanted = Scenario(name=clean_name(name), changes=tuple(changes))
    return _changed(desk, run_id, lambda kept: _with(kept, wanted))[-1]


def rename(desk: Desk, run_id: str, name: str, wanted: str) -> str:
    """Gives a scenario another name, or the next free one where that is taken; returns it.

    Raises AppError name_empty, name_too_long, scenario_unknown.
    """
    cleaned = clean_name(wanted)
    told: list[str] = []

    def renamed(kept: tuple[Scenario, ...]) -> tuple[Scenario, ...]:
        names = [one.name for one in kept]
        if name not in names:
            raise AppError("scenario_unknown", name=name, known=names)
        told.append(free_name(cleaned, set(names) - {name}))
        return tuple(
            one.model_copy(update={"name": told[0]}) if one.name == name else one for one in kept
        )

    _changed(desk, run_id, renamed)
    return told[0]


def drop(desk: Desk, run_id: str, name: str) -> None:
    """Removes a scenario; one that is not there is gone already."""
    _changed(desk, run_id, lambda kept: tuple(one for one in kept if one.name != name))


def put_back(desk: Desk, run_id: str, scenario: Scenario) -> None:
    """Undoes `drop`, under the next free name where its own was taken since."""
    _changed(desk, run_id, lambda kept: _with(kept, scenario))


def written(changes: Sequence[Change]) -> str:
    """Changes as short JSON, for an address."""
    return _CHANGES.dump_json(tuple(changes), exclude_defaults=True).decode()


def read(text: str) -> tuple[Change, ...] | None:
    """The changes of `written`; None where they were damaged on their way.

    >>> read('[{"kind":"demand","amount":1.2}]')[0].amount
    1.2
    """
    try:
        return _CHANGES.validate_json(text)
    except ValidationError:
        return None


def _with(kept: tuple[Scenario, ...], scenario: Scenario) -> tuple[Scenario, ...]:
    free = free_name(scenario.name, {one.name for one in kept})
    return (*kept, scenario.model_copy(update={"name": free}))


def _changed(
    desk: Desk, run_id: str, change: Callable[[tuple[Scenario, ...]], tuple[Scenario, ...]]
) -> tuple[Scenario, ...]:
    with beside.changing:
        kept = change(scenarios_of(desk, run_id))
        book = _Book(scenarios=kept)
        beside.keep(desk.workspace.root, run_id, FILE, book.model_dump_json())
    return kept
