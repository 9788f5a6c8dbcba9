"""Both languages are whole: no text missing, unused, or with other placeholders."""

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest

from core.base.texts import LANGUAGES, Texts, catalog
from core.lab.catalog import all_settings
from tests.test_house import CORE, PAGES, relative

KEY = re.compile(r"^[a-z_]+(\.[A-Za-z0-9_*]+)+$")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    english, chinese = catalog("en"), catalog("zh")
    assert sorted(english) == sorted(chinese)
    for key, text in english.items():
        assert placeholders(text) == placeholders(chinese[key]), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty_or_badly_formed(lang: str) -> None:
    for key, text in catalog(lang).items():
        assert text.strip() == text, key
        assert text, key


def test_chinese_texts_are_chinese() -> None:
    short = {key for key, text in catalog("zh").items() if not re.search(r"[一-鿿]", text)}
    same = {key for key in short if len(catalog("zh")[key]) > 24}
    assert not same


@cache
def _mentions(path: Path) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Literal keys, f-string patterns and AppError codes that a file mentions."""
    literals, patterns, codes = set(), set(), set()
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            literals.add(node.value)
        if isinstance(node, ast.JoinedStr):
            pieces = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[A-Za-z0-9_.]+"
                for part in node.values
            ]
            patterns.add("".join(pieces))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "AppError":
            assert node.args, relative(path)
            first = node.args[0]
            if isinstance(first, ast.Constant):
                codes.add(str(first.value))
    return frozenset(literals), frozenset(patterns), frozenset(codes)


def test_every_error_code_has_a_sentence_with_its_facts() -> None:
    told = {key.split(".error.")[1] for key in catalog("en") if ".error." in key}
    raised = {code for path in CORE for code in _mentions(path)[2]}
    assert raised <= told, f"no sentence for {sorted(raised - told)}"


def test_every_raised_error_fills_its_sentence() -> None:
    texts = Texts("en")
    keys = {key.split(".error.")[1]: key for key in catalog("en") if ".error." in key}
    for path in CORE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "AppError"):
                continue
            first = node.args[0]
            if not isinstance(first, ast.Constant) or any(k.arg is None for k in node.keywords):
                continue
            facts = {k.arg for k in node.keywords}
            needed = placeholders(catalog(texts.lang)[keys[str(first.value)]])
            assert needed <= facts, f"{relative(path)}: {first.value} lacks {needed - facts}"


def test_every_text_is_used() -> None:
    """A key is used when code names it, or builds it by an f-string, or a setting owns it."""
    literals = frozenset().union(*(_mentions(path)[0] for path in [*CORE, *PAGES]))
    patterns = [
        re.compile(pattern)
        for path in [*CORE, *PAGES]
        for pattern in _mentions(path)[1]
        if re.search(r"[a-z_]{3,}\\\.|\\\.[a-z_]{3,}", pattern)
    ]
    owned = {key for settings in all_settings() for key in setting_keys(settings)}
    codes = frozenset().union(*(_mentions(path)[0] for path in CORE))
    unused = []
    for key in catalog("en"):
        if key in literals or key in owned:
            continue
        coded = re.split(r"\.(?:error|problem)\.", key)
        if len(coded) == 2 and coded[1] in codes:
            continue
        if not any(pattern.fullmatch(key) for pattern in patterns):
            unused.append(key)
    assert not unused


def setting_keys(settings: type) -> list[str]:
    """The text keys that a Settings class owns: label, help and options of each field."""
    from typing import Literal, get_args, get_origin

    keys = []
    for name, field in settings.model_fields.items():  # type: ignore[attr-defined]
        prefix = f"{settings.texts}.{name}"  # type: ignore[attr-defined]
        keys += [f"{prefix}.label", f"{prefix}.help"]
        for kind in (field.annotation, *get_args(field.annotation)):
            if get_origin(kind) is Literal:
                keys += [f"{prefix}.option.{value}" for value in get_args(kind)]
    return keys


def test_every_setting_is_explained() -> None:
    for settings in all_settings():
        for key in setting_keys(settings):
            for lang in LANGUAGES:
                assert key in catalog(lang), key
