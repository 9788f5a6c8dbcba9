"""Steps that clean cells: wrappers of spreadsheets, codes read as numbers, words for nothing."""

import re
from collections.abc import Callable

from core.base.recipe import RecipeStep
from core.data.cells import clean
from core.data.steps.block import Block, Run, columns_of, each, listed

_WHOLE = re.compile(r"(\d+)\.0+")
_ZERO_DATE = re.compile(r"0{4}[-/.]0{1,2}[-/.]0{1,2}([T ]+0{1,2}:0{1,2}(:0{1,2})?)?")


def unwrap(step: RecipeStep) -> Run:
    """Takes off what keeps a spreadsheet from reading an id as a number: tab, ', ="..."."""

    def change(text: str) -> str:
        bare = clean(text)
        if bare[:1] in ("'", "\u2018", "\u2019", "`"):
            bare = bare[1:].strip()
        return bare if bare != text.strip(" ") else text

    return _over_columns(step, change)


def whole_ids(step: RecipeStep) -> Run:
    """17850.0 is the id 17850, once read as a number."""

    def change(text: str) -> str:
        found = _WHOLE.fullmatch(clean(text))
        return found[1] if found else text

    return _over_columns(step, change)


def blank_dates(step: RecipeStep) -> Run:
    """0000-00-00 is no date: the cell becomes blank."""
    return _over_columns(step, lambda text: "" if _ZERO_DATE.fullmatch(clean(text)) else text)


def blank_words(step: RecipeStep) -> Run:
    """Words that mean nothing here (`values`): the cell becomes blank."""
    values = listed(step, "values")
    return _over_columns(step, lambda text: "" if clean(text).casefold() in values else text)


def filled(step: RecipeStep) -> Run:
    """A blank cell means `value` here, and says so."""
    value = step.facts["value"]
    return _over_columns(step, lambda text: text if clean(text) else value)


def padded(step: RecipeStep) -> Run:
    """Digits get back the zeros at their front, up to `width`."""
    width = int(step.facts["width"])

    def change(text: str) -> str:
        bare = clean(text)
        return bare.zfill(width) if bare.isdigit() and len(bare) < width else text

    return _over_columns(step, change)


def _over_columns(step: RecipeStep, change: Callable[[str], str]) -> Run:
    def run(block: Block) -> tuple[Block, int]:
        touched = 0
        for name in columns_of(step, block):
            texts, count = each(block.cells[name], change)
            block, touched = block.put(name, texts) if count else block, touched + count
        return block, touched

    return run
