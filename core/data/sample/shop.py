"""The sample shop, put together: `generate(seed)`."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.base.values import Column
from core.data.sample import truth
from core.data.sample.calendar import Calendar, calendar_table, make_calendar
from core.data.sample.churn import Churn, customers_table, make_churn
from core.data.sample.columns import TABLES, typed
from core.data.sample.customers import Customers, make_customers
from core.data.sample.demand import Demand, Expected, expect, realise
from core.data.sample.events import make_events
from core.data.sample.orders import Crowd, Orders, make_orders, order_lines_table
from core.data.sample.products import Products, make_products, products_table
from core.data.sample.promotions import Promotions, make_promotions, promotions_table
from core.data.sample.reviews import make_reviews
from core.data.sample.size import FULL, Size
from core.data.sample.stock import Shelves, Stock, run_stock, usual_units
from core.data.sample.stores import stores_table
from core.data.sample.suppliers import Suppliers, make_suppliers, suppliers_table
from core.data.sample.visits import Visits, make_visits, visits_table

STAGES = ("products", "visits", "stock", "orders", "tables")
Told = Callable[[str], None]


@dataclass(frozen=True)
class SampleShop:
    """Tables and their columns by name, and what is true, by name."""

    tables: dict[str, pd.DataFrame]
    columns: dict[str, tuple[Column, ...]]
    truth: dict[str, pd.DataFrame]


@dataclass(frozen=True)
class _World:
    """Everything drawn, as arrays."""

    products: Products
    calendar: Calendar
    promotions: Promotions
    expected: Expected
    customers: Customers
    visits: Visits
    demand: Demand
    suppliers: Suppliers
    stock: Stock
    orders: Orders
    churn: Churn


def generate(seed: int = 0, size: Size = FULL, told: Told = lambda _stage: None) -> SampleShop:
    """The sample shop of this seed: the same seed and size give the same shop.

    `told` hears the name of each of `STAGES` as it begins.
    """
    world = _draw(seed, size, told)
    told("tables")
    tables, review_truth = _tables(seed, size, world)
    stored = {name: typed(name, tables[name]) for name in TABLES}
    truths = _truth(size, world)
    truths |= truth.customer_truths(size, world.customers, world.products, world.churn)
    truths["reviews"] = review_truth
    return SampleShop(
        {name: frame for name, (frame, _) in stored.items()},
        {name: columns for name, (_, columns) in stored.items()},
        truths,
    )


def _draw(seed: int, size: Size, told: Told) -> _World:
    told("products")
    products, calendar = make_products(size, seed), make_calendar(size)
    promotions = make_promotions(size, seed, products, calendar)
    expected = expect(size, seed, products, calendar, promotions)
    told("visits")
    customers = make_customers(size, seed, products)
    visits = make_visits(size, seed, customers, calendar, expected)
    told("stock")
    orders, sure = (
        np.bincount(visits.day, weights=weight, minlength=size.days)
        for weight in (visits.purchased, visits.probability)
    )
    demand = realise(seed, products, expected, orders.astype(np.int64), sure)
    suppliers = make_suppliers(seed)
    shelves = Shelves(size, seed, products, suppliers, usual_units(expected, products))
    stock = run_stock(size, shelves, demand, orders, calendar)
    told("orders")
    crowd = Crowd(customers, customers.there(size.days), visits)
    receipts = make_orders(size, seed, products, stock, crowd)
    return _World(
        products, calendar, promotions, expected, customers, visits, demand, suppliers, stock,
        receipts, make_churn(size, customers, receipts, visits),
    )  # fmt: skip


def _tables(seed: int, size: Size, world: _World) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    products, customers, orders = world.products, world.customers, world.orders
    reviews = make_reviews(size, seed, (products, customers), orders)
    catalog = (products, world.promotions, customers)
    day, _, item, _, arrival = world.stock.orders
    came = arrival < size.days
    tables = {
        "stores": stores_table(),
        "products": products_table(products, size),
        "customers": customers_table(size, customers, orders, world.visits, world.churn),
        "order_lines": order_lines_table(orders, catalog, size, seed),
        "visits": visits_table(world.visits, customers, size),
        "events": make_events(size, seed, (products, customers), world.visits, orders),
        "promotions": promotions_table(world.promotions, products, size),
        "stock": _stock_table(size, world),
        "suppliers": suppliers_table(
            world.suppliers, products.supplier[item[came]], (arrival - day)[came]
        ),
        "reviews": reviews.table,
        "calendar": calendar_table(world.calendar, size),
    }
    return tables, reviews.truth


def _stock_table(size: Size, world: _World) -> pd.DataFrame:
    """The table `stock`: one row a day, store and item from the item's launch on."""
    cells = truth.shelf_cells(world.products, size)
    books = ("opening", "received", "returned", "sold", "on_hand", "on_order")
    return pd.DataFrame(
        {
            **truth.cell_keys(size, world.products, cells),
            **{name: getattr(world.stock, name)[cells] for name in books},
            "price": world.promotions.price[cells],
        }
    )


def _truth(size: Size, world: _World) -> dict[str, pd.DataFrame]:
    products = world.products
    return {
        "demand": truth.demand_truth(size, products, world.expected, world.demand, world.stock),
        "elasticities": truth.product_truth(products),
        "calendar": truth.calendar_truth(size, world.calendar),
        "visits": truth.visit_truth(world.visits),
        "deliveries": truth.delivery_truth(size, products, world.stock),
        **truth.small_truths(products, world.suppliers),
    }
