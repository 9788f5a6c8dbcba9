"""Drafts that were read and not saved yet: they can be gone on with for a day."""

from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import ValidationError

from core.actions.import_draft import ABOUT, ImportDraft
from core.actions.import_files import DRAFTS
from core.actions.import_place import Place, workspace_of


@dataclass(frozen=True)
class Unsaved:
    """A draft, and when it was last changed."""

    draft: ImportDraft
    changed: datetime

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files, each once."""
        names = (raw.source.name for table in self.draft.tables for raw in table.raws)
        return tuple(dict.fromkeys(names))


def unsaved(desk: Place) -> list[Unsaved]:
    """The drafts of the workspace, the latest first; those that another version of the app wrote
    and this one cannot read are left out."""
    found = []
    for path in (workspace_of(desk).root / DRAFTS).glob(f"*/{ABOUT}"):
        try:
            draft = ImportDraft.model_validate_json(path.read_bytes())
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except (FileNotFoundError, ValidationError):  # saved or discarded meanwhile, or not ours
            continue
        found.append(Unsaved(draft, changed))
    return sorted(found, key=lambda one: one.changed, reverse=True)
