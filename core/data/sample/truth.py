"""What is true of the sample shop and stands in no table that a shop could have."""

import numpy as np
import pandas as pd

from core.data.sample.calendar import Calendar
from core.data.sample.churn import Churn
from core.data.sample.customers import Customers
from core.data.sample.demand import Demand, Expected
from core.data.sample.frames import instants, take
from core.data.sample.products import SUPPLIERS, Products
from core.data.sample.promotions import EFFECTS, KINDS
from core.data.sample.size import STORES, Size
from core.data.sample.stock import Stock
from core.data.sample.stores import STORE_LIST
from core.data.sample.suppliers import Suppliers
from core.data.sample.visits import Visits
from core.data.sample.words import CATEGORIES

_STORES = np.array([store.id for store in STORE_LIST], object)


def shelf_cells(products: Products, size: Size) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Day, store and item of every cell from the item's launch on, in that order."""
    born = np.arange(size.days)[:, None] >= products.launch
    days, stores, items = np.nonzero(np.repeat(born[:, None, :], STORES, axis=1))
    return days, stores, items


def cell_keys(
    size: Size, products: Products, cells: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> dict[str, object]:
    """The columns `date`, `store_id`, `item_id` of these cells."""
    return {
        "date": instants(size.first_day, cells[0]),
        "store_id": take(_STORES, cells[1]),
        "item_id": take(products.names, cells[2]),
    }


def demand_truth(
    size: Size, products: Products, expected: Expected, demand: Demand, stock: Stock
) -> pd.DataFrame:
    """`demand`: units wanted, their mean, and how many were lost to empty shelves."""
    cells = shelf_cells(products, size)
    units = demand.units[cells]
    return pd.DataFrame(
        {
            **cell_keys(size, products, cells),
            "demand": units.astype(np.int32),
            "expected": expected.units[cells].astype(np.float32),
            "lost": (units - stock.sold[cells]).astype(np.int32),
        }
    )


def product_truth(products: Products) -> pd.DataFrame:
    """`elasticities`: own-price elasticity, quality and normal lines a day of each product."""
    return pd.DataFrame(
        {
            "item_id": products.names,
            "category": [CATEGORIES[c].en for c in products.category],
            "elasticity": products.elasticity,
            "first_price": products.list_price[0],
            "lines_a_day": products.base,
            "units_a_line": 1 + products.extra,
            "return_rate": products.returned,
            "quality": products.quality,
        }
    )


def calendar_truth(size: Size, calendar: Calendar) -> pd.DataFrame:
    """`calendar`: what day, store and category multiply demand by."""
    days, stores, categories = np.indices(calendar.factor.shape).reshape(3, -1)
    return pd.DataFrame(
        {
            "date": instants(size.first_day, days),
            "store_id": take(_STORES, stores),
            "category": take(np.array([c.en for c in CATEGORIES], object), categories),
            "factor": calendar.factor.ravel().astype(np.float32),
        }
    )


def small_truths(products: Products, suppliers: Suppliers) -> dict[str, pd.DataFrame]:
    """`promotion_effects`, `complements`, `lead_times`."""
    names = products.names
    return {
        "promotion_effects": pd.DataFrame({"promotion_type": KINDS, "multiplier": EFFECTS}),
        "complements": pd.DataFrame(
            {
                "item_id": names[products.leader],
                "complement_id": names[products.follower],
                "chance": products.attach,
            }
        ),
        "lead_times": pd.DataFrame(
            {
                "supplier_id": [f"SUP{k:02d}" for k in range(1, SUPPLIERS + 1)],
                "mean_days": suppliers.lead,
                "sd_days": suppliers.spread,
            }
        ),
    }


def customer_truths(
    size: Size, customers: Customers, products: Products, churn: Churn
) -> dict[str, pd.DataFrame]:
    """`tastes` (one row a customer and subcategory) and `churn`."""
    users, shelves = np.indices(customers.taste.shape).reshape(2, -1)
    labels = np.array([shelf.en for shelf in products.subs], object)
    return {
        "tastes": pd.DataFrame(
            {
                "user_id": take(customers.names, users),
                "subcategory": take(labels, shelves),
                "weight": customers.taste.ravel().astype(np.float32),
            }
        ),
        "churn": pd.DataFrame(
            {
                "user_id": customers.names,
                "probability": churn.probability,
                "there_at_cutoff": customers.died > size.cutoff,
                "hazard": customers.hazard,
                "order_rate": customers.rate,
            }
        ),
    }


def visit_truth(visits: Visits) -> pd.DataFrame:
    """`visits`: the true chance of an order in each visit."""
    names = take(visits.names, np.arange(len(visits.day)))
    return pd.DataFrame({"visit_id": names, "probability": visits.probability})


def delivery_truth(size: Size, products: Products, stock: Stock) -> pd.DataFrame:
    """`deliveries`: every replenishment order, also those still on the way at the end."""
    day, store, item, units, arrival = stock.orders
    return pd.DataFrame(
        {
            "ordered": instants(size.first_day, day),
            "arrives": instants(size.first_day, arrival),
            "store_id": take(_STORES, store),
            "item_id": take(products.names, item),
            "units": units,
        }
    )
