"""Recommenders that the answering worker keeps ready, with what lists and reasons are made of."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from core.base.errors import AppError
from core.lab.folders import bundle_folder
from core.lab.recommend.asking import Item, Where
from core.lab.recommend.bundle import RecommendBundle, load
from core.lab.recommend.trying import setting_of
from core.recommend.attributes import Attributes, attributes_of
from core.recommend.audience import Chances
from core.recommend.context import Lift, lift_of
from core.recommend.effect import Judge
from core.recommend.family import Ranker
from core.recommend.interactions import Interactions
from core.recommend.protocol import Asked, questions
from core.recommend.reasons import Sources, sources_of
from core.recommend.response import Response, response_of
from core.recommend.returning import returning_of
from core.recommend.rules import Rules
from core.recommend.thumbs import Heard, Thumbs, thumbs_of

KEPT = 3
WORDS, NUMBERS = ("text", "category"), ("price", "margin", "on_hand")


@dataclass(frozen=True)
class Ready:
    """A bundle, and what is worked out of it once."""

    bundle: RecommendBundle

    @property
    def found(self) -> Interactions:
        """The behaviour."""
        return self.bundle.known.interactions

    @cached_property
    def thumbs(self) -> Thumbs:
        """The thumbs that it has learned from."""
        return thumbs_of(self.bundle.about.thumbs, self.found)

    @cached_property
    def ranker(self) -> Ranker:
        """The model that answers; it hears the thumbs of those who gave some."""
        model = self.bundle.ranker
        return Heard(model, self.thumbs) if len(self.thumbs) else model

    @cached_property
    def told(self) -> Attributes:
        """What is known of the items."""
        return attributes_of(self.bundle.known)

    @cached_property
    def sources(self) -> Sources:
        """What reasons are taken from."""
        return sources_of(self.bundle.known, self.told)

    @cached_property
    def sources_of_many(self) -> Sources:
        """The same, made for the lists of many customers."""
        return self.sources.counted(self.found)

    @cached_property
    def asked(self) -> Asked:
        """The question that the recommender was judged by."""
        about = self.bundle.about
        return setting_of(about.spec, about.question, self.bundle.known).later

    @cached_property
    def response(self) -> Response:
        """How likely an item is taken by where the model puts it, as it was judged."""
        return response_of(self.bundle.judged, self.asked)

    @cached_property
    def chances(self) -> Chances:
        """The response, and who of all customers, those not learned from too, comes back at all in
        as many days as were judged."""
        _, later = questions(self.found, self.bundle.about.question)
        days = self.found.end - later.known.end if self.found.timed else 0.0
        back = returning_of(later, days) if days > 0 else None
        return Chances(self.response, back)

    @cached_property
    def judge(self) -> Judge:
        """What lists are judged by."""
        return Judge(self.asked, self.response, self.asked.known.matrix().T.tocsr())

    @cached_property
    def users(self) -> dict[str, int]:
        """The place of each customer."""
        return {str(name): place for place, name in enumerate(self.found.users)}

    @cached_property
    def items(self) -> dict[str, int]:
        """The place of each item."""
        return {str(name): place for place, name in enumerate(self.found.items)}

    def lift(self, rules: Rules) -> Lift | None:
        """What the context of the rules does to items, counted once."""
        key = rules.context, rules.context_value
        if key not in self._lifts:
            self._lifts.clear()
            self._lifts[key] = lift_of(self.found, *key)
        return self._lifts[key]

    @cached_property
    def _lifts(self) -> dict[tuple[str, str], Lift | None]:
        """The lift that was asked for last."""
        return {}

    def place(self, item: str) -> int:
        """The place of an item. Raises AppError item_not_known."""
        if item not in self.items:
            raise AppError("item_not_known", item=item)
        return self.items[item]

    @cached_property
    def cells(self) -> dict[str, list[Any]]:
        """What is shown of items, by column: None where nothing is known."""
        items = self.bundle.known.items
        words = {name: [_word(cell) for cell in items[name]] for name in WORDS if name in items}
        numbers = {name: _known(items[name]) for name in NUMBERS if name in items}
        return {"id": [str(name) for name in self.found.items], **words, **numbers}

    def item(self, place: int) -> Item:
        """What is known of the item at a place."""
        return Item(**{name: cells[place] for name, cells in self.cells.items()})


_ready: OrderedDict[tuple[str, str], Ready] = OrderedDict()


def ready(where: Where) -> Ready:
    """The recommender of a run, loaded once. Raises AppError bundle_damaged, bundle_foreign."""
    folder = bundle_folder(where.root, where.run)
    key = (str(folder), where.digest)
    if key not in _ready:
        _ready[key] = Ready(load(folder, where.digest))
        while len(_ready) > KEPT:
            _ready.popitem(last=False)
    _ready.move_to_end(key)
    return _ready[key]


def _known(column: pd.Series) -> list[float | None]:
    values = pd.to_numeric(column, errors="coerce").to_numpy(float, na_value=np.nan)
    return [
        float(value) if finite else None
        for value, finite in zip(values, np.isfinite(values), strict=True)
    ]


def _word(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
