"""What every page shares: language, header, navigation, glossary, errors."""

import logging

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from core.base.texts import catalog
from tests.pages.conftest import ROOT, Open, words

PAGES = ("home", "import_data", "datasets", "glossary")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_both_languages(visit: Open, page: str, lang: str) -> None:
    app = visit(page, lang)
    assert len(app.title) == 1
    assert not app.error
    assert app.title[0].value in catalog(lang).values()


def test_the_language_can_be_switched_and_stays_in_the_url(visit: Open) -> None:
    app = visit("glossary", "en")
    app.segmented_control(key="lang_switch").set_value("zh").run()
    assert app.query_params["lang"] == "zh"
    assert app.title[0].value == "术语表"
    app.switch_page("pages/datasets.py").run()
    assert app.title[0].value == "数据集"
    assert app.query_params["lang"] == "zh"


def test_without_a_choice_the_browser_decides(visit: Open) -> None:
    app = visit("glossary", "tlh")
    assert app.title[0].value == "Glossary"


def test_a_choice_is_kept_by_the_browser_for_pages_opened_without_one(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = visit("glossary", "en")
    assert "merchlab_lang" not in words(app)
    app.segmented_control(key="lang_switch").set_value("zh").run()
    assert "merchlab_lang=zh; path=/" in words(app)
    app.run()
    assert "merchlab_lang" not in words(app)
    monkeypatch.setattr(ContextProxy, "cookies", {"merchlab_lang": "zh"})
    app = visit("glossary", "")
    assert (app.title[0].value, app.query_params["lang"]) == ("术语表", "zh")
    assert visit("glossary", "en").title[0].value == "Glossary"
    monkeypatch.setattr(ContextProxy, "cookies", {"merchlab_lang": "xx"})
    assert visit("glossary", "").title[0].value == "Glossary"


def test_the_header_counts(visit: Open) -> None:
    told = words(visit("home"))
    assert "Engine starting" in told
    assert "Datasets <b>0</b>" in told


def test_the_glossary_finds_terms_in_either_language(visit: Open) -> None:
    app = visit("glossary", "en")
    app.text_input[0].set_value("召回").run()
    told = words(app)
    assert "Recall" in told
    assert "Overfitting" not in told
    app.text_input[0].set_value("zzz").run()
    assert "No term matches" in words(app)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("PR-AUC", "PR-AUC"), ("pr auc", "PR-AUC"), ("Log-loss", "Log-loss"),
        ("logloss", "Log-loss"), ("crossfitted", "Cross-fitted"), ("分位数", "Quantile"),
        ("标记", "Called"), ("偏度", "Skewness"), ("stratified", "Stratified"), ("FOLD", "Fold"),
    ],
)  # fmt: skip
def test_the_glossary_does_not_mind_how_a_term_is_written(
    visit: Open, asked: str, found: str
) -> None:
    told = words(visit("glossary", "en", wanted=asked))
    assert f"<dt>{found}<" in told


def broken() -> None:
    from core.base.errors import AppError
    from pages._ui.errors import guard

    with guard():
        raise AppError("dataset_unknown", dataset="![x](http://a.b)")
    with guard():
        raise ZeroDivisionError("secret /path")


def test_errors_are_sentences_and_defects_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "merchlab.pages"):
        app = AppTest.from_function(broken, default_timeout=30).run()
    known, defect = (box.value for box in app.error)
    assert "\\!\\[x" in known or "!\\[x\\]" in known
    assert "secret" not in defect
    assert "secret /path" in caplog.text


def test_a_defect_of_the_header_leaves_the_page(
    visit: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("core.actions.datasets.datasets", lambda _desk: [][0])
    app = visit("glossary", "en")
    assert not app.exception
    assert "log" in app.error[0].value
    assert "IndexError" in caplog.text
    assert app.title[0].value == "Glossary"


def test_the_first_visit_is_never_a_bare_page() -> None:
    source = (ROOT / "pages" / "_ui" / "__init__.py").read_text("utf-8")
    assert "uses_pages_directory = False" in source
    for page in (ROOT / "pages").glob("*.py"):
        assert "pages._ui" in page.read_text("utf-8"), page.name
