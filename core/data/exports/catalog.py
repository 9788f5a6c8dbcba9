"""Every known export. A new one is a description in a file of this folder, listed here."""

from core.data.exports import (
    amazon,
    china,
    events,
    hm,
    instacart,
    m5,
    movielens,
    olist,
    online_retail,
    panels,
    shop_api,
    shopify,
    square,
    woo,
)
from core.data.exports.describe import Export, Form

EXPORTS: tuple[Export, ...] = (
    *amazon.EXPORTS,
    *china.EXPORTS,
    *events.EXPORTS,
    *hm.EXPORTS,
    *instacart.EXPORTS,
    *m5.EXPORTS,
    *movielens.EXPORTS,
    *olist.EXPORTS,
    *online_retail.EXPORTS,
    *panels.EXPORTS,
    *shop_api.EXPORTS,
    *shopify.EXPORTS,
    *square.EXPORTS,
    *woo.EXPORTS,
)


def form_of(export: str | None, form: int) -> Form | None:
    """The form of the export called `export`, or None when there is none (any more)."""
    found = next((known for known in EXPORTS if known.id == export), None)
    return found.forms[form] if found and form < len(found.forms) else None
