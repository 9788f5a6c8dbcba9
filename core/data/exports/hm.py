"""H&M: purchases, products and customers of a fashion chain."""

from core.data.exports.describe import Export, Form, hints, step

EXPORTS = (
    Export(
        "hm.transactions",
        (
            Form(
                "order_lines",
                hints("""
                    t_dat: datetime timestamp
                    customer_id: id user_id
                    article_id: id item_id
                    price: number price
                    sales_channel_id: category
                    quantity: integer quantity made
                """),
                anchors=("t_dat", "article_id", "sales_channel_id"),
                steps=(
                    step("zeros_at_front", "article_id", width="10"),
                    step("one_a_row", into="quantity"),
                ),
                limits=("price_scaled",),
                notes=("equal_rows_are_units",),
            ),
        ),
        ("transactions_train*",),
    ),
    Export(
        "hm.articles",
        (
            Form(
                "products",
                hints("""
                    article_id: id item_id
                    product_code: id
                    prod_name: text
                    product_type_no: id
                    product_type_name: category
                    product_group_name: category category
                    graphical_appearance_no: id
                    graphical_appearance_name: category
                    colour_group_code: id
                    colour_group_name: category
                    perceived_colour_value_id: id
                    perceived_colour_value_name: category
                    perceived_colour_master_id: id
                    perceived_colour_master_name: category
                    department_no: id
                    department_name: category
                    index_code: id
                    index_name: category
                    index_group_no: id
                    index_group_name: category
                    section_no: id
                    section_name: category
                    garment_group_no: id
                    garment_group_name: category
                    detail_desc: text text
                    image: text made
                """),
                anchors=("garment_group_no", "detail_desc"),
                steps=(
                    step("zeros_at_front", "article_id?", width="10"),
                    step("image_path", "article_id", into="image"),
                ),
            ),
        ),
        ("articles*",),
    ),
    Export(
        "hm.customers",
        (
            Form(
                "customers",
                hints("""
                    customer_id: id user_id
                    FN: category
                    Active: category
                    club_member_status: category
                    fashion_news_frequency: category
                    age: integer
                    postal_code: id personal
                """),
                anchors=("club_member_status",),
                steps=(step("blank_means", "FN?", "Active?", value="0"),),
            ),
        ),
        ("customers*",),
    ),
)
