"""Findings in words: the unit of each count, and the same of many columns told once."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from core.base.values import Finding
from tests.pages.conftest import words


def drawn(findings: list[Finding], lang: str = "en") -> str:
    """What the page says about these findings."""

    def page(told: list[str], lang: str) -> None:
        import streamlit as st

        from core.base.values import Finding
        from pages._ui import findings

        st.session_state["_chosen_lang"] = lang
        findings.show([Finding.model_validate_json(one) for one in told])

    told = [finding.model_dump_json() for finding in findings]
    app = AppTest.from_function(page, kwargs={"told": told, "lang": lang}).run(timeout=60)
    assert not app.exception
    return re.sub(r"<[^>]+>", " ", words(app))


def finding(code: str, column: str | None, count: int, rows: int, sampled: bool = False) -> Finding:
    return Finding(
        code=code, severity="warning", table="t", column=column, count=count, rows=rows,
        sampled=sampled,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "said"),
    [("personal_columns", "2 of 8 columns"), ("identifier", "2 different values in 8 rows"),
     ("day_gaps", "25.0% of the days"), ("missing", "25.0% of the rows"),
     ("mixed_types", "25.0% of the cells")],
)  # fmt: skip
def test_the_share_says_what_of(code: str, said: str) -> None:
    assert said in drawn([finding(code, "a", 2, 8)])


def test_no_share_is_told_of_what_is_no_part() -> None:
    assert "%" not in drawn([finding("one_column", None, 1, 8)])


def test_a_count_of_a_sample_says_so() -> None:
    told = drawn([finding("outliers", "a", 400, 40_000, sampled=True)])
    assert "1.0% of the 40,000 rows looked at" in told


def test_the_same_of_many_columns_is_told_once() -> None:
    told = drawn([finding("all_missing", f"c{n}", 8, 8) for n in range(9)])
    assert told.count("Warning") == 1
    assert "9 columns hold nothing at all: c0, c1, c2, c3, c4, c5, 3 more" in told
    assert "c8" in told


def test_stand_ins_of_people_are_short() -> None:
    one = finding("constant", "who", 8, 8)
    told = drawn([one.model_copy(update={"examples": ("p_9de55ce84a16553dc0ae",)})])
    assert "p_9de5…" in told
    assert "p_9de55" not in told
