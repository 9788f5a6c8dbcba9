"""The command line of a recommender: its flags as what is asked."""

import argparse
from typing import cast

import pytest

from core.actions import recommending
from core.actions.commands_recommend import recommend
from core.actions.desk import Desk
from core.cli import parser
from core.lab.recommend.asking import ListsAnswer, ListsAsked
from core.recommend.rules import Rules

NOBODY = cast(Desk, None)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[ListsAsked]:
    """What recommenders were asked."""
    found: list[ListsAsked] = []

    def lists(_desk: Desk, _run: str, one: ListsAsked) -> ListsAnswer:
        found.append(one)
        return ListsAnswer(lists=(), short=0, removed=(), unknown=(), idle=())

    monkeypatch.setattr(recommending, "lists", lists)
    monkeypatch.setattr(recommending, "usual_rules", lambda *_: Rules(bought="allow"))
    return found


def flags(*given: str) -> argparse.Namespace:
    return parser().parse_args(["recommend", "--run", "r", *given])


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ("u1, u2 ,", ("u1", "u2")),
        ('"Smith, John",u2', ("Smith, John", "u2")),
        ('u1, "5"" plate"', ("u1", '5" plate')),
        ('5" mug', ('5" mug',)),
    ],
)
def test_ids_with_commas_stand_in_quotes(
    asked: list[ListsAsked], given: str, ids: tuple[str, ...]
) -> None:
    recommend(NOBODY, flags("--users", given))
    assert asked[-1].users == ids and asked[-1].baskets == asked[-1].sessions == ()
    recommend(NOBODY, flags("--basket", given, "--session", given))
    assert asked[-1].baskets == asked[-1].sessions == (ids,) and asked[-1].users == ()


@pytest.mark.parametrize("given", ['"Cups, mugs",Tea', '["Cups, mugs", "Tea"]'])
def test_rules_take_lists_as_csv_or_json(asked: list[ListsAsked], given: str) -> None:
    recommend(NOBODY, flags("--rule", f"categories_in={given}", "--n", "3"))
    assert asked[-1].rules == Rules(bought="allow", categories_in=("Cups, mugs", "Tea"))
    assert asked[-1].n == 3
