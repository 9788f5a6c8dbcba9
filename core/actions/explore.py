"""Look at a shop: one part of it, seen through a view."""

from collections.abc import Callable, Mapping
from typing import Any

from core.actions.desk import Desk
from core.base.view import View
from core.explore.choices import Choices as Choices
from core.explore.choices import choices
from core.explore.course import Course as Course
from core.explore.course import course as course
from core.explore.course import marked as marked
from core.explore.course import usual_grain as usual_grain
from core.explore.kpis import Figure as Figure
from core.explore.kpis import Kpis as Kpis
from core.explore.kpis import kpis
from core.explore.lacking import Lacking as Lacking
from core.explore.lacking import LackingError
from core.explore.periods import USUAL as USUAL
from core.explore.products import FALSE_SHARE as FALSE_SHARE
from core.explore.products import LEAST_DAYS as LEAST_DAYS
from core.explore.products import Products as Products
from core.explore.products import products
from core.explore.rhythm import Rhythm as Rhythm
from core.explore.rhythm import rhythm
from core.explore.shop import Shop, opened

PARTS: Mapping[str, Callable[[Shop], Any]] = {
    "choices": choices,
    "kpis": kpis,
    "products": products,
    "rhythm": rhythm,
}


def explored(desk: Desk, part: str, view: View) -> Any:
    """What a part (one of `PARTS`) finds in the dataset of the view, or the `Lacking` that it would
    need. Raises dataset_unknown and dataset_damaged."""
    with opened(desk.workspace.reader, view) as shop:
        try:
            return PARTS[part](shop)
        except LackingError as error:
            return error.lacking
