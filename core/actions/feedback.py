"""Thumbs up and down for recommendations, kept by the data that they were made of."""

from typing import Literal

from core.actions.desk import Desk
from core.base.values import now
from core.store import feedback
from core.store.feedback import Said, Thumb

__all__ = ["Thumb", "feedback_of", "possible", "say"]

Value = Literal[-1, 0, 1]


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
    """The thumbs that stand for a dataset, see `core.store.feedback.standing`."""
    return feedback.standing(desk.workspace.reader, dataset_id)
