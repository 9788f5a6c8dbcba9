"""What the name of a column says: e-mail, phone, name, address, account or postcode of a person."""

import re
import unicodedata
from typing import Literal

from core.data.words import words

Kind = Literal["email", "phone", "name", "address", "postcode", "account", "ip", "birthday", "note"]

_WHO = (
    r"(?:customer|cust|client|buyer|user|member|guest|contact|recipient|receiver|consignee"
    r"|addressee|billing|bill_to|ship|shipping|ship_to|shipment|delivery|invoice|sender|owner"
    r"|employee|staff|cashier|salesperson|sales_rep|attn|attention|kunden?|kaeufer|empfaenger|liefer|rechnungs?|mitarbeiter"
    r"|destinataire|acheteur|cliente?|comprador|destinatario|livraison|facturation|envio|facturacion)"
)
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("ip", r"(?:.*_)?ip(?:v?[46])?(?:_?(?:addr(?:ess)?(?:es)?|adresse|direccion))?|.*ip_?地址"),
    ("birthday", r"(?:.*_)?(?:birth_?(?:days?|dates?)|date_of_birth|dob|bday|geburts_?(?:tag|datum)"
                 r"|geb_?datum|date_(?:de_)?naissance|fecha_(?:de_)?nacimiento|cumpleanos)"),
    ("birthday", r".*(?:生日|出生日期|出生年月日?)"),
    ("email", r"(?:.*_)?(?:e_?mails?|mail|mail_?addr(?:ess)?|correo(?:_electronico)?|courriel)"
              r"(?:_?(?:addr(?:ess)?|adresse|address|id|\d+))?(?:_.*(?:billing|shipping))?"),
    ("email", r".*(?:邮箱|电子邮件|邮件地址|电邮|郵箱|郵件|邮箱地址)"),
    ("phone", r"(?:.*_)?(?:tele?phones?|phones?|telefon|telefono|mobiles?|mobil|mobilfunk|movil"
              r"|cell|cellphone|cell_phone|handy|portable|tel|fax|whatsapp|rufnummer|telefonnummer"
              r"|handynummer|mobilnummer)(?:_?(?:no|nr|num|number|nummer|numero|phone|\d+))?"
              r"(?:_.*(?:billing|shipping))?"),
    ("phone", r".*(?:手机|手機|电话|電話|联系方式|聯絡方式|固话|座机|传真|手机号|手机号码|电话号码"
              r"|联系号码)(?:号码?)?\d?"),
    ("account", r"(?:.*_)?(?:user_?name|nick_?name|login|screen_?name|passport(?:_no|_number)?|ssn"
                r"|social_security(?:_number)?|wechat(?:_id)?|alipay(?:_account)?|iban)"),
    ("account", r".*(?:身份证|证件号码?|身份证号码?|支付宝账号|支付宝帐号|微信号?|qq号?|旺旺|用户名"
                r"|昵称|会员名|会员昵称|账户名|开户名|发票抬头)"),
    ("address", r"(?:.*_)?(?:address(?:es)?|addr|street|[a-z]*(?:adresse|anschrift|strasse)"
                r"|direccion|domicilio|calle|rue|hausnummer|house_(?:no|number)|straat|apartment)"
                r"(?:_?(?:line_?)?\d*)(?:_?(?:name|\d+))?(?:_.*(?:billing|shipping))?"),
    ("address", r".*(?:地址|住址|街道|门牌号?)\d?"),
    ("name", r"(?:.*_)?(?:first|last|full|given|family|middle|maiden|sur)_?names?"
             r"(?:_.*(?:billing|shipping))?|(?:.*_)?surname|forename"),
    ("name", rf"(?:.*_)?{_WHO}_?(?:s_)?names?"),
    ("name", r"vorname|nachname|(?:familien|kunden|kaeufer|empfaenger)name|name_des_kunden"
             r"|ansprechpartner(?:in)?|empfaenger|prenom|nom_(?:de_famille|du_client|client|complet)"
             r"|destinataire|apellidos?|nombre_(?:del_cliente|cliente|completo|y_apellidos?)"
             r"|primer_nombre|destinatario"),
    ("name", r".*(?:姓名|收货人|收貨人|收件人|联系人|聯絡人|寄件人|发件人|取货人|客户名称|顾客名称"
             r"|客户名|顾客名|买家名称?)"),
    ("postcode", r"(?:.*_)?(?:zip|zip_?code|post_?code|postal_?code|plz|postleitzahl|code_postal"
                 r"|codigo_postal)(?:_.*(?:billing|shipping))?"),
    ("postcode", r".*(?:邮编|邮政编码)"),
)  # fmt: skip
_GERMAN = str.maketrans(
    {"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
_AGAIN = r"(?:_\d+)?"
"""What the second of two equal names is given."""
_KNOWN = tuple((kind, re.compile(f"(?:{pattern}){_AGAIN}")) for kind, pattern in _PATTERNS)
_BARE_WHO = re.compile(
    r"(?:recipient|receiver|consignee|addressee|contact_person|contact|buyer|customer|client|guest"
    r"|employee|cashier|salesperson|sales_rep|sender|ship_to|bill_to|kunde|kaeufer|acheteur|client"
    r"|cliente|comprador|客户|顾客|买家|会员|员工|收银员|导购员?|店员)" + _AGAIN
)
_BARE_NAME = re.compile(rf"(?:names?|nom|nombre|名字|名称|col|column){_AGAIN}")
_NOT_PEOPLE = re.compile(
    r"(?:^|_)(?:mac|url|web|website|site|wallet|host|server|store|shop|warehouse|branch|outlet|depot"
    r"|supplier|vendor|company|brand|product|item|filiale|lager|laden|magasin|tienda|almacen|status"
    r"|type|verified|opt_?in|consent|marketing|count|number_of|no_of|num)(?:_|$)"
    r"|门店|店铺|仓库|分店|公司|供应商|品牌|商品|产品|网址|是否|数量|类型|状态|店名"
)
_PLACES = re.compile(
    r"(?:^|_)(?:store|shop|warehouse|branch|outlet|depot|filiale|lager|laden|magasin|tienda|almacen"
    r"|supplier|vendor)s?(?:_|$)|门店|店铺|仓库|分店|供应商"
)
_PEOPLE = re.compile(
    r"(?:^|_)(?:customer|client|buyer|recipient|member|household|kunden?|cliente)s?(?:_|$)"
    r"|姓名|收货人|收件人|客户|顾客|会员|买家"
)


def kind_of(name: str) -> Kind | None:
    """What a column's name says that its cells tell of a person, or None.

    Birthdays alone tell nobody's name, and are asked about; all others are replaced.

    >>> kind_of("Billing Phone"), kind_of("收货人手机号"), kind_of("Prénom"), kind_of("Item name")
    ('phone', 'phone', 'name', None)
    """
    bare = folded(name)
    if _NOT_PEOPLE.search(bare):
        return None
    return next((kind for kind, pattern in _KNOWN if pattern.fullmatch(bare)), None)


def may_be_person(name: str) -> bool:
    """Whether a column may hold people's names if its cells read so: customer, name, col_1.

    >>> may_be_person("Customer"), may_be_person("Country")
    (True, False)
    """
    bare = folded(last_of(name))
    return _BARE_WHO.fullmatch(bare) is not None or is_bare_name(name)


def is_bare_name(name: str) -> bool:
    """Whether a column is only called a name, of whatever, or has none."""
    return _BARE_NAME.fullmatch(folded(last_of(name))) is not None


def last_of(name: str) -> str:
    """The last part of a name that tells where it stood in a record: `name` of `items.name`."""
    above, _, last = name.rpartition(".")
    return last if above and folded(last) else name


def of_places(names: tuple[str, ...]) -> bool:
    """Whether a table is about stores or suppliers: its addresses and phones are theirs."""
    plain = [folded(name) for name in names]
    places = any(_PLACES.search(name) for name in plain)
    return places and not any(_PEOPLE.search(name) for name in plain)


def folded(name: str) -> str:
    """The words of a name joined by underscores, without accents: `Téléphone n°` is telephone_n."""
    text = unicodedata.normalize("NFC", name).translate(_GERMAN)
    plain = unicodedata.normalize("NFKD", text)
    return "_".join(words("".join(c for c in plain if not unicodedata.combining(c))))
