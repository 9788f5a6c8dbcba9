"""Which columns are personal: names in five languages, cells, known exports; and which are not."""

import random

import pytest

from core.data.options import People
from core.data.people.find import find
from core.data.people.names import kind_of

PERSONAL = {
    "email": "E-mail|Email Address|customer_email|邮箱|电子邮件|Courriel|Correo electrónico|Mail",
    "phone": "Phone|phone_number|Telefon|Handynummer|Téléphone|Teléfono|手机号|收货人手机号",
    "name": "First name|Last Name|customer_name|CustomerName|Nachname|Prénom|Apellidos|姓名|收货人",
    "address": "Address|Shipping Address 1|street|Straße|Lieferadresse|Dirección|收货地址",
    "ip": "ip|IP Address|client_ip|ipAddress|登录IP地址|Visitor IP",
    "birthday": "Birthday|date_of_birth|DOB|Geburtsdatum|customer_birth_date|出生日期|会员生日",
    "account": "user_name|nickname|身份证号|买家会员名|支付宝账号",
}
PLAIN = (
    "Product name|Store Name|Category name|item_name|Brand|City|Country|name_of_campaign|商品名称"
    "|店铺名称|门店地址|手机型号|品牌|email_opt_in|Email Marketing Consent|PhoneService"
    "|server_ip|ship|zip_type|trip|birth_country|skip"
    "|number of emails|order_id|user_id|客户编号|订单编号|条码|Title|Filename|StreetView"
)


@pytest.mark.parametrize("kind", list(PERSONAL))
def test_names_of_personal_columns_are_known(kind: str) -> None:
    names = PERSONAL[kind].split("|")
    assert {name: kind_of(name) for name in names} == dict.fromkeys(names, kind)


def test_other_names_are_not_taken_for_people() -> None:
    assert {name: kind_of(name) for name in PLAIN.split("|")} == dict.fromkeys(PLAIN.split("|"))


def found(**columns: list[str]) -> dict[str, tuple[str, str]]:
    """Kind and reason of the personal columns of a table."""
    rows = list(zip(*columns.values(), strict=True))
    return {
        one.column: (one.kind, one.reason) for one in find(list(columns), rows, "f.csv", People())
    }


def mobiles(count: int, seed: int = 0) -> list[str]:
    chance = random.Random(seed)
    return [f"1{chance.choice('3456789')}{chance.randrange(10**9):09d}" for _ in range(count)]


def test_cells_tell_what_the_name_does_not() -> None:
    assert found(
        a=[f"ann{i}@example.com" for i in range(9)],
        b=mobiles(9),
        c=[f"+49 151 {i}234567" for i in range(9)],
        d=[f"{i} High Street" for i in range(9)],
        e=[f"浙江省杭州市西湖区文三路{i}号" for i in range(9)],
    ) == {
        "a": ("email", "cells"), "b": ("phone", "cells"), "c": ("phone", "cells"),
        "d": ("address", "cells"), "e": ("address", "cells"),
    }  # fmt: skip


def test_national_numbers_make_a_column_of_phones() -> None:
    assert found(
        info=[f"0151 23456{i:03d}" for i in range(9)],
        other=[f"06 12 34 56 {i:02d}" for i in range(9)],
        third=[f"07700 900{i:03d}" for i in range(9)],
        code=[f"0123-45{i:03d}" for i in range(9)],
        day=[f"0{1 + i}/01/2024 10:00" for i in range(9)],
        sizes=["01 02 03", "02 04 06 08 10 12", "01 02"] * 3,
        upc=[f"0 12345 67890 {i}" for i in range(9)],
    ) == dict.fromkeys(("info", "other", "third"), ("phone", "cells"))


def test_numbers_of_other_things_are_no_phones() -> None:
    """Order numbers count up from one beginning, EANs have 13 digits, instants 10, 13 or 16."""
    assert found(
        sold=[str(13_000_000_001 + i * 7) for i in range(40)],
        ean=[str(4_006_381_333_931 + i * 977) for i in range(40)],
        at=[str(1_699_999_999 + i * 977) for i in range(40)],
        at_ms=[str(1_699_999_999_999 + i * 977) for i in range(40)],
        order_id=mobiles(40),
        sku_code=mobiles(40, 1),
        amount=[f"{i * 1234.5:.2f}" for i in range(40)],
        day=[f"2024-03-{1 + i % 28:02d} 10:00:00" for i in range(40)],
        grams=[f"+{i}00 000 000 g" for i in range(40)],
    ) == {}  # fmt: skip


def test_products_stores_and_towns_are_no_people() -> None:
    assert (
        found(
            name=["Blue Mug", "Green Tea", "Ann Lee Scarf"] * 3,
            store=["Main Street", "North Gate", "Harbour View"] * 3,
            city=["New York", "San Jose", "Los Angeles"] * 3,
            title=["Harry Potter", "Anna Karenina", "Moby Dick"] * 3,
        )
        == {}
    )


def test_a_list_of_stores_keeps_their_addresses_and_phones() -> None:
    assert found(
        store_id=["1", "2", "3"], address=["1 High Street", "2 High Street", "3 High Street"],
        phone=["020 7946 0001", "020 7946 0002", "020 7946 0003"],
    ) == {}  # fmt: skip


def test_bare_names_are_people_where_they_can_be_reached() -> None:
    people = ["Ann Lee", "Jan Müller", "María García"]
    mails = ["a@x.com", "b@x.com", "c@x.com"]
    assert found(name=people, city=["Rome"] * 3) == {}
    assert found(name=people, mail=mails)["name"] == ("name", "cells")
    assert found(客户=["王小明", "李娜", "张伟强"], 金额=["1", "2", "3"]) == {
        "客户": ("name", "cells")
    }
    assert found(col_0=people, col_1=mails)["col_0"] == ("name", "cells")
    streets = ["12 Main Street", "14 Hill Road", "3 Oak Lane"]
    assert found(col_0=people, col_1=["Berlin", "Paris", "Rome"], col_2=streets) == {
        "col_0": ("name", "cells"), "col_2": ("address", "cells"),
    }  # fmt: skip


def test_a_column_called_after_people_may_spell_them_in_any_way_beside_others() -> None:
    small = [f"mia quux{letter}" for letter in "abcdefgh"]
    phones = [f"0151 23456{i:03d}" for i in range(8)]
    assert found(**{"contact person": small}, Tel=phones)["contact person"] == ("name", "cells")
    assert found(customer=["mia", "von der leyen", "tom"], Tel=phones[:3])["customer"][0] == "name"
    assert found(customer=["ann lee"], mail=["a@x.com"])["customer"] == ("name", "cells")
    assert found(customer=small, total=["1"] * 8) == {}
    assert found(customer=["yes", "no"] * 4, Tel=phones).keys() == {"Tel"}
    assert found(customer=["retail", "whole sale"] * 4, Tel=phones).keys() == {"Tel"}
    assert found(customer=[f"K{i:05d}" for i in range(8)], Tel=phones).keys() == {"Tel"}
    assert found(name=["blue mug", "tea pot", "red cup"], Tel=phones[:3]).keys() == {"Tel"}


PEOPLE = (
    ("tom", "ann", "maria"),
    ("Tom", "Ann"),
    ("tom baker", "mia quux", "jürgen"),
    ("josé", "ana"),
)
NO_PEOPLE = (
    ("retail", "wholesale", "online"), ("new", "returning"), ("Regular", "VIP"), ("tom",),
    ("paris", "austin", "sydney", "florence", "victoria", "charlotte", "san jose", "jordan"),
    ("nike", "adidas", "puma", "hugo boss", "levis", "gucci", "zara", "prada", "dior"),
    ("walk in", "staff", "guest"), ("acme gmbh", "foo ltd", "max mara", "mark one ltd", "bar ag"),
)  # fmt: skip


@pytest.mark.parametrize("cells", PEOPLE)
def test_few_names_in_lower_case_are_names(cells: tuple[str, ...]) -> None:
    rows = list(cells) * 10
    for name in ("customer", "cashier", "Kunde"):
        assert found(**{name: rows, "qty": ["1"] * len(rows)}) == {name: ("name", "cells")}
    assert found(brand=rows, city=rows, name=rows, product=rows) == {}


@pytest.mark.parametrize("cells", NO_PEOPLE)
def test_brands_towns_and_states_are_no_names(cells: tuple[str, ...]) -> None:
    assert found(customer=list(cells) * 10, qty=["1"] * 10 * len(cells)) == {}


def test_a_postcode_alone_is_a_region() -> None:
    assert found(zip=["10115", "80331", "20095"], sales=["1", "2", "3"]) == {}
    assert found(zip=["10115"] * 3, email=["a@x.com"] * 3)["zip"] == ("postcode", "name")


def test_a_name_that_the_cells_deny_is_not_believed() -> None:
    assert found(mobile=["yes", "no", "yes"], mail=["ads", "search", "ads"]) == {}
    assert found(email=["", "", ""])["email"] == ("email", "name")


def test_addresses_of_machines_are_those_of_people() -> None:
    addresses = [f"203.0.113.{i}" for i in range(9)]
    assert found(visitor=addresses, n=["1"] * 9) == {"visitor": ("ip", "cells")}
    assert found(a=[f"2001:db8::{i}" for i in range(9)])["a"] == ("ip", "cells")
    assert found(ip=["203.0.113.*"] * 9)["ip"] == ("ip", "name")
    assert found(ip=["Disney", "Marvel", "Pixar"] * 3) == {}
    assert found(amount=[f"12.345.678.{i}00" for i in range(9)], at=["10:00:00"] * 9) == {}
    assert found(nested=['[["*"], {"A": null}]'] * 9, stars=["*:*"] * 9) == {}
    assert found(section_id=[f"1.2.3.{i}" for i in range(9)]) == {}


def test_birthdays_stay_until_the_user_has_them_replaced() -> None:
    names = ["Birthday", "sum"]
    rows = [(f"{1960 + i}-03-04", "1") for i in range(9)]

    def kept(people: People) -> list[tuple[str, bool]]:
        return [(one.kind, one.kept) for one in find(names, rows, "f.csv", people)]

    shape = ("birthday", "sum")
    assert kept(People()) == [("birthday", True)]
    assert kept(People(settled=True)) == [("birthday", False)]
    assert kept(People(replace=("Birthday",))) == [("birthday", False)]
    assert kept(People(before=((shape, ()),))) == [("birthday", False)]
    assert kept(People(before=((shape, ("Birthday",)),))) == [("birthday", True)]
    assert found(birthday=["yes", "no", "no"]) == {}


def test_wishes_of_the_user_come_last() -> None:
    rows = [("a@x.com", "x", "y")] * 3
    people = People(keep=("mail",), replace=("code",))
    told = find(["mail", "code", "other"], rows, "f.csv", people)
    assert [(one.column, one.kept, one.reason) for one in told] == [
        ("mail", True, "name"), ("code", False, "user"),
    ]  # fmt: skip
    before = People(before=((("mail", "code", "other"), ("mail",)),))
    assert find(["Mail", "code", "other"], rows, "f.csv", before)[0].column == "Mail"


def test_one_name_is_believed_beside_other_columns_of_people() -> None:
    rows = {"name": ["Ann Lee"] * 3, "total": ["1", "2", "3"]}
    assert found(**rows) == {}
    assert found(**rows, mail=["ann@x.com"] * 3)["name"] == ("name", "cells")
    assert found(customer=["Ann Lee", "Ann Lee", "Jan Kok"], street=["1 High Street"] * 3)[
        "customer"
    ] == ("name", "cells")
    assert found(name=["Blue mug"] * 3, mail=["ann@x.com"] * 3).keys() == {"mail"}
