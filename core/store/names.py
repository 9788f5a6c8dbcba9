"""Names that users give to datasets and runs."""

from core.base.errors import AppError

LONGEST = 120


def clean_name(name: str) -> str:
    """The name on one line, without control characters.

    Names need not be unique: ids are. Raises `name_empty`, `name_too_long`.
    """
    shown = "".join(letter if letter.isprintable() else " " for letter in name)
    cleaned = " ".join(shown.split())
    if not cleaned:
        raise AppError("name_empty")
    if len(cleaned) > LONGEST:
        raise AppError("name_too_long", length=len(cleaned), limit=LONGEST)
    return cleaned
