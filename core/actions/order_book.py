"""What users keep of a run's order plan: terms, named scenarios, and quantities of their own.

All of it lies beside the run in the workspace, so that a reload, another browser and a restart
find it again.
"""

from collections.abc import Callable, Mapping

from pydantic import Field

from core.actions.desk import Desk
from core.base.model import Value
from core.inventory.terms import Terms
from core.store import beside
from core.store.names import clean_name, free_name

FILE = "orders.json"


class Scenario(Value):
    """Terms under a name."""

    name: str
    terms: Terms


class Book(Value):
    """`terms` are those chosen last (None: none yet), `own` quantities by item that stand in the
    place of the proposed ones."""

    terms: Terms | None = None
    scenarios: tuple[Scenario, ...] = ()
    own: dict[str, float] = Field(default_factory=dict)


def book_of(desk: Desk, run_id: str) -> Book:
    """What is kept of this run's plan. Raises AppError run_unknown, order_book_damaged."""
    return beside.value(desk.workspace.root, run_id, FILE, Book, "order_book_damaged")


def keep_terms(desk: Desk, run_id: str, terms: Terms) -> Book:
    """Keeps the terms that were chosen last. Raises AppError run_unknown, as all below do."""
    return _changed(desk, run_id, lambda book: book.model_copy(update={"terms": terms}))


def keep_scenario(desk: Desk, run_id: str, name: str, terms: Terms) -> Scenario:
    """Keeps `terms` under a name; where it is taken, under the next free one.

    Raises AppError name_empty, name_too_long.
    """
    wanted = Scenario(name=clean_name(name), terms=terms)
    return _changed(desk, run_id, lambda book: _with(book, wanted)).scenarios[-1]


def drop_scenario(desk: Desk, run_id: str, name: str) -> Book:
    """Removes a scenario; one that is not there is gone already."""

    def without(book: Book) -> Book:
        kept = tuple(one for one in book.scenarios if one.name != name)
        return book.model_copy(update={"scenarios": kept})

    return _changed(desk, run_id, without)


def put_back(desk: Desk, run_id: str, scenario: Scenario) -> Book:
    """Undoes `drop_scenario`, under the next free name where its own was taken since."""
    return _changed(desk, run_id, lambda book: _with(book, scenario))


def keep_own(desk: Desk, run_id: str, changes: Mapping[str, float | None]) -> Book:
    """Keeps quantities of the user's own by item, never below zero; None takes one away."""

    def with_them(book: Book) -> Book:
        own = {**book.own, **{item: max(n, 0.0) for item, n in changes.items() if n is not None}}
        gone = {item for item, quantity in changes.items() if quantity is None}
        kept = {item: quantity for item, quantity in own.items() if item not in gone}
        return book.model_copy(update={"own": kept})

    return _changed(desk, run_id, with_them)


def _with(book: Book, scenario: Scenario) -> Book:
    free = free_name(scenario.name, {one.name for one in book.scenarios})
    named = scenario.model_copy(update={"name": free})
    return book.model_copy(update={"scenarios": (*book.scenarios, named)})


def _changed(desk: Desk, run_id: str, change: Callable[[Book], Book]) -> Book:
    desk.workspace.registry.run(run_id)
    with beside.changing:
        book = change(book_of(desk, run_id))
        beside.keep(desk.workspace.root, run_id, FILE, book.model_dump_json())
    return book
