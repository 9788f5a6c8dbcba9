"""Words in the names of columns, in any language that is written in Latin, Chinese or kana."""

import re
import unicodedata

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BREAK = re.compile(r"[^0-9a-z\u3005\u3040-\u30ff\u4e00-\u9fff]+")
_ACCENT = re.compile(r"[\u0300-\u036f]")
_GERMAN = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue"})


def words(name: str) -> tuple[str, ...]:
    """The words of a column's name, in lower case, without accents; a type behind a colon is
    left out.

    >>> words("InvoiceNo"), words("user_id:token"), words("商品 编号"), words("Währung")
    (('invoice', 'no'), ('user', 'id'), ('商品', '编号'), ('waehrung',))
    """
    plain = unicodedata.normalize("NFKC", name).split(":")[0] or name
    lower = _CAMEL.sub("_", plain).lower().translate(_GERMAN)
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", lower))
    composed = unicodedata.normalize("NFC", bare)  # kana keep their marks
    return tuple(part for part in _BREAK.split(composed) if part)


def joined(name: str) -> str:
    """The words of a name joined by underscores."""
    return "_".join(words(name))
