"""Where an import takes place, and what earlier ones left there."""

from typing import Protocol

from core.base.recipe import Recipe
from core.store.workspace import Workspace


class Place(Protocol):
    """A desk: anything with a workspace."""

    @property
    def workspace(self) -> Workspace:
        """Where datasets and drafts are kept."""


def workspace_of(desk: Place | Workspace) -> Workspace:
    """The workspace of a desk, or the one that is given."""
    return desk if isinstance(desk, Workspace) else desk.workspace


def recipes_before(workspace: Workspace) -> list[Recipe]:
    """The recipes of all datasets, the latest first."""
    return [recipe for dataset in workspace.datasets() for recipe in dataset.recipes.values()]
