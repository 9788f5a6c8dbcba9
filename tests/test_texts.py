"""Both languages are whole: no text missing, unused, or with other placeholders."""

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest

from core.base.texts import _FORMATTER, LANGUAGES, Texts, catalog
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


def test_every_text_that_is_asked_for_is_there() -> None:
    """Whatever is called with the name of a text as its first argument finds it."""
    rooms = {key.split(".")[0] for key in catalog("en")}
    asked = [
        (relative(path), str(node.args[0].value))
        for path in [*CORE, *PAGES]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("t", "texts", "texts()", "self.t", "self._texts")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]
    assert len(asked) > 500
    assert {key.split(".")[0] for _, key in asked} <= rooms
    assert [one for one in asked if one[1] not in catalog("en")] == []


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


NOUNS = (
    "cell", "character", "column", "dataset", "date", "day", "digit", "entry", "epoch", "file",
    "finding", "fold", "group", "layer", "line", "model", "number", "other", "outlier", "point",
    "positive", "price", "quantity", "question", "record", "row", "run", "second", "sheet", "sum",
    "table", "time", "unit", "value",
)  # fmt: skip
PLURAL = "|".join(f"{noun[:-1]}ies" if noun.endswith("y") and noun != "day" else f"{noun}s"
                  for noun in NOUNS)  # fmt: skip
ONE_OF_MANY = re.compile(rf"\b1 (?:of (?:the )?1 )?(?:(?!of )[a-z-]+ ){{0,3}}?(?:{PLURAL})\b")
ONE_DO = re.compile(
    rf"\b1 (?:of (?:the )?1 )?(?:[a-z-]+ ){{0,2}}(?:{'|'.join(NOUNS)}) (?:that )?"
    r"(?:are|were|have|do|hold|lie|say|repeat|open|look|tell|end)\b"
)
NEVER_ONE = ("data.finding_of_many.", "data.finding.rows_", "data.finding.header_joined")
"""Told of three columns and more, of very large tables, of a header of several rows."""
NO_COUNT = {
    "app.form.too_many",  # told of a list that is too long
    "data.finding.aside_too_few_cells",  # one row has fewer cells
    "data.finding.aside_too_many_cells",
    "data.finding.aside_json_repeated_key",  # one record gives two values
    "data.finding.digits_lost",  # one number lost digits
    "prep.report.ordinal",  # one value became numbers
    "prep.scaling.help",  # columns of 0/1
}


def counts() -> set[str]:
    """The facts that are counts somewhere: a word goes with them."""
    parts = (part for text in catalog("en").values() for part in string.Formatter().parse(text))
    return {name for _, name, spec, _ in parts if name and spec and "|" in spec} | {"n", "count"}


def filled(text: str, ones: set[str]) -> str:
    """A text with 1 for those facts, and a word for the others."""
    parts = [(name, spec) for _, name, spec, _ in string.Formatter().parse(text) if name]
    facts: dict[str, object] = {name: "1" if name in ones else "x" for name, _ in parts}
    facts |= {name: 1 for name, spec in parts if spec and "|" not in spec}
    return _FORMATTER.vformat(text, (), facts)


def test_counts_of_one_read_right() -> None:
    """`1 rows` and `1 row are` in no English text; a share such as `1% of rows` is no count."""
    ones = counts()
    told = {key: filled(text, ones) for key, text in catalog("en").items()}
    wrong = {key: text for key, text in told.items()
             if (ONE_OF_MANY.search(text) or ONE_DO.search(text))
             and key not in NO_COUNT and not key.startswith(NEVER_ONE)}  # fmt: skip
    assert wrong == {}
    assert ONE_OF_MANY.search("The first 1 of 1 rows.") and ONE_DO.search("1 row are left")


def test_the_word_goes_with_the_count_in_whatever_format() -> None:
    t = Texts("en")
    assert t("datasets.rows", rows="1") == t("datasets.rows", rows=1) == "1 row"
    assert t("datasets.rows", rows="1,001") == "1,001 rows"
    assert t("datasets.rows", rows="0") == "0 rows"
    assert t("datasets.tables_rows", tables=1, rows="2") == "1 table, 2 rows"
    assert Texts("zh")("datasets.rows", rows="1") == Texts("zh")("datasets.rows", rows="2").replace(
        "2", "1"
    )
    told = t.error("archive_many", {"file": "a.zip", "members": 201, "limit": 200})
    assert "holds 201 files; at most 200 are read" in told


def test_words_for_counts_have_two_forms_and_chinese_needs_none() -> None:
    for lang in LANGUAGES:
        for key, text in catalog(lang).items():
            for _, name, spec, _ in string.Formatter().parse(text):
                if spec and "|" in spec:
                    one, _, more = spec.partition("|")
                    assert lang == "en" and name and one and more and one != more, key
