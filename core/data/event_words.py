"""What events of behaviour are called, and what they mean: somebody looked, took up, or bought."""

from typing import Literal

from core.data.words import joined

EventMeaning = Literal["view", "cart", "purchase", "out"]
"""`cart` is any sign of intent short of buying, a wish list too; `out` is no sign of liking: what
was merely shown, searched for, taken out again or sent back."""

_WORDS: dict[EventMeaning, str] = {
    "view": """
        view views viewed pv ipv pageview pageviews itemview itempageview productview productviewed
        viewitem viewproduct viewcontent detailpageview detail viewdetail click clicks clicked
        itemclick productclick productclicked clickitem select selectitem open opened browse visit
        look read watch play
        浏览 浏览商品 浏览详情 查看 查看商品 查看详情 点击 点击商品 商品点击 商品浏览 访问 看
    """,
    "cart": """
        cart carts carted addtocart addedtocart addcart addtobasket addedtobasket addtobag basket
        atc productadded viewcart cartviewed shoppingcartpageview checkout begincheckout
        startcheckout checkoutstarted initiatecheckout addpaymentinfo addshippinginfo preorder
        reserve wish wishlist addtowishlist productaddedtowishlist fav favor favorite favorites
        favourite favourites addtofavorites addtofavourites like liked save saved collect
        collected bookmark bookmarked follow
        加购 加购物车 加入购物车 添加购物车 购物车 收藏 加收藏 加入收藏 收藏商品 收藏加购
        喜欢 点赞 关注 结算
    """,
    "purchase": """
        purchase purchases purchased purchasecomplete completepurchase buy buys bought order orders
        ordered orderplaced placeorder ordercompleted completeorder orderpaid pay paid payment
        paymentsuccess checkoutcomplete checkoutcompleted transaction transactions trans sale sales
        sold conversion converted
        购买 购买成功 买 下单 支付 支付成功 付款 付款成功 成交 交易 交易成功 订单
    """,
    "out": """
        removefromcart removedfromcart removecart cartremove deletefromcart deletecart remove
        removed delete productremoved removefromwishlist productremovedfromwishlist unlike dislike
        unfav unfavorite unfavourite unfollow refund refunded return returned returns cancel
        canceled cancelled cancellation chargeback impression impressions impress exposure exposed
        expose show shown display displayed viewitemlist viewsearchresults search searches
        homepageview login logout
        曝光 展示 展现 搜索 移除 移出购物车 删除 删除购物车 取消 取消收藏 取消加购 取消关注 取消订单
        退款 退货 登录
    """,
}
_MEANINGS = {word: meaning for meaning, words in _WORDS.items() for word in words.split()}


def meaning_of(event: str) -> EventMeaning | None:
    """What an event of this name means; None for a word that is not known.

    >>> [meaning_of(word) for word in ("Add to Cart", "pv", "transaction", "加购", "4")]
    ['cart', 'view', 'purchase', 'cart', None]
    """
    return _MEANINGS.get(joined(event).replace("_", ""))
