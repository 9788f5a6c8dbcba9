"""Changes of the tables of items and suppliers, one at a time, and the steps back and forth."""

from collections.abc import Callable

from core.actions.desk import Desk
from core.base.model import Value
from core.store import beside

FILE = "item_steps.json"
MOST = 12
"""Steps that are kept; of more, the oldest that only typed go first."""


class Step(Value):
    """What stood in a `file` (None: nothing) before a change that was `typed`, or took a table."""

    file: str
    text: str | None
    typed: bool = False


class History(Value):
    """Steps that can be undone, the last one last, and undone ones that can be done again."""

    back: tuple[Step, ...] = ()
    ahead: tuple[Step, ...] = ()


def history_of(desk: Desk, run_id: str) -> History:
    """The steps of a run. Raises AppError run_unknown, order_book_damaged."""
    return beside.value(desk.workspace.root, run_id, FILE, History, "order_book_damaged")


def change(
    desk: Desk,
    run_id: str,
    file: str,
    make: Callable[[str | None], str | None],
    typed: bool = False,
) -> None:
    """Puts what `make` makes of the text of `file` in its place, as a step that can be undone. No
    other change comes between."""
    with beside.changing:
        old = beside.kept(desk.workspace.root, run_id, file)
        new = make(old)
        if new == old:
            return
        known = history_of(desk, run_id)
        back = _bounded((*known.back, Step(file=file, text=old, typed=typed)))
        _keep(desk, run_id, History(back=back), Step(file=file, text=new))


def undo(desk: Desk, run_id: str) -> None:
    """Takes the last step back, where there is one."""
    with beside.changing:
        known = history_of(desk, run_id)
        if known.back:
            step = known.back[-1]
            again = _present(desk, run_id, step)
            _keep(desk, run_id, History(back=known.back[:-1], ahead=(*known.ahead, again)), step)


def redo(desk: Desk, run_id: str) -> None:
    """Does the step again that was undone last, where there is one."""
    with beside.changing:
        known = history_of(desk, run_id)
        if known.ahead:
            step = known.ahead[-1]
            again = _present(desk, run_id, step)
            _keep(desk, run_id, History(back=(*known.back, again), ahead=known.ahead[:-1]), step)


def _present(desk: Desk, run_id: str, step: Step) -> Step:
    """The step that leads from where `step` leads to what stands there now."""
    text = beside.kept(desk.workspace.root, run_id, step.file)
    return step.model_copy(update={"text": text})


def _keep(desk: Desk, run_id: str, history: History, to: Step) -> None:
    """Keeps the history, then what the step leads to: a crash between leaves one step too many."""
    beside.keep(desk.workspace.root, run_id, FILE, history.model_dump_json())
    beside.keep(desk.workspace.root, run_id, to.file, to.text)


def _bounded(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    found = list(steps)
    while len(found) > MOST:
        found.pop(next((place for place, step in enumerate(found[:-1]) if step.typed), 0))
    return tuple(found)
