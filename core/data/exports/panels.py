"""Sales by period: Rossmann, Walmart, Favorita, and a simulated set that many demos use."""

from core.data.exports.describe import Export, Form, hints, step

EXPORTS = (
    Export(
        "kaggle.retail_store_inventory",
        (
            Form(
                "sales_panel",
                hints("""
                    Date: datetime timestamp
                    Store ID: id store_id
                    Product ID: id item_id
                    Category: category category
                    Region: category
                    Inventory Level: integer
                    Units Sold: integer quantity
                    Units Ordered: integer
                    Demand Forecast: number leak
                    Price: number price
                    Discount: number
                    Weather Condition: category
                    Holiday/Promotion: integer
                    Competitor Pricing: number
                    Seasonality: category
                """),
                anchors=("Inventory Level", "Units Sold", "Demand Forecast"),
                limits=("simulated",),
            ),
        ),
        ("retail_store_inventory*",),
    ),
    Export(
        "rossmann",
        (
            Form(
                "sales_panel",
                hints("""
                    Store: id store_id
                    DayOfWeek: integer
                    Date: datetime timestamp
                    Sales: number amount
                    Customers: integer leak
                    Open: integer
                    Promo: integer
                    StateHoliday: category
                    SchoolHoliday: integer
                    is_closed: boolean made
                """),
                anchors=("Store", "StateHoliday"),
                steps=(
                    step("one_spelling", "StateHoliday", "Open?"),
                    step("closed_days", "Open", values="0", into="is_closed"),
                ),
            ),
            Form(
                "stores",
                hints("""
                    Store: id store_id
                    StoreType: category
                    Assortment: category
                    CompetitionDistance: number
                    CompetitionOpenSinceMonth: integer
                    CompetitionOpenSinceYear: integer
                    Promo2: integer
                    Promo2SinceWeek: integer
                    Promo2SinceYear: integer
                    PromoInterval: category
                """),
                anchors=("StoreType", "Assortment", "CompetitionDistance"),
            ),
        ),
        ("train*", "store.csv"),
    ),
    Export(
        "walmart2014",
        (
            Form(
                "sales_panel",
                hints("""
                    Store: id store_id
                    Dept: id category
                    Date: datetime timestamp
                    Weekly_Sales: number amount
                    IsHoliday: boolean
                    is_return: boolean is_return made
                """),
                anchors=("Store", "Weekly_Sales"),
                steps=(step("returns_negative", "Weekly_Sales", into="is_return"),),
                notes=("weekly",),
            ),
            Form(
                "calendar",
                hints("""
                    Store: id store_id
                    Date: datetime timestamp
                    Temperature: number
                    Fuel_Price: number
                    MarkDown1: number
                    MarkDown2: number
                    MarkDown3: number
                    MarkDown4: number
                    MarkDown5: number
                    CPI: number
                    Unemployment: number
                    IsHoliday: boolean
                """),
                anchors=("Fuel_Price", "MarkDown1"),
            ),
            Form("stores", hints("Store: id store_id\nType: category\nSize: integer"),
                 anchors=("Store", "Type", "Size"), exact=True),
        ),
        ("train*", "features*", "stores*"),
    ),
    Export(
        "favorita",
        (
            Form(
                "sales_panel",
                hints("""
                    id: id
                    date: datetime timestamp
                    store_nbr: id store_id
                    family: category category
                    item_nbr: id item_id
                    sales | unit_sales: number quantity
                    onpromotion: category
                    is_return: boolean is_return made
                """),
                anchors=("store_nbr", "sales", "onpromotion"),
                steps=(step("returns_negative", "sales", into="is_return"),),
                notes=("zero_rows_left_out",),
            ),
            Form(
                "stores",
                hints("""
                    store_nbr: id store_id
                    city: category
                    state: category
                    type: category
                    cluster: category
                """),
                anchors=("store_nbr", "cluster"),
            ),
            Form("calendar", hints("date: datetime timestamp\ndcoilwtico: number"),
                 anchors=("dcoilwtico",)),
            Form(
                "calendar",
                hints("""
                    date: datetime timestamp
                    type: category
                    locale: category
                    locale_name: category
                    description: text
                    transferred: boolean
                """),
                anchors=("locale_name", "transferred"),
            ),
            Form(
                "sales_panel",
                hints("date: datetime timestamp\nstore_nbr: id store_id\ntransactions: integer"),
                anchors=("store_nbr", "transactions"),
            ),
            Form(
                "products",
                hints("item_nbr: id item_id\nfamily: category category\nclass: id\n"
                      "perishable: integer"),
                anchors=("item_nbr", "perishable"),
            ),
        ),
        ("train*", "stores*", "oil*", "holidays_events*", "transactions*", "items*"),
    ),
)  # fmt: skip
