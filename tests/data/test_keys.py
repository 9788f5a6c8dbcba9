"""Keys between tables, told from roles, names and counts alone."""

from core.base.values import Column, Table
from core.data.keys import Key, keys


def table(name: str, rows: int, *columns: Column) -> Table:
    return Table(name=name, rows=rows, columns=columns)


def column(name: str, distinct: int, role: str | None = None, kind: str = "id") -> Column:
    return Column(name=name, type=kind, role=role, distinct=distinct)  # type: ignore[arg-type]


def ends(found: tuple[Key, ...]) -> list[tuple[str, str, str, str]]:
    return [(f"{k.one}.{k.one_column}", f"{k.many}.{k.many_column}", k.kind, k.by) for k in found]


def test_roles_come_first_and_the_unique_side_is_the_one() -> None:
    lines = table("order_lines", 100, column("sku", 9, "item_id"), column("buyer", 40, "user_id"))
    products = table("products", 9, column("product", 9, "item_id"))
    customers = table("customers", 50, column("buyer", 50, "user_id"))
    assert ends(keys([lines, products, customers])) == [
        ("products.product", "order_lines.sku", "one_to_many", "role"),
        ("customers.buyer", "order_lines.buyer", "one_to_many", "role"),
    ]


def test_names_count_where_one_side_is_unique() -> None:
    orders = table("orders", 80, column("customer_id", 80), column("channel", 3, kind="category"))
    customers = table("customers", 80, column("customer_id", 80), column("channel", 3))
    assert ends(keys([orders, customers])) == [
        ("orders.customer_id", "customers.customer_id", "one_to_one", "name")
    ]


def test_many_to_many_only_where_no_table_is_the_home_of_the_key() -> None:
    lines = table("order_lines", 100, column("sku", 9, "item_id"))
    reviews = table("reviews", 30, column("item", 8, "item_id"))
    products = table("products", 9, column("sku", 9, "item_id"))
    assert ends(keys([lines, reviews])) == [
        ("order_lines.sku", "reviews.item", "many_to_many", "role")
    ]
    assert [key.kind for key in keys([lines, reviews, products])] == ["one_to_many"] * 2


def test_measures_of_the_same_name_are_no_keys() -> None:
    left = table(
        "a", 50, column("price", 50, "price", "number"), column("day", 50, None, "datetime")
    )
    right = table(
        "b", 50, column("price", 50, "price", "number"), column("day", 50, None, "datetime")
    )
    assert keys([left, right]) == ()
