"""Text from files stays text."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from pages._ui.escape import html_escape, md_escape

NASTY = "![x](http://a.b/c.png) **b** `c` :material/home: $a$ <b> | # ~s~ [l](u)"


def test_nothing_that_markdown_obeys_is_left_bare() -> None:
    escaped = md_escape(NASTY)
    assert not re.search(r"(?<!\\)[\[\]*`$<>|#~]", escaped)
    assert ":material" not in escaped
    assert "http:/" not in escaped


def test_list_and_heading_marks_at_the_start_are_text() -> None:
    assert md_escape("1. first") == "1\\. first"
    assert md_escape("- item") == "\\- item"
    assert md_escape("# head") == "\\# head"


def test_lines_are_joined() -> None:
    assert md_escape("a\n\n# b\tc") == "a \\# b c"


def test_plain_words_stay_as_they_are() -> None:
    for plain in ("Online shoppers, 2026 (v1.2)", "客户流失：第 3 版", "a-b.c/d 50% 'x' \"y\""):
        assert md_escape(plain) == plain


@given(st.text())
def test_html_holds_the_same_text_without_markup(text: str) -> None:
    escaped = html_escape(text)
    assert html.unescape(escaped) == text
    assert not set(escaped) & set("<>\"'")


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_escaping_adds_only_backslashes_and_joiners(text: str) -> None:
    bare = re.sub(r"\\([\\`*_\[\]{}#|<>~$&@^.)+=\-])", r"\1", md_escape(text)).replace("\u2060", "")
    assert bare == " ".join(text.split()).replace("\u2060", "")
