"""All words of the product, in Chinese and English: assets/i18n/<lang>/<room>.json."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from core.base.errors import AppError

LANGUAGES = ("en", "zh")
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
def _error_keys() -> dict[str, str]:
    return {key.split(".error.", 1)[1]: key for key in catalog("en") if ".error." in key}


class Texts:
    """The texts of one language: `t("train.title")`, `t("run.epoch", epoch=3)`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else "en"
        self._texts = catalog(self.lang)

    def __call__(self, key: str, **facts: object) -> str:
        """The text under `key` with `facts` filled in. Raises KeyError for an unknown key."""
        return self._texts[key].format(**facts)

    def has(self, key: str) -> bool:
        """Whether there is a text under `key`."""
        return key in self._texts

    def error(self, code: str, facts: Mapping[str, object]) -> str:
        """The sentence for an error: what is wrong, where, what to do."""
        shown = {name: _show(value) for name, value in facts.items()}
        return self(_error_keys()[code], **shown)

    def of(self, error: AppError) -> str:
        """The sentence for an `AppError`."""
        return self.error(error.code, error.facts)


def _show(value: object) -> object:
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value
