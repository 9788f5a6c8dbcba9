"""What the user wants of the personal data in a file, as options of its reading."""

from collections.abc import Sequence

from core.data.options import EVERY, People, ReadOptions

EVERYTHING = EVERY
"""Stands for all personal data, e-mail addresses and phone numbers in text too."""


def with_people(
    options: ReadOptions, keep: Sequence[str] = (), replace: Sequence[str] = ()
) -> ReadOptions:
    """The options with columns that stay as they are, and others that are replaced as well."""
    people = People(keep=tuple(keep), replace=tuple(replace), settled=True)
    return options.model_copy(update={"people": people})
