"""All words of the product, in Chinese and English: assets/i18n/<lang>/<room>.json."""

import json
import os
import re
import string
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from core.base.errors import AppError

LANGUAGES = ("en", "zh")
LOCALES = {"en": "en_US", "zh": "zh_Hans_CN"}
_DAYS = frozenset({"day", "first", "last", "begin"})
"""Facts that are days, where they are written like one."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
FOLDER = Path(__file__).resolve().parents[2] / "assets" / "i18n"


@cache
def catalog(lang: str) -> dict[str, str]:
    """Every text of `lang` under its dotted key; the first part is the file's name."""
    found: dict[str, str] = {}
    for path in sorted((FOLDER / lang).glob("*.json")):
        _flatten(path.stem, json.loads(path.read_text("utf-8")), found)
    return found


def _flatten(prefix: str, node: Any, into: dict[str, str]) -> None:
    if isinstance(node, str):
        into[prefix] = node
        return
    for name, child in node.items():
        _flatten(f"{prefix}.{name}", child, into)


@cache
def _keys(sort: str) -> dict[str, str]:
    """Codes to keys: every room has its own `error` and `problem` texts, codes are unique."""
    mark = f".{sort}."
    return {key.split(mark, 1)[1]: key for key in catalog("en") if mark in key}


class _Counting(string.Formatter):
    """Fills facts in as str.format does; `{n:row|rows}` is the word that goes with the count `n`,
    a number or what stands for one in the reader's format."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, more = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return one if str(value) == "1" else more


_FORMATTER = _Counting()


class Texts:
    """The texts of one language: `t("train.title")`, `t("run.epoch", epoch=3)`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else "en"
        self._texts = catalog(self.lang)

    def __call__(self, key: str, **facts: object) -> str:
        """The text under `key` with `facts` filled in. Raises KeyError for an unknown key."""
        return _FORMATTER.vformat(self._texts[key], (), facts)

    def has(self, key: str) -> bool:
        """Whether there is a text under `key`."""
        return key in self._texts

    def error(self, code: str, facts: Mapping[str, object]) -> str:
        """The sentence for an error, or for a problem that forbade a start."""
        return self._sentence("error" if code in _keys("error") else "problem", code, facts)

    def problem(self, code: str, facts: Mapping[str, object]) -> str:
        """The sentence for a `Problem`: what is wrong with settings before the start."""
        return self._sentence("problem", code, facts)

    def of(self, error: AppError) -> str:
        """The sentence for an `AppError`."""
        return self.error(error.code, error.facts)

    def _sentence(self, sort: str, code: str, facts: Mapping[str, object]) -> str:
        shown = {name: self._shown(name, value) for name, value in facts.items()}
        return self(_keys(sort)[code], **shown)

    def _shown(self, name: str, value: object) -> object:
        """A fact in words: by its own text where there is one, a day as the language writes it."""
        own = f"app.fact.{name}.{value}"
        if self.has(own):
            return self(own)
        if name in _DAYS and isinstance(value, str) and _DAY.fullmatch(value):
            return day_in(self.lang, date.fromisoformat(value))
        return _show(value)


def day_in(lang: str, when: date) -> str:
    """A day as a language writes it."""
    from babel import dates

    return str(dates.format_date(when, "medium", LOCALES[lang]))


def _show(value: object) -> object:
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value) or "–"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value


def system_language() -> str:
    """The language of the environment (LC_ALL, LC_MESSAGES, LANG), for the command line."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    return "en"
