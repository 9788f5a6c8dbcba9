"""Which columns tell of store, region, device, channel and campaign, in either language."""

from typing import Any

import pytest

from core.base.values import Column
from core.data.context_words import circumstances


def column(name: str, **more: Any) -> Column:
    return Column.model_validate({"name": name, "type": "category", **more})


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("Country", "region"), ("shipping_city", "region"), ("收货城市", "region"),
        ("省份", "region"),
        ("Device", "device"), ("device type", "device"), ("终端类型", "device"), ("平台", "device"),
        ("channel", "channel"), ("utm_medium", "channel"), ("traffic_source", "channel"),
        ("销售渠道", "channel"), ("utm_campaign", "campaign"), ("Campaign ID", "campaign"),
        ("营销活动名称", "campaign"), ("colour", None), ("state", None), ("description", None),
    ],
)  # fmt: skip
def test_columns_are_told_by_their_names(name: str, means: str | None) -> None:
    assert circumstances([column(name)]) == ({means: name} if means else {})


def test_the_store_is_told_by_its_role_and_the_first_of_each_is_taken() -> None:
    told = [
        column("device"), column("shop_no", role="store_id", type="id"), column("platform"),
        column("city", personal=True), column("channel", type="number"),
        column("region", role="category"),
    ]  # fmt: skip
    assert circumstances(told) == {"store": "shop_no", "device": "device"}
    assert list(circumstances(told)) == ["store", "device"]
