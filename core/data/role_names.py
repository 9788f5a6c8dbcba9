"""The words that columns of shops are called by, language by language, and the roles they mean.

Patterns are matched against the whole of `words.joined`: lower case, words joined by
underscores, without accents (ä as ae).
"""

from core.base.values import Role

Names = tuple[tuple[Role, str], ...]
_KEY = r"(_?(id|no|nr|nbr|num|number|code|key|name))?"
_KEY_ZH = r"(id|编号|编码|代码|号码?|昵称|名称?)?"
_NR = r"_?(nr|nummer|no|id|code|schluessel)"
_NO_FR = r"(id|no?|num|numero|code|ref|reference)_((de|du|d|la|le|l)_)*"
_NO_ES = r"(id|no?|num|numero|codigo|cod|ref|referencia)_((de|del|la|el)_)*"
_NO_IT = r"(id|no?|nr|num|numero|codice|cod|rif)_((di|del|dell|della|d)_)*"
_NO_JA = r"_?(番号|コード|id|no|ナンバー)"

_EN: Names = (
    (
        "order_id",
        r"(order|invoice|transaction|receipt|basket|ticket|bill|purchase)"
        r"_?(id|no|nr|number|num|code)|order|invoice|receipt",
    ),
    (
        "user_id",
        r"(user|customer|cust|member|client|visitor|buyer|shopper|reviewer|household)" + _KEY,
    ),
    ("item_id", rf"(item|product|prod|sku|stock|article|goods|movie|book){_KEY}"),
    ("item_id", r"asin|upc|ean|barcode"),
    ("store_id", rf"(store|shop|outlet|branch|warehouse){_KEY}"),
    ("quantity", r"quantity|qty|(units|items|pieces)(_sold)?|sales(_(qty|quantity|units))?"),
    ("quantity", r"(order|sold)_(qty|quantity)"),
    (
        "amount",
        r"(line|row|item)_?(total|amount)|revenue|turnover|sales_(amount|value|revenue)"
        r"|(net|gross)_sales|((total|paid|net|gross|order|sale)_)?amount|total(_(price|value))?",
    ),
    ("price", r"((unit|list|retail|sell|selling|sale|sales)_?)?price"),
    ("business_date", r"business_(date|day)"),
    ("rating", r"ratings?|stars?|review_score|overall"),
    ("event", r"event(_(type|name))?|action(_type)?|behaviou?r(_type)?"),
    ("currency", r"currency(_?code)?|curr"),
    ("text", r"(review|comment|text|description|title|message|body|content)s?(_text)?"),
    ("category", r"(.*_)?(category|categories|cat|department|dept)(_(name|id))?"),
    (
        "target",
        r"(is_)?(target|label|churn(ed)?|purchased?|converted|conversion|clicked|bought|buy)",
    ),
)
_ZH: Names = (
    ("order_id", r"(主?订单|发票|小票|交易|流水)_?(id|编号|号码?|单号)|单号"),
    ("user_id", rf"(用户|客户|会员|买家|顾客)_?{_KEY_ZH}"),
    ("item_id", r"(商品|产品|货品|物料|宝贝)_?(id|编号|编码|代码)|货号|条码|sku(编号|编码)?"),
    ("item_id", r"(商品|产品|货品|宝贝)(名称|标题)"),
    ("store_id", rf"(门店|店铺|仓库|分店)_?{_KEY_ZH}"),
    ("quantity", r"(购买|销售|商品|订购)?(数量|件数)|销量"),
    ("price", r"(商品|销售)?(单价|价格|售价)"),
    (
        "amount",
        r"(买家)?(实际|应付|实付|实收)?(支付|付款|销售|成交|商品|订单)?金额|(销售|成交|营业)额",
    ),
    ("rating", r"评分|星级|打分"),
    ("event", r"行为(类型)?|事件(类型|名称)?"),
    ("currency", r"币种|货币(代码)?"),
    ("text", r"评论|评价|内容|描述|标题"),
    ("category", r"类目|品类|分类|类别"),
    ("target", r"是否(购买|流失|转化|点击)"),
)
_DE: Names = (
    (
        "order_id",
        rf"(beleg|rechnungs?|auftrags?|bestell|bestellungs|bon|kassenbon|vorgangs){_NR}"
        r"|bestellung|rechnung|auftrag|bon",
    ),
    ("user_id", rf"(kunden?|mitglieds?|kaeufer|debitor(en)?){_NR}|kunde|kaeufer|debitor"),
    ("item_id", rf"(artikel|produkt|material|waren){_NR}|artikel|produkt|gtin"),
    (
        "store_id",
        rf"(filial|filialen|laden|markt|standort|lager){_NR}|filiale|laden|markt|standort",
    ),
    (
        "quantity",
        r"((verkaufs|bestell|absatz)_?)?menge|anzahl|stueck(zahl)?|absatz|verkaufte_menge",
    ),
    ("price", r"((einzel|stueck|verkaufs|vk|laden|netto|brutto)_?)?preis"),
    (
        "amount",
        r"((netto|brutto|zeilen|positions|gesamt)_?)?(betrag|umsatz)(_(netto|brutto|eur|euro))?"
        r"|(gesamt|zeilen|positions)preis|erloes",
    ),
    ("rating", r"bewertung|sterne"),
    ("currency", r"waehrung"),
    ("text", r"((artikel|produkt)_?)?(bezeichnung|beschreibung)|kommentar|rezension"),
    ("category", r"(.*_)?(warengruppe|kategorie|produktgruppe|artikelgruppe|abteilung|sortiment)"),
)
_FR: Names = (
    ("order_id", rf"{_NO_FR}(commande|facture|ticket|vente)|commande|facture"),
    ("user_id", rf"{_NO_FR}(client|acheteur|adherent)|acheteur"),
    ("item_id", rf"{_NO_FR}(article|produit)|produit|reference|code_barres?"),
    ("store_id", rf"({_NO_FR})?(magasin|boutique|point_de_vente)"),
    ("quantity", r"quantites?(_vendues?)?|qte|unites_vendues|nombre_(d_)?articles"),
    ("price", r"(prix(_(unitaire|de_vente))?|pu)(_(ht|ttc))?"),
    (
        "amount",
        r"montant(_(total|ligne))?(_(ht|ttc))?|chiffre_d_affaires(_(ht|ttc))?|ca_(ht|ttc)"
        r"|total_(ligne|ht|ttc)",
    ),
    ("rating", r"note|evaluation"),
    ("currency", r"devise"),
    ("text", r"designation|libelle(_(article|produit))?|commentaire|avis"),
    ("category", r"(.*_)?(categorie|famille|rayon)"),
)
_ES: Names = (
    ("order_id", rf"{_NO_ES}(pedido|factura|ticket|venta|orden)|pedido|factura"),
    ("user_id", rf"{_NO_ES}(cliente|comprador|socio)|cliente|comprador"),
    ("item_id", rf"{_NO_ES}(articulo|producto)|articulo|producto|referencia|codigo_de_barras"),
    ("store_id", rf"({_NO_ES})?(tienda|sucursal|almacen)"),
    ("quantity", r"cantidad(_vendida)?|unidades(_vendidas)?|uds"),
    ("price", r"precio(_(unitario|de_venta|unidad))?|pvp"),
    ("amount", r"(importe|monto)(_(total|neto|bruto|linea))?|facturacion|total_linea"),
    ("rating", r"valoracion|calificacion"),
    ("currency", r"moneda|divisa"),
    ("text", r"descripcion|denominacion|comentario|resena"),
    ("category", r"(.*_)?(categoria|familia|seccion|departamento)"),
)
_IT: Names = (
    ("order_id", rf"{_NO_IT}(ordine|fattura|scontrino|vendita)|ordine|fattura|scontrino"),
    ("user_id", rf"{_NO_IT}(cliente|acquirente|socio)|acquirente"),
    ("item_id", rf"{_NO_IT}(articolo|prodotto)|articolo|prodotto|codice_a_barre"),
    ("store_id", rf"({_NO_IT})?(negozio|punto_vendita|magazzino|filiale)"),
    ("quantity", r"quantita(_venduta)?|qta|pezzi(_venduti)?"),
    ("price", r"prezzo(_(unitario|di_vendita|vendita))?"),
    ("amount", r"importo(_(totale|netto|lordo|riga))?|fatturato|totale_riga|ricavo"),
    ("rating", r"valutazione|voto"),
    ("currency", r"valuta"),
    ("text", r"descrizione|denominazione|commento|recensione"),
    ("category", r"(.*_)?(reparto|famiglia|gruppo_merceologico)"),
)
_JA: Names = (
    ("order_id", rf"(注文|受注|伝票|取引|請求書?|レシート){_NO_JA}"),
    ("user_id", rf"(顧客|会員|お客様|得意先|購入者|ユーザー?)({_NO_JA})?"),
    ("item_id", rf"(商品|製品|品目|アイテム){_NO_JA}|品番|jan(コード)?"),
    ("store_id", rf"(店舗|支店|倉庫)({_NO_JA}|名)?"),
    ("quantity", r"個数|点数|販売数量?|売上数量?|注文数量?"),
    ("price", r"単価|価格|売価|販売(価格|単価)"),
    ("amount", r"金額|売上(金額|高)?|売上高|小計"),
    ("rating", r"評価|レーティング"),
    ("currency", r"通貨"),
    ("text", r"商品名|品名|説明|コメント|レビュー"),
    ("category", r"カテゴリー?|商品分類|分類|部門"),
)
NAMES: Names = (*_EN, *_ZH, *_DE, *_FR, *_ES, *_IT, *_JA)
"""Where two patterns fit a name, the first counts."""

MOMENTS = (
    r"(order|invoice|sale|sales|purchase|event|visit|transaction)_?(date|time|datetime|timestamp)"
    r"|date|ds|timestamp|datetime|time|(订单|下单|支付|付款|交易|成交|销售)?(日期|时间)"
    r"|(order|ordered|paid|created|placed|purchased)_(at|on)|date_(created|ordered|placed)"
    r"|((beleg|rechnungs|bestell|auftrags|verkaufs|kauf|bon|buchungs)_?)?datum|zeitstempel"
    r"|date_((de|d|du|la)_)*(vente|commande|facture|achat|ticket)"
    r"|fecha(_((de|del|la)_)*(venta|pedido|factura|compra))?"
    r"|data(_((di|d|dell|della)_)*(vendita|ordine|fattura|acquisto|scontrino))"
    r"|日付|(注文|受注|売上|販売|購入|取引)(日時?|日付|年月日)"
)
NOT_MOMENTS = (
    r".*(birth|dob|updat|modif|deliver|ship|expir|valid|end|business|出生|生日|更新|发货|到期"
    r"|geburt|aender|liefer|versand|gueltig|naissance|livraison|expedition|nacimiento|entrega"
    r"|nascita|consegna|scadenza|誕生|納品|発送|出荷|期限).*"
)
STOCK = (
    r"stock|(stock_)?on_hand|inventory|(inventory|stock)_level|available|库存量?|现有库存|在库数量"
    r"|((lager|ist|anfangs|end|verfuegbarer)_?)?bestand|(quantite_en_)?stock|stock_disponible"
    r"|existencias|inventario|giacenza|scorte?|在庫数?量?"
)
"""What lies on the shelf: no quantity that was sold."""
NUMBERED = (
    rf"(beleg|rechnungs?|auftrags?|bestell|bon|kunden?|artikel|produkt|material|filial){_NR}"
    rf"|{_NO_FR}(commande|facture|ticket|client|article|produit|magasin)"
    rf"|{_NO_ES}(pedido|factura|cliente|articulo|producto|tienda)"
    rf"|{_NO_IT}(ordine|fattura|scontrino|cliente|articolo|prodotto|negozio)"
    rf"|.*[\u3040-\u30ff\u4e00-\u9fff]{_NO_JA}|品番"
)
"""Names of numbers that tell one thing from another, beyond English and Chinese."""
