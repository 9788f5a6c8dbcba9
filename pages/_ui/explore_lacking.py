"""What a part says where the data cannot answer it."""

from core.actions.explore import Lacking
from pages._ui import layout
from pages._ui.session import texts


def show(found: Lacking) -> None:
    """Why there is no answer here, and what would give one."""
    t = texts()
    title = t(f"explore.lacking.{found.code}", **found.facts)
    what = t(f"explore.lacking.{found.code}_do")
    with layout.empty_state(f"lacking-{found.code}", "search_off", title, what):
        pass
