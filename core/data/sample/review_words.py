"""What customers of the sample shop write, by aspect and mood, in English and Chinese.

`{item}` is the name of the shelf. Moods: 0 bad, 1 mixed, 2 good.
"""

ASPECTS = ("quality", "delivery", "price", "packaging", "service")

ENGLISH = {
    "quality": (
        ("The {item} broke within a week.", "Poor quality, not what I expected of {item}.",
         "It does not look like the picture at all.", "Disappointing, I would not use it again."),
        ("The {item} is okay, nothing special.", "Average quality, it does the job.",
         "Some parts are good, others less so."),
        ("Really good {item}, better than I hoped.", "Excellent quality, I use it every day.",
         "Just as described, very happy with this {item}.", "My whole family likes it."),
    ),
    "delivery": (
        ("It arrived a week late.", "I waited far too long and nobody told me why.",
         "The courier left it at the wrong door."),
        ("Delivery took the usual time.", "It came a day later than promised."),
        ("Delivered the next day.", "Very fast shipping.", "It arrived earlier than promised."),
    ),
    "price": (
        ("Much too expensive for what it is.", "Two days later it was cheaper, annoying."),
        ("The price is about right.", "Not cheap, not expensive."),
        ("Great value for money.", "A bargain at this price.", "Cheaper than elsewhere."),
    ),
    "packaging": (
        ("The box was crushed and leaking.", "The seal was already open."),
        ("The packaging is plain.", "A lot of wrapping for a small thing."),
        ("Beautifully packed, fit for a gift.", "Well packed, nothing damaged."),
    ),
    "service": (
        ("Customer service never answered.", "They refused the return without a reason."),
        ("Service answered after two days.", "The staff were neither warm nor cold."),
        ("The staff were friendly and helpful.", "The exchange was quick and easy."),
    ),
}  # fmt: skip

CHINESE = {
    "quality": (
        ("{item}用了一周就坏了。", "质量太差，和期待的{item}差距很大。", "实物和图片完全不一样。",
         "很失望，不会再用了。"),
        ("{item}还行，没什么特别的。", "质量一般，能用。", "有的地方好，有的地方差点意思。"),
        ("{item}真的不错，超出预期。", "质量很好，天天都在用。", "和描述一致，这款{item}很满意。",
         "全家人都喜欢。"),
    ),
    "delivery": (
        ("晚了一个星期才到。", "等了太久，也没人说明原因。", "快递放错了门口。"),
        ("物流速度正常。", "比承诺的晚了一天。"),
        ("第二天就到了。", "发货特别快。", "比预计的还早到。"),
    ),
    "price": (
        ("太贵了，不值这个价。", "买完两天就降价，心塞。"),
        ("价格还算合理。", "不便宜也不算贵。"),
        ("性价比很高。", "这个价格太划算了。", "比别家便宜。"),
    ),
    "packaging": (
        ("盒子压坏了，还漏了。", "收到时封口已经开了。"),
        ("包装很普通。", "东西不大，包装倒不少。"),
        ("包装精美，送人也合适。", "包得很严实，没有破损。"),
    ),
    "service": (
        ("客服一直不回复。", "不给退货，也不说理由。"),
        ("客服两天后才回复。", "店员态度不冷不热。"),
        ("店员热情又耐心。", "换货又快又方便。"),
    ),
}  # fmt: skip
