"""Thumbs up and down for recommendations, kept by the data that they were made of."""

from dataclasses import dataclass
from typing import Literal

from core.actions.desk import Desk
from core.base.values import now
from core.store import feedback
from core.store.feedback import Said

Value = Literal[-1, 0, 1]


@dataclass(frozen=True)
class Thumb:
    """What stands of an `item` for a `user`: 1 or -1."""

    user: str
    item: str
    value: int


def say(desk: Desk, dataset_id: str, user: str, item: str, value: Value) -> None:
    """Keeps a thumb up (1) or down (-1) in the place of the one before; 0 takes it back.

    Raises AppError dataset_unknown (also where the dataset was deleted for good), disk_full.
    """
    dataset = desk.workspace.reader.dataset(dataset_id)
    said = Said(user=user, item=item, value=value, at=now())
    feedback.append(desk.workspace.root, dataset.id, said)


def possible(desk: Desk, dataset_id: str) -> bool:
    """Whether there is a dataset to keep thumbs by."""
    return dataset_id in desk.workspace.reader.ids()


def feedback_of(desk: Desk, dataset_id: str) -> tuple[Thumb, ...]:
    """The thumbs that stand for a dataset: those given by its runs, and by those on the versions
    before it; of a user and an item what was said last, and nothing of what was taken back. In the
    order they were given. Raises AppError dataset_damaged."""
    said = [one for version in _chain(desk, dataset_id) for one in _read(desk, version)]
    last: dict[tuple[str, str], int] = {}
    for one in sorted(said, key=lambda one: one.at):
        last.pop((one.user, one.item), None)
        last[one.user, one.item] = one.value
    return tuple(Thumb(user, item, value) for (user, item), value in last.items() if value)


def _read(desk: Desk, dataset_id: str) -> tuple[Said, ...]:
    return feedback.read(desk.workspace.root, dataset_id)


def _chain(desk: Desk, dataset_id: str) -> list[str]:
    """The dataset and the versions before it, the oldest first; one that was deleted for good
    breaks the chain."""
    reader = desk.workspace.reader
    known, found = set(reader.ids()), [dataset_id]
    while found[-1] in known:
        parent = reader.dataset(found[-1]).parent
        if parent is None or parent in found:
            break
        found.append(parent)
    return found[::-1]
