"""No silent loss: every file is read with all its lines classed, or refused with a code.

Whole corpora go through the reading process as the app starts it. Mutations are
many and small: each is read in a fork of a process that has imported the reader
already, bounded by the reader's own limits, so that thousands take minutes.
"""

import gzip
import io
import json
import multiprocessing
import os
import random
import re
import select
import signal
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from benchmarks.ingest_mutate import mutated
from core.base.errors import AppError
from core.data.child import Request, read
from core.data.filetype import SAID
from core.data.options import Limits, ReadOptions
from core.data.parts import load_raws, part_of
from core.data.raw import RawTable
from core.data.reading import start
from core.data.stage import Stage

SECONDS = 30.0
OPTIONS = ReadOptions(limits=Limits(memory_mb=2048, seconds=SECONDS))
_BOTH = 2
_SMALL = 200_000
_BREAK = re.compile("\r\n|\r|\n")


def files(corpus: Path) -> list[Path]:
    """Every file of every corpus."""
    return sorted(path for path in corpus.rglob("*") if path.is_file())


def whole(corpus: Path) -> Iterator[str]:
    """The result of each file as the app reads it: "ok", "refused: code", or what went wrong."""
    with ThreadPoolExecutor(_BOTH) as pool:
        yield from pool.map(_in_its_process, files(corpus))


def mutations(corpus: Path, count: int, seed: int) -> Iterator[str]:
    """The results of `count` mutated files of the formats that are read; what went wrong names the
    file and its number."""
    small = [
        path
        for path in files(corpus)
        if 0 < path.stat().st_size <= _SMALL and path.suffix.lower() in SAID
    ]
    context = multiprocessing.get_context("fork")
    shares = [range(part, count, _BOTH) for part in range(_BOTH)]
    queue: multiprocessing.Queue[str] = context.Queue()
    workers = [
        context.Process(target=_share, args=(queue, small, numbers, seed)) for numbers in shares
    ]
    for worker in workers:
        worker.start()
    for _ in range(count):
        yield queue.get(timeout=10 * SECONDS)
    for worker in workers:
        worker.join()


def _share(
    queue: "multiprocessing.Queue[str]", small: Sequence[Path], numbers: range, seed: int
) -> None:
    for number in numbers:
        chance = random.Random(f"{seed}-{number}")
        source = chance.choice(small)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / source.name
            path.write_bytes(mutated(source.read_bytes(), chance))
            result = _forked(path, Path(folder))
        good = result == "ok" or result.startswith("refused")
        queue.put(result if good else f"{result} [{number}: {source.name}]")


def _forked(path: Path, folder: Path) -> str:
    """The result of a file read in a fork of this process, ended after 30 s.

    A reader of workbooks that aborts on a broken one ends its process: the app says so.
    """
    incoming, outgoing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(incoming)
        os.write(outgoing, _here(path, folder).encode())
        os._exit(0)
    os.close(outgoing)
    ready, _, _ = select.select([incoming], [], [], SECONDS)
    if not ready:
        os.kill(child, signal.SIGKILL)
    answer = os.read(incoming, 1 << 16).decode() if ready else ""
    os.close(incoming)
    _, status = os.waitpid(child, 0)
    if not ready:
        return "hang"
    code = os.waitstatus_to_exitcode(status)
    aborted = code == -signal.SIGABRT and path.suffix == ".xls"
    return answer or ("refused: reader aborted" if aborted else f"died: {code}")


def _here(path: Path, folder: Path) -> str:
    into = folder / "raw"
    into.mkdir()
    request = Request(path=path, file=path.name, options=OPTIONS, folder=into)
    try:
        read(request, Stage(io.StringIO()))
        return _judge(path, load_raws(into))
    except AppError as error:
        return f"refused: {error.code}"
    except MemoryError:
        return "refused: file_memory"
    except BaseException:  # noqa: BLE001
        return "defect: " + traceback.format_exc(limit=-3)[-900:]


def _in_its_process(path: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return _judge(path, start(path, OPTIONS, Path(folder) / "raw").results())
        except AppError as error:
            return f"hang: {path}" if error.code == "read_too_slow" else f"refused: {error.code}"
        except Exception as error:  # noqa: BLE001
            return f"defect: {path}: {str(error)[-900:]}"


def _judge(path: Path, raws: Sequence[RawTable]) -> str:
    """Whether the lines by class add up to a count of their own, and the rows to those written."""
    for raw in raws:
        told, counted = sum(raw.lines.values()), _counts(path, raw)
        aside, kept = len(raw.set_aside()), len(raw.line_numbers())
        if told not in counted:
            return f"lines {told} of {sorted(counted)}: {path} {json.dumps(raw.lines)}"
        if (kept, aside) != (raw.rows, raw.rows_set_aside) or raw.lines.get("row", 0) != kept:
            return f"rows {raw.rows}+{raw.rows_set_aside}, written {kept}+{aside}: {path}"
    return "ok" if raws else f"defect: no table and no refusal: {path}"


def _counts(path: Path, raw: RawTable) -> set[int]:
    """Physical lines of a text file; rows of a sheet or of a Parquet file. Of a JSON document, the
    lengths of all that is in it."""
    data = _unpacked(path, raw)
    encoding = raw.source.encoding
    if raw.tie is not None and raw.tie.prefix:
        return _entries(data.decode(encoding or "utf-8"), raw.tie.prefix)
    if encoding is not None:
        errors = "surrogateescape" if encoding.startswith("utf-8") else "strict"
        text = data.decode(encoding, errors)
        lines = len(_BREAK.findall(text)) + (text != "" and not text.endswith(("\r", "\n")))
        with suppress(ValueError, RecursionError):
            return set(_lengths(json.loads(text.lstrip("\ufeff"), strict=False))) | {lines}
        return {lines}
    if raw.source.sheet is not None:
        from python_calamine import CalamineWorkbook

        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return {sum(1 for _ in book.get_sheet_by_name(raw.source.sheet).iter_rows())}
    import pyarrow.parquet as pq

    with pq.ParquetFile(io.BytesIO(data)) as file:  # its footer may tell another number
        return {sum(batch.num_rows for batch in file.iter_batches())}


def _unpacked(path: Path, raw: RawTable) -> bytes:
    """The file's bytes, or those of the member of an archive that the table is in."""
    data = path.read_bytes()
    if data.startswith(b"\x1f\x8b"):
        return gzip.decompress(data)
    part = part_of(raw, path.name) or ""
    if raw.source.sheet is None and part and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names = (name for name in archive.namelist() if f"{part}/".startswith(f"{name}/"))
            return archive.read(next(names))
    return data


def _entries(text: str, prefix: str) -> set[int]:
    """How many entries the lists at each key of the prefix have in all records together."""
    try:
        documents = [json.loads(text.lstrip("\ufeff"), strict=False)]
    except ValueError:
        documents = [json.loads(line, strict=False) for line in text.splitlines() if line.strip()]
    counts: Counter[str] = Counter()
    values = list(documents)
    for value in values:  # grows while it is gone through
        if isinstance(value, dict):
            counts.update({k: len(held) for k, held in value.items() if isinstance(held, list)})
            values += value.values()
        elif isinstance(value, list):
            values += value
    return {counts[key] for key in prefix.split(".")}


def _lengths(value: object) -> Iterator[int]:
    """1, and how many values each list or object within has."""
    yield 1
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    yield len(held)
    for inner in held:
        yield from _lengths(inner)


def report(title: str, results: Iterator[str]) -> None:
    """Prints the counts, and each result that is neither a table nor a refusal."""
    found = list(results)
    kinds = Counter(re.split(r"[: ]", result)[0] for result in found)
    codes = Counter(result for result in found if result.startswith("refused"))
    print(f"\n{title}: {len(found)} files, {dict(kinds)}")
    print("  " + ", ".join(f"{code[9:]} {count}" for code, count in codes.most_common()))
    for result in found:
        if result != "ok" and not result.startswith("refused"):
            print(f"  {result}")
