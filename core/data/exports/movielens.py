"""MovieLens: ratings with time, in files with a header (small) and without (1M)."""

from collections.abc import Callable, Sequence

from core.data.exports.describe import Export, Form, Rows, hints, step

_GENRES = r"\((\d{4})\)\s*$"


def _double_colon(fields: int, fits: Callable[[list[str]], bool]) -> Callable[[Rows], bool]:
    """Whether rows are of so many fields between `::`, however they were cut into cells."""

    def found(rows: Rows) -> bool:
        lines = [_joined(row) for row in rows if any(row)]
        split = [line.split("::") for line in lines if line != "col_0"]
        return len(split) >= 2 and all(len(row) == fields and fits(row) for row in split)

    return found


def _joined(row: Sequence[str]) -> str:
    """A line cut at single colons, or not cut, as it stood."""
    return ":".join(row) if len(row) > 1 and "" in row else ",".join(row)


def _ratings(row: list[str]) -> bool:
    return all(cell.isdigit() for cell in row) and 1 <= int(row[2]) <= 5 and len(row[3]) >= 9


def _users(row: list[str]) -> bool:
    return row[0].isdigit() and row[1] in ("M", "F") and row[2].isdigit()


def _movies(row: list[str]) -> bool:
    return row[0].isdigit() and bool(row[2]) and not row[1].isdigit()


_WHOLE_LINES: dict[str, str | bool] = {"header": False, "delimiter": "\x1f"}
_SMALL = """
    userId: id user_id
    movieId: id item_id
"""
EXPORTS = (
    Export(
        "movielens.small",
        (
            Form(
                "ratings",
                hints(_SMALL + "rating: number rating\ntimestamp: datetime timestamp"),
                anchors=("userId", "movieId", "rating"),
                steps=(step("epoch_s", "timestamp?"),),
            ),
            Form(
                "products",
                hints(
                    "movieId: id item_id\ntitle: text\ngenres: text category\nyear: integer made"
                ),
                anchors=("movieId", "title", "genres"),
                steps=(step("year_of_title", "title", pattern=_GENRES, into="year"),),
                notes=("genres_by_bar",),
            ),
            Form(
                "events",
                hints(_SMALL + "tag: text event\ntimestamp: datetime timestamp"),
                anchors=("userId", "movieId", "tag"),
                steps=(step("epoch_s", "timestamp?"),),
            ),
            Form(
                "item_attributes",
                hints("movieId: id item_id\nimdbId: id\ntmdbId: id"),
                anchors=("movieId", "imdbId"),
            ),
        ),
        ("ratings.csv", "movies.csv", "tags.csv", "links.csv"),
    ),
    Export(
        "movielens.1m",
        (
            Form(
                "ratings",
                hints("""
                    UserID: id user_id
                    MovieID: id item_id
                    Rating: integer rating
                    Timestamp: datetime timestamp
                """),
                headerless=_double_colon(4, _ratings),
                reread=_WHOLE_LINES,
                steps=(
                    step("split_cells", mark="::"),
                    step("name_columns", names="UserID;MovieID;Rating;Timestamp"),
                    step("epoch_s", "Timestamp"),
                ),
            ),
            Form(
                "customers",
                hints("""
                    UserID: id user_id
                    Gender: category
                    Age: integer
                    Occupation: category
                    Zip-code: id personal
                """),
                headerless=_double_colon(5, _users),
                reread=_WHOLE_LINES,
                steps=(
                    step("split_cells", mark="::"),
                    step("name_columns", names="UserID;Gender;Age;Occupation;Zip-code"),
                ),
            ),
            Form(
                "products",
                hints(
                    "MovieID: id item_id\nTitle: text\nGenres: text category\nyear: integer made"
                ),
                headerless=_double_colon(3, _movies),
                reread=_WHOLE_LINES,
                steps=(
                    step("split_cells", mark="::"),
                    step("name_columns", names="MovieID;Title;Genres"),
                    step("year_of_title", "Title", pattern=_GENRES, into="year"),
                ),
                notes=("genres_by_bar",),
            ),
        ),
        ("ratings.dat", "users.dat", "movies.dat"),
    ),
)
