"""Online Retail, both editions."""

from tests.data.exports.case import Case, text

_ROLES = {
    "StockCode": "item_id", "Quantity": "quantity", "InvoiceDate": "timestamp",
    "is_return": "is_return", "is_product": "is_product",
}  # fmt: skip


def _lines(customer: str) -> list[list[object]]:
    """20 sales of 2 at 2.55 (102.00), and a row for each trap."""
    rows: list[list[object]] = [
        [536365 + n, f"{22100 + n}A", "WHITE MUG", 2, "2010-12-01 08:26:00", "2.55",
         "" if n % 4 == 0 else customer, "United Kingdom"]
        for n in range(20)
    ]  # fmt: skip
    day, country = "2010-12-02 09:41:00", "France"
    return rows + [
        ["C536379", "D", "Discount", -1, day, "27.50", customer, country],
        ["C536383", "22101A", "WHITE MUG", -1, day, "2.55", customer, country],
        ["536400", "POST", "POSTAGE", 3, day, "18.00", customer, country],
        ["536401", "22102A", "damaged", -10, day, "0", "", country],
        ["A563187", "B", "Adjust bad debt", 1, day, "-11.06", "", country],
        ["536402", "BANK CHARGES", "Bank Charges", 1, day, "15.00", "", country],
        ["536402", "BANK CHARGES", "Bank Charges", 1, day, "15.00", "", country],
    ]


def _case(export: str, name: str, header: list[str], customer: str) -> Case:
    names = dict(
        zip(("order_id", "price", "user_id"), (header[0], header[5], header[6]), strict=False)
    )
    return Case(
        export=export,
        name=name,
        data=text(header, _lines(customer)),
        kind="order_lines",
        rows=27,
        roles={**_ROLES, **{column: role for role, column in names.items()}},
        types={header[0]: "id", header[6]: "id", "Quantity": "integer", "StockCode": "id"},
        touched={
            "whole_ids": 18 if customer.endswith(".0") else 0,
            "returns_prefix": 2,
            "returns_negative": 1,
            "adjustments_prefix": 1,
            "not_products": 5,
        },
        totals={
            "gross": 186.00,
            "returns": -41.11,
            "net": 144.89,
            "amount": 144.89,
            "not_products": 72.94,
            "gross_adjustments": 0.00,
            "returns_adjustments": -11.06,
        },
        first={header[6]: None, "is_return": False, "is_product": True},
    )


CASES = (
    _case(
        "online_retail_ii",
        "online_retail_II.csv",
        ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID",
         "Country"],
        "17850.0",
    ),
    _case(
        "online_retail_i",
        "Online Retail.csv",
        ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice",
         "CustomerID", "Country"],
        "17850",
    ),
)  # fmt: skip
