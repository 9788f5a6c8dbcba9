"""How well files are read as they really are, beside named peers on the same files.

    python -m benchmarks.ingest --corpus DIR [--readers Merchlab CleverCSV] [--verbose]
    python -m benchmarks.ingest --corpus DIR --robust [--mutations 2000]
    python -m benchmarks.ingest --rows 10000000

DIR holds the unpacked corpora; Pollock's real files with their clean copies are in
`Pollock/survey_sample`. Files whose sha256 is even are for development, the odd ones are held out:
of those only totals are shown.
"""

import argparse
import csv
import json
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ingest_readers import READERS
from benchmarks.ingest_robust import mutations, report, whole
from benchmarks.ingest_score import FAILED, Loaded, Score, score
from benchmarks.ingest_size import measure_size
from core.base.atomic import sha256


@dataclass(frozen=True)
class Case:
    """A file, its clean copy, its encoding, and whether it is for development."""

    path: Path
    clean: Path
    encoding: str
    dev: bool


def cases(corpus: Path) -> Iterator[Case]:
    """Pollock's real files."""
    folder = corpus / "Pollock" / "survey_sample"
    for path in sorted((folder / "csv").iterdir()):
        about = json.loads((folder / "parameters" / f"{path.name}_parameters.json").read_text())
        dev = int(sha256(path), 16) % 2 == 0
        yield Case(path, folder / "clean" / path.name, about["encoding"], dev)


def clean_copy(path: Path) -> Loaded:
    """The header and the records of a clean copy."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.reader(stream) if row]
    return Loaded(rows[0], rows[1:]) if rows else Loaded((), ())


def measure(case: Case, reader: str) -> Score:
    """What a reader makes of a file; whatever it raises means: not loaded."""
    try:
        loaded = READERS[reader](case.path, case.encoding)
    except Exception as error:  # noqa: BLE001
        if reader == "Merchlab" and case.dev:
            print(f"{case.path.name}: {error!r}", file=sys.stderr)
        return FAILED
    return score(clean_copy(case.clean), loaded)


def table(rows: dict[str, list[tuple[Case, Score]]], dev: bool) -> Iterator[str]:
    """The lines of the table of one half."""
    yield f"\n{'development (even)' if dev else 'held out (odd)'}"
    yield "| reader | files | loaded | exact | % | score | header F1 | records F1 | cells F1 |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for reader, found in rows.items():
        scores = [result for case, result in found if case.dev == dev]
        exact = sum(result.exact for result in scores)
        mean = sum(result.pollock for result in scores) / len(scores)
        loaded = sum(result.loaded for result in scores)
        share = 100 * exact / len(scores)
        parts = [sum(result.f1[i] for result in scores) / len(scores) for i in range(3)]
        shown = " | ".join(f"{part:.3f}" for part in parts)
        counts = f"{len(scores)} | {loaded} | {exact} | {share:.0f}"
        yield f"| {reader} | {counts} | {mean:.2f} | {shown} |"


def compare(corpus: Path, readers: Sequence[str], verbose: bool) -> None:
    """Prints both halves."""
    csv.field_size_limit(1 << 30)
    found: dict[str, list[tuple[Case, Score]]] = {reader: [] for reader in readers}
    for case in cases(corpus):
        for reader in readers:
            began = time.perf_counter()
            result = measure(case, reader)
            found[reader].append((case, result))
            if verbose and case.dev and not result.exact:
                seconds = time.perf_counter() - began
                print(f"{reader:15} {result.pollock:6.2f} {seconds:6.1f} s  {case.path.name}")
    for dev in (True, False):
        print("\n".join(table(found, dev)))


def main() -> None:
    """Reads the flags and runs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--corpus", type=Path)
    what.add_argument("--rows", type=int, help="of a generated file, beside DuckDB alone")
    parser.add_argument("--readers", nargs="+", choices=list(READERS), default=list(READERS))
    parser.add_argument("--verbose", action="store_true", help="the development files that fail")
    parser.add_argument("--robust", action="store_true", help="every file of every corpus")
    parser.add_argument("--mutations", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    flags = parser.parse_args()
    warnings.simplefilter("ignore")
    if flags.rows:
        measure_size(flags.rows)
        return
    if flags.robust:
        report("mutations", mutations(flags.corpus, flags.mutations, flags.seed))
        report("whole corpora", whole(flags.corpus))
        return
    compare(flags.corpus, flags.readers, flags.verbose)


if __name__ == "__main__":
    main()
