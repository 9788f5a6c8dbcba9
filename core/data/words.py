"""Words in the names of columns, in English and Chinese."""

import re
import unicodedata

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BREAK = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")


def words(name: str) -> tuple[str, ...]:
    """The words of a column's name, in lower case; a type behind a colon is left out.

    >>> words("InvoiceNo"), words("user_id:token"), words("商品 编号")
    (('invoice', 'no'), ('user', 'id'), ('商品', '编号'))
    """
    plain = unicodedata.normalize("NFKC", name).split(":")[0] or name
    parts = _BREAK.split(_CAMEL.sub("_", plain).lower())
    return tuple(part for part in parts if part)


def joined(name: str) -> str:
    """The words of a name joined by underscores."""
    return "_".join(words(name))
