"""Files being read into a draft, one after the other, each in its own process."""

import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

from core.actions.import_draft import ImportDraft, draft_of
from core.actions.import_look import look
from core.actions.import_recipe import better_options
from core.base.errors import AppError
from core.base.recipe import Recipe
from core.data.apart import stop_apart
from core.data.head import forget_head, forget_heads
from core.data.naming import shown_name
from core.data.options import Progress, ReadOptions
from core.data.parts import part_of
from core.data.raw import RawTable
from core.data.reading import Reading, start
from core.store.faults import disk_faults
from core.store.names import free_name


class ImportJob:
    """Files being read, one after the other, each in its own process."""

    def __init__(
        self,
        folder: Path,
        paths: Sequence[Path],
        options: ReadOptions,
        before: Sequence[Recipe] = (),
    ) -> None:
        self._folder, self._paths, self._options = folder, paths, options
        self._before = before
        self._names: list[str] = []
        for path in paths:  # two folders may have files of one name
            self._names.append(free_name(shown_name(path.name), self._names))
        self._reading: Reading | None = None
        self._place = 0
        self._cancelled = False
        self._draft: ImportDraft | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="import", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether reading has ended, in whatever way."""
        return not self._thread.is_alive()

    def progress(self) -> Progress:
        """How far all files together are."""
        reading = self._reading
        here = reading.progress() if reading is not None else Progress()
        share = (self._place + (here.fraction or 0.0)) / len(self._paths)
        known = here.fraction is not None or self._place > 0
        return here.model_copy(update={"fraction": min(1.0, share) if known else None})

    def cancel(self) -> None:
        """Ends reading at once and deletes the draft; `result` then raises read_cancelled."""
        self._cancelled = True
        if self._reading is not None:
            self._reading.cancel()
        stop_apart(self._folder)

    def result(self) -> ImportDraft:
        """Waits for the draft. Raises AppError for the first file that is no table."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._draft is not None
        return self._draft

    def _run(self) -> None:
        try:
            with disk_faults(self._folder.parents[1]):  # the workspace
                paths = enumerate(self._paths)
                raws = [raw for place, path in paths for raw in self._read(place, path)]
                name = name_of(self._paths[0])
                self._require_wanted()
                draft_id = self._folder.name
                self._draft = draft_of(raws, draft_id, self._folder, name, self._before)
                for table in self._draft.tables:
                    look(table)
                self._require_wanted()
        except BaseException as error:  # noqa: BLE001 (handed to whoever asks for the result)
            forget_heads(self._folder)
            shutil.rmtree(self._folder, ignore_errors=True)
            self._error = error

    def _require_wanted(self) -> None:
        if self._cancelled:
            raise AppError("read_cancelled", file=shown_name(self._paths[0].name))

    def _read(self, place: int, path: Path) -> list[RawTable]:
        """One file's tables; one that turns out to be an export that is read otherwise, again."""
        self._place = place
        raws = self._read_as(path, self._options, f"raw{place}")
        for number, raw in enumerate(raws):
            better = better_options(raw, self._options)
            if better is not None:
                one = better.model_copy(update={"part": part_of(raw, self._names[place])})
                (raws[number],) = self._read_as(path, one, f"raw{place}-{number}-again")
                forget_head(raw.folder)
        return raws

    def _read_as(self, path: Path, options: ReadOptions, folder: str) -> list[RawTable]:
        self._reading = start(path, options, self._folder / folder, self._names[self._place])
        if self._cancelled:
            self._reading.cancel()
        return self._reading.results()


def name_of(path: Path) -> str:
    """The name proposed for what is read from a file: `sales` for sales.csv.gz."""
    name = shown_name(path.name)
    stem = Path(name.removesuffix(".gz") if name.lower().endswith(".gz") else name).stem
    return stem or name
