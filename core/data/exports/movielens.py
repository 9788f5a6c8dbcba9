"""MovieLens: ratings with time, in files with a header (small) and without (1M)."""

from collections.abc import Callable

from core.data.exports.describe import Export, Form, Rows, hints, step

_GENRES = r"\((\d{4})\)\s*$"


def _fields(count: int, fits: Callable[[list[str]], bool]) -> Callable[[Rows], bool]:
    """Whether rows are of so many fields that fit; names given for want of a header are none."""

    def found(rows: Rows) -> bool:
        split = [list(row) for row in rows if row and row[0] != "col_0"]
        return len(split) >= 2 and all(len(row) == count and fits(row) for row in split)

    return found


def _ratings(row: list[str]) -> bool:
    return all(cell.isdigit() for cell in row) and 1 <= int(row[2]) <= 5 and len(row[3]) >= 9


def _users(row: list[str]) -> bool:
    return row[0].isdigit() and row[1] in ("M", "F") and row[2].isdigit()


def _movies(row: list[str]) -> bool:
    return row[0].isdigit() and bool(row[2]) and not row[1].isdigit()


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
                headerless=_fields(4, _ratings),
                reread={"header": False},
                steps=(
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
                headerless=_fields(5, _users),
                reread={"header": False},
                steps=(step("name_columns", names="UserID;Gender;Age;Occupation;Zip-code"),),
            ),
            Form(
                "products",
                hints(
                    "MovieID: id item_id\nTitle: text\nGenres: text category\nyear: integer made"
                ),
                headerless=_fields(3, _movies),
                reread={"header": False},
                steps=(
                    step("name_columns", names="MovieID;Title;Genres"),
                    step("year_of_title", "Title", pattern=_GENRES, into="year"),
                ),
                notes=("genres_by_bar",),
            ),
        ),
        ("ratings.dat", "users.dat", "movies.dat"),
    ),
)
