"""Starts the process that reads a file, follows it, and can end it."""

from pathlib import Path

from core.base.errors import AppError
from core.data.child import Request
from core.data.naming import shown_name
from core.data.options import Progress, ReadOptions
from core.data.parts import load_raws
from core.data.raw import RawTable
from core.data.working import Bounds, Working

REQUEST = "request.json"


class Reading:
    """A read that is going on in its own process."""

    def __init__(self, request: Request, working: Working) -> None:
        self._request, self._working = request, working

    @property
    def done(self) -> bool:
        """Whether the process has ended, in whatever way."""
        return self._working.done

    def progress(self) -> Progress:
        """How far it is."""
        return self._working.progress()

    def cancel(self) -> None:
        """Ends the process at once; `result` then raises AppError read_cancelled."""
        self._working.cancel()

    def result(self) -> RawTable:
        """Waits for the only table. Raises AppError one_table_needed, those of `results`."""
        raws = self.results()
        if len(raws) > 1:
            tables = [raw.source.name for raw in raws]
            raise AppError("one_table_needed", file=self._request.file, tables=tables[:20])
        return raws[0]

    def results(self) -> list[RawTable]:
        """Waits for the tables. Raises AppError for what is no table, too large, too slow."""
        self._working.result()
        return load_raws(self._request.folder)


def start(path: Path, options: ReadOptions, into: Path, file: str | None = None) -> Reading:
    """Starts reading `path`, shown as `file`; the empty folder `into` takes the result.

    Raises AppError file_name_not_text.
    """
    file = file or shown_name(Path(path).name)
    try:
        str(Path(path).absolute()).encode()
    except UnicodeEncodeError as error:
        raise AppError("file_name_not_text", file=file) from error
    into.mkdir(parents=True, exist_ok=True)
    request = Request(
        path=Path(path).absolute(),
        file=file,
        options=options,
        folder=into.absolute(),
    )
    note = into / REQUEST
    note.write_text(request.model_dump_json(), "utf-8")
    bounds = Bounds(file, options.limits.memory_mb, options.limits.seconds)
    return Reading(request, Working("core.data.child", note, bounds))
