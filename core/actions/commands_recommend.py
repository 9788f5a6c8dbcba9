"""What the commands of a recommender do: lists for some, lists for all."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
from pydantic import ValidationError

from core.actions import recommend_verdict, recommending
from core.actions import runs as runs_
from core.actions.desk import Desk
from core.actions.taking_out import take_out
from core.actions.wrong_setting import apart, listed, wrong_setting
from core.base.errors import AppError
from core.base.texts import Texts, system_language
from core.lab.recommend.asking import ListOf, ListsAsked
from core.recommend.rules import Rules

Answer = Mapping[str, Any]


def recommend(desk: Desk, flags: argparse.Namespace) -> Answer:
    """`recommend --run R --users u1,u2 --n 10`: lists with reasons."""
    texts = Texts(system_language())
    kinds = {
        "baskets": tuple(apart(flags.basket or "")),
        "sessions": tuple(apart(flags.session or "")),
    }
    nobodies = {kind: (items,) if items else () for kind, items in kinds.items()}
    asked = _asked(desk, flags, users=tuple(apart(flags.users or "")), **nobodies)
    found = recommending.lists(desk, flags.run_id, asked)
    return {
        "recommendations": [_list(one, texts) for one in found.lists],
        "short": found.short,
        "unknown_excluded": list(found.unknown),
        "idle_rules": list(found.idle),
    }


def recommend_all(desk: Desk, flags: argparse.Namespace) -> Answer:
    """`predict --run R --out FILE` of a recommender: lists for all customers."""
    if flags.input is not None:
        raise AppError("no_input_needed", run=flags.run_id)
    _, report = recommending.report_of(desk, flags.run_id)
    asked = ListsAsked(n=report.k, rules=recommending.usual_rules(desk, flags.run_id))
    texts, counted = Texts(system_language()), Counter[str]()

    def parts() -> Iterator[pd.DataFrame]:
        for part in recommending.lists_for_all(desk, flags.run_id, asked):
            counted.update(rows=len(part), customers=part["user_id"].nunique())
            yield in_words(part, texts)

    take_out(parts(), flags.out)
    told = {"out": str(flags.out), **counted}
    return told | recommend_verdict.told(runs_.run(desk, flags.run_id), report, texts)


def in_words(found: pd.DataFrame, texts: Texts) -> pd.DataFrame:
    """A part of the lists for all (`recommending.lists_for_all`) with the reasons as sentences."""
    why = zip(found["reason"], found["facts"], strict=True)
    reasons = [texts(f"recommend.reason.{code}", **json.loads(facts)) for code, facts in why]
    return found.drop(columns="facts").assign(reason=reasons)


def _list(one: ListOf, texts: Texts) -> dict[str, Any]:
    return {
        "user_id": one.user,
        "known": one.known,
        "unknown_items": list(one.strange),
        "items": [
            {
                "rank": rank,
                "item_id": shown.item.id,
                "text": shown.item.text,
                "score": shown.score,
                "reason": texts(f"recommend.reason.{shown.reason}", **shown.facts),
            }
            for rank, shown in enumerate(one.shown, start=1)
        ],
    }


def _asked(desk: Desk, flags: argparse.Namespace, **who: Any) -> ListsAsked:
    given: dict[str, Any] = {}
    for item in flags.rules:
        name, sign, text = item.partition("=")
        if not sign or not name:
            raise AppError("flag_needs_pair", flag="--rule", given=item)
        given[name] = text
    usual = recommending.usual_rules(desk, flags.run_id).model_dump()
    try:
        rules = Rules.model_validate(usual | listed(Rules, given))
    except ValidationError as error:
        raise wrong_setting(error, Rules) from error
    try:
        return ListsAsked(n=flags.n, rules=rules, **who)
    except ValidationError as error:
        raise wrong_setting(error, ListsAsked) from error
