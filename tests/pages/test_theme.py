"""One set of colours: the theme, the stylesheet and the charts agree, and can be read."""

import re
import tomllib
from pathlib import Path

import pytest

from core.base.look import DARK, LIGHT, Look
from pages._ui import kept_language

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
STYLES = (ROOT / "assets" / "styles" / "app.css").read_text("utf-8")


def luminance(colour: str) -> float:
    """WCAG 2 relative luminance of #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two colours."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_theme_and_charts_share_their_colours(look: Look) -> None:
    theme = CONFIG["theme"][look.name]
    assert theme["backgroundColor"] == look.paper
    assert theme["textColor"] == look.ink
    assert theme["chartCategoricalColors"] == [colour for colour, _ in look.series]
    assert theme["blueColor"] == look.accent


def test_the_stylesheet_uses_the_charts_colours() -> None:
    defined = dict(re.findall(r"--ml-(\w+): light-dark\((#\w+, #\w+)\)", STYLES))
    for name, light, dark in (
        ("ink", LIGHT.ink, DARK.ink),
        ("muted", LIGHT.muted, DARK.muted),
        ("accent", LIGHT.accent, DARK.accent),
        ("line", LIGHT.grid, DARK.grid),
        ("paper", LIGHT.paper, DARK.paper),
    ):
        assert defined[name] == f"{light}, {dark}", name


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_texts_can_be_read(mode: str) -> None:
    theme = CONFIG["theme"][mode]
    for paper in (theme["backgroundColor"], theme["secondaryBackgroundColor"]):
        for ink in ("textColor", "linkColor", "grayColor", "greenColor", "orangeColor", "redColor"):
            assert contrast(theme[ink], paper) >= 4.5, (mode, ink, paper)
    assert contrast(theme["primaryColor"], "#ffffff") >= 4.5


def test_the_server_is_closed_and_quiet() -> None:
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert "enableXsrfProtection" not in CONFIG["server"]
    assert "enableCORS" not in CONFIG["server"]
    assert "fontFaces" not in CONFIG["theme"]


def test_the_only_scripts_of_pages_set_a_cookie() -> None:
    assert {
        lang: f'<script>document.cookie = "merchlab_lang={lang}; path=/; max-age=31536000; '
        'SameSite=Lax"</script>'
        for lang in ("en", "zh")
    } == kept_language.SCRIPTS
    with pytest.raises(KeyError):
        kept_language.keep("en</script><script>")


def test_no_page_lets_data_run_as_a_script() -> None:
    for path in [ROOT / "app.py", *(ROOT / "pages").rglob("*.py")]:
        source = path.read_text("utf-8")
        if path.name == "kept_language.py":  # a cookie: its scripts are constants
            assert source.count("unsafe_allow_javascript") == 1
            assert "st.html(SCRIPTS[lang], unsafe_allow_javascript=True)" in source
            source = source.replace("unsafe_allow_javascript", "")
        for banned in (
            "components.html",
            "components.v1",
            "unsafe_allow_html",
            "unsafe_allow_javascript",
        ):
            assert banned not in source, f"{path.name}: {banned}"
