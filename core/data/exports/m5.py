"""M5: daily sales of Walmart, one column a day, with calendar and prices."""

from core.data.exports.describe import Export, Form, hints, step

EXPORTS = (
    Export(
        "m5.sales",
        (
            Form(
                "sales_panel",
                hints("""
                    id: id
                    item_id: id item_id
                    dept_id: category category
                    cat_id: category category
                    store_id: category store_id
                    state_id: category
                    d: category made
                    sales: integer quantity made
                    not_yet_sold: boolean made
                    date: datetime timestamp made
                """),
                anchors=("item_id", "store_id", "d_1"),
                pattern=r"d_\d+",
                steps=(
                    step("days_down", "id?", "item_id", "dept_id?", "cat_id?", "store_id",
                         "state_id?", pattern=r"d_\d+", key="d", into="sales",
                         mark_into="not_yet_sold"),
                    step("look_up_date", "d", table="m5.calendar", by="d", value="date",
                         into="date"),
                ),
            ),
        ),
        ("sales_train*",),
    ),
    Export(
        "m5.calendar",
        (
            Form(
                "calendar",
                hints("""
                    date: datetime timestamp
                    wm_yr_wk: id
                    weekday: category
                    wday: integer
                    month: integer
                    year: integer
                    d: category
                    event_name_1: category
                    event_type_1: category
                    event_name_2: category
                    event_type_2: category
                    snap_CA: integer
                    snap_TX: integer
                    snap_WI: integer
                """),
                anchors=("wm_yr_wk", "snap_CA"),
                notes=("week_from_saturday",),
            ),
        ),
        ("calendar*",),
    ),
    Export(
        "m5.prices",
        (
            Form(
                "prices",
                hints("""
                    store_id: category store_id
                    item_id: id item_id
                    wm_yr_wk: id
                    sell_price: number price
                """),
                anchors=("wm_yr_wk", "sell_price"),
                notes=("absent_not_sold",),
            ),
        ),
        ("sell_prices*",),
    ),
)  # fmt: skip
