"""The form of a Settings class: draws every field, returns values that the class takes."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.base.specs import PrepSpec, SplitSpec


def page(lang: str) -> None:
    import streamlit as st

    from core.base.specs import PrepSpec, SplitSpec
    from pages._ui.settings_form import settings_form

    st.session_state["_lang"] = lang
    if st.toggle("shown", value=True, key="shown"):
        st.session_state["prep"] = settings_form(
            PrepSpec, {"scaling": "zscore"}, "p", choices={"exclude": ["a", "b_*c*"]}
        )
        st.session_state["split"] = settings_form(
            SplitSpec, None, "s", choices={"group": ["g"], "time": ["t"]}
        )


def opened(lang: str = "en") -> AppTest:
    app = AppTest.from_function(page, kwargs={"lang": lang}, default_timeout=30).run()
    assert not app.exception
    return app


def state(app: AppTest, name: str) -> dict[str, Any]:
    return dict(app.session_state[name])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_untouched_form_is_its_starting_point(lang: str) -> None:
    app = opened(lang)
    assert PrepSpec(**state(app, "prep")) == PrepSpec(scaling="zscore")
    assert SplitSpec(**state(app, "split")) == SplitSpec()


def test_what_is_typed_arrives_in_its_own_type() -> None:
    app = opened()
    app.selectbox(key="p__missing_numbers").select("mean")
    app.number_input(key="p__max_categories").set_value(7)
    app.multiselect(key="p__exclude").select("b_*c*")
    app.toggle(key="p__missing_indicator").set_value(False)
    app.selectbox(key="s__group").select("g")
    app.run()
    expected = PrepSpec(
        scaling="zscore",
        missing_numbers="mean",
        max_categories=7,
        exclude=("b_*c*",),
        missing_indicator=False,
    )
    assert PrepSpec(**state(app, "prep")) == expected
    assert SplitSpec(**state(app, "split")).group == "g"


def test_a_field_shows_only_while_it_matters() -> None:
    app = opened()
    keys = {box.key for box in app.number_input}
    assert "p__outlier_limit" not in keys
    app.selectbox(key="p__outliers").select("iqr").run()
    assert "p__outlier_limit" in {box.key for box in app.number_input}


def test_what_was_typed_survives_leaving_the_page() -> None:
    app = opened()
    app.selectbox(key="p__missing_numbers").select("mode").run()
    app.toggle(key="shown").set_value(False).run()
    app.toggle(key="shown").set_value(True).run()
    assert state(app, "prep")["missing_numbers"] == "mode"
    assert app.selectbox(key="p__missing_numbers").value == "mode"


def test_reset_goes_back_to_the_defaults() -> None:
    app = opened()
    app.selectbox(key="p__missing_numbers").select("mode").run()
    app.button(key="p__reset").click().run()
    assert not app.exception
    assert PrepSpec(**state(app, "prep")) == PrepSpec()
    assert "p__reset" not in {button.key for button in app.button}
