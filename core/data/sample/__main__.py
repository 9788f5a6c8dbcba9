"""`python -m core.data.sample --into FOLDER [--seed N] [--size JSON]`: makes the shop by itself.

Tells one JSON object a line on stdout: `{"stage": ..., "share": 0..1}`. Leaves
`tables/<name>.parquet`, `truth/<name>.parquet` and, last, `columns.json`
(table -> list of columns). Exits 0, or 3 after `{"errno": ...}` for a fault of the disk.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from core.data.sample.shop import STAGES, SampleShop, generate
from core.data.sample.size import FULL, Size

_WRITING = 2
"""Writing takes about as long as so many stages."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Reads the flags, makes the shop, writes it down."""
    parser = argparse.ArgumentParser(prog="python -m core.data.sample")
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--size", type=lambda text: Size(**json.loads(text)), default=FULL)
    flags = parser.parse_args(arguments)
    try:
        shop = generate(flags.seed, flags.size, _tell)
        _write(shop, flags.into)
    except OSError as error:
        print(json.dumps({"errno": error.errno}), flush=True)
        return 3
    return 0


def _tell(stage: str) -> None:
    share = STAGES.index(stage) / (len(STAGES) + _WRITING)
    print(json.dumps({"stage": stage, "share": share}), flush=True)


def _write(shop: SampleShop, into: Path) -> None:
    print(
        json.dumps({"stage": "files", "share": len(STAGES) / (len(STAGES) + _WRITING)}), flush=True
    )
    for folder, frames in (("tables", shop.tables), ("truth", shop.truth)):
        (into / folder).mkdir(parents=True, exist_ok=True)
        for name, frame in frames.items():
            path = into / folder / f"{name}.parquet"
            frame.to_parquet(path, index=False, compression="zstd")
    columns = {
        table: [column.model_dump(mode="json") for column in found]
        for table, found in shop.columns.items()
    }
    (into / "columns.json").write_text(json.dumps(columns), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
