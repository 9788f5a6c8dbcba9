"""MovieLens, small and 1M."""

from tests.data.exports.case import Case, text


def _dat(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode("latin-1")


_GENRES = ("Drama|Musical", "Drama", "Animation|Children's|Comedy", "Musical|Romance")
_TITLES = [f"{n + 1}::Misérables, Les: Part {n} (1995)::{_GENRES[n % 4]}" for n in range(20)]
CASES = (
    Case(
        export="movielens.small",
        name="ratings.csv",
        data=text(["userId", "movieId", "rating", "timestamp"],
                  [[n % 3 + 1, n + 1, "4.5", 964982703 + n] for n in range(20)]),
        kind="ratings",
        rows=20,
        roles={"userId": "user_id", "movieId": "item_id", "rating": "rating",
               "timestamp": "timestamp"},
        types={"userId": "id", "timestamp": "datetime"},
        touched={"epoch_s": 20},
        totals={"rating": 90.0},
        first={"timestamp": "2000-07-30 18:45:03"},
    ),
    Case(
        export="movielens.small",
        name="movies.csv",
        data=text(["movieId", "title", "genres"],
                  [[n + 1, "American President, The (1995)", "Comedy|Drama"] for n in range(20)]),
        kind="products",
        rows=20,
        roles={"movieId": "item_id", "genres": "category"},
        touched={"year_of_title": 20},
        told=("genres_by_bar",),
        first={"year": 1995},
    ),
    Case(
        export="movielens.small",
        name="tags.csv",
        data=text(["userId", "movieId", "tag", "timestamp"],
                  [[2, 60756 + n, "funny", 1445714994] for n in range(20)]),
        kind="events",
        rows=20,
        roles={"tag": "event", "timestamp": "timestamp"},
    ),
    Case(
        export="movielens.small",
        name="links.csv",
        data=text(["movieId", "imdbId", "tmdbId"],
                  [[n, f"0114{n:03d}", 862 + n] for n in range(20)]),
        kind="item_attributes",
        rows=20,
        types={"imdbId": "id"},
    ),
    Case(
        export="movielens.1m",
        name="ratings.dat",
        data=_dat([f"{n % 3 + 1}::{1193 + n}::5::{978300760 + n}" for n in range(20)]),
        kind="ratings",
        rows=20,
        roles={"UserID": "user_id", "MovieID": "item_id", "Rating": "rating",
               "Timestamp": "timestamp"},
        touched={"epoch_s": 20},
        totals={"Rating": 100},
        first={"Timestamp": "2000-12-31 22:12:40", "UserID": "1"},
    ),
    Case(
        export="movielens.1m",
        name="users.dat",
        data=_dat([f"{n + 1}::{'FM'[n % 2]}::25::10::{'48067' if n else '00123'}"
                   for n in range(20)]),
        kind="customers",
        rows=20,
        roles={"UserID": "user_id"},
        types={"Zip-code": "id"},
        told=("personal_areas",),
    ),
    Case(
        export="movielens.1m",
        name="movies.dat",
        data=_dat(_TITLES),
        kind="products",
        rows=20,
        roles={"MovieID": "item_id"},
        touched={"year_of_title": 20},
        first={"Title": "Misérables, Les: Part 0 (1995)", "year": 1995},
    ),
)  # fmt: skip
