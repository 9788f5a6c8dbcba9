"""What the sample shop is, and which truths are kept beside it."""

from core.actions.make_sample_shop import about
from pages._ui import layout
from pages._ui.session import texts


def show() -> None:
    """The shop in a paragraph, then each known truth in a sentence."""
    t = texts()
    told = about(t)
    with layout.card("about-sample"):
        layout.paragraph(told.title, told.body)
    layout.section(t("datasets.truth"), t("datasets.truth_note"), key="truth")
    layout.facts({t(f"datasets.truths.{name}"): sentence for name, sentence in told.truths})
