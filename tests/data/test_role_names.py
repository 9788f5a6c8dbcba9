"""Roles of headers in each language, as a merchandiser of that country would give them."""

import re
from pathlib import Path

import pandas as pd
import pytest

from core.base.values import Column, Kind, Role
from core.data.role_names import MOMENTS, NAMES, NOT_MOMENTS, NUMBERED, STOCK
from core.data.roles import kind_of
from core.data.words import joined
from tests.data.files import columns_of

CELLS: dict[str, list[str]] = {
    "order_id": [f"B{1000 + n // 2}" for n in range(60)],
    "user_id": [str(5000 + n % 17) for n in range(60)],
    "item_id": [f"A-{n % 13}" for n in range(60)],
    "text": [f"Tasse {n}, blau und weiss" for n in range(60)],
    "quantity": [str(n % 5 + 1) for n in range(60)],
    "price": [f"{n % 7 + 1}.50" for n in range(60)],
    "amount": [f"{(n % 7 + 1) * 2}.10" for n in range(60)],
    "store_id": [f"Nord {n % 3}" for n in range(60)],
    "category": [f"Gruppe {n % 4}" for n in range(60)],
    "currency": ["EUR" if n % 2 else "CHF" for n in range(60)],
    "timestamp": [f"2026-01-{n % 28 + 1:02d}" for n in range(60)],
}
ROLES = ("order_id", "timestamp", "user_id", "item_id", "text", "quantity", "price", "amount",
         "store_id", "category", "currency")  # fmt: skip
HEADERS: dict[str, tuple[str, ...]] = {
    "de": ("Belegnr", "Datum", "Kundennr", "Artikelnr", "Bezeichnung", "Menge", "Einzelpreis",
           "Betrag", "Filiale", "Warengruppe", "Währung"),
    "de long": ("Rechnungsnummer", "Rechnungsdatum", "Kunden-Nr.", "Artikel-Nummer",
                "Artikelbezeichnung", "Stückzahl", "VK-Preis", "Umsatz", "Filial-Nr", "Kategorie",
                "WÄHRUNG"),
    "fr": ("N° commande", "Date de vente", "N° client", "Code article", "Désignation", "Quantité",
           "Prix unitaire HT", "Montant TTC", "Magasin", "Famille", "Devise"),
    "es": ("Nº pedido", "Fecha de venta", "Código cliente", "Código artículo", "Descripción",
           "Cantidad", "Precio unitario", "Importe", "Tienda", "Categoría", "Moneda"),
    "it": ("Numero ordine", "Data vendita", "Codice cliente", "Codice articolo", "Descrizione",
           "Quantità", "Prezzo unitario", "Importo totale", "Negozio", "Reparto", "Valuta"),
    "ja": ("注文番号", "注文日", "顧客ID", "商品コード", "商品名", "数量", "単価", "売上金額",
           "店舗名", "カテゴリ", "通貨"),
}  # fmt: skip


def roles_of(
    folder: Path, header: tuple[str, ...], roles: tuple[str, ...]
) -> dict[str, Role | None]:
    frame = pd.DataFrame(
        {name: CELLS[role] for name, role in zip(header, roles, strict=True)}, dtype="string"
    )
    return {column.name: column.role for column in columns_of(folder, frame)}


@pytest.mark.parametrize("language", HEADERS)
def test_the_header_of_an_order_list_is_understood(tmp_path: Path, language: str) -> None:
    header = HEADERS[language]
    assert roles_of(tmp_path, header, ROLES) == dict(zip(header, ROLES, strict=True))


@pytest.mark.parametrize(
    ("name", "role"),
    [("Kundennummer", "user_id"), ("Belegnummer", "order_id"), ("Rechnungsnr", "order_id"),
     ("Artikel", "item_id"), ("Preis", "price"), ("Anzahl", "quantity"), ("Umsatz", "amount"),
     ("Référence", "item_id"), ("Qté", "quantity"), ("数量", "quantity"), ("金額", "amount")],
)  # fmt: skip
def test_single_names(tmp_path: Path, name: str, role: str) -> None:
    assert roles_of(tmp_path, (name,), (role,)) == {name: role}


def test_numbers_of_things_stay_text_and_come_before_their_names(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"Artikel": CELLS["text"], "Artikelnr": [str(70 + n % 9) for n in range(60)],
         "Kundennr": ["7", "8", "9"] * 20},
        dtype="string",
    )  # fmt: skip
    told = {column.name: (column.type, column.role) for column in columns_of(tmp_path, frame)}
    assert told["Artikelnr"] == ("id", "item_id")
    assert told["Kundennr"] == ("id", "user_id")
    assert told["Artikel"][1] is None


@pytest.mark.parametrize("name", ["Bestand", "Lagerbestand", "stock_on_hand", "在庫数", "Giacenza"])
def test_what_lies_on_the_shelf_is_stock(tmp_path: Path, name: str) -> None:
    frame = pd.DataFrame({"Artikelnr": CELLS["item_id"], name: CELLS["quantity"]}, dtype="string")
    columns = columns_of(tmp_path, frame)
    assert [column.role for column in columns] == ["item_id", "quantity"]
    assert kind_of(columns) == "stock"


def test_stock_is_no_quantity_beside_one_that_was_sold(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"Bestand": CELLS["quantity"], "Artikelnr": CELLS["item_id"], "Menge": CELLS["quantity"],
         "Datum": CELLS["timestamp"]},
        dtype="string",
    )  # fmt: skip
    columns = columns_of(tmp_path, frame)
    told: dict[str, Role | None] = {column.name: column.role for column in columns}
    assert (told["Bestand"], told["Menge"]) == (None, "quantity")
    kind: Kind = "order_lines"
    assert kind_of(columns) == kind


@pytest.mark.parametrize("name", ["Lieferdatum", "Geburtsdatum", "Date de livraison", "納品日"])
def test_other_dates_are_not_when_it_was_sold(tmp_path: Path, name: str) -> None:
    column = Column(name="Datum", type="datetime")
    frame = pd.DataFrame({name: CELLS["timestamp"], "Datum": CELLS["timestamp"]}, dtype="string")
    told = {found.name: found.role for found in columns_of(tmp_path, frame)}
    assert told == {name: None, column.name: "timestamp"}


def test_patterns_are_written_as_names_are_compared() -> None:
    for _, pattern in (
        *NAMES,
        (None, MOMENTS),
        (None, NOT_MOMENTS),
        (None, STOCK),
        (None, NUMBERED),
    ):
        assert re.compile(pattern)
        assert not re.search(r"[A-Zäöüß ]", pattern), pattern
    assert joined("Änderungs-Datum (neu)") == "aenderungs_datum_neu"
    assert joined("ｶﾃｺﾞﾘ") == "カテゴリ"


@pytest.mark.parametrize("name", ["Order", "Invoice", "Receipt", "Bestellung", "Rechnung", "Bon"])
def test_an_order_is_known_by_the_bare_word(tmp_path: Path, name: str) -> None:
    frame = pd.DataFrame({name: CELLS["order_id"], "Menge": CELLS["quantity"]})
    assert columns_of(tmp_path, frame)[0].role == "order_id"
