"""Encodings, with files of each kind that shops send."""

from pathlib import Path

import pytest

from core.base.errors import AppError
from core.data.encoding import find_encoding
from core.data.old_encodings import old_encoding
from tests.data.files import read_text, written

CHINESE = "订单编号,商品名称,数量\n" + "\n".join(f"A{i},红茶礼盒{i},3" for i in range(30)) + "\n"
KOREAN = "상품,가격\n" + "\n".join(f"녹차 선물 세트 가나다라마바사{i},10" for i in range(30)) + "\n"
WESTERN = "name,city\nJosé Muñoz,Málaga\nZoë Müller,Köln\nRenée,Besançon\n"
RUSSIAN = "товар,город\n" + "\n".join("чай зелёный листовой,Москва" for _ in range(40)) + "\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (WESTERN, "utf-8", "utf-8"),
        (WESTERN, "utf-8-sig", "utf-8-sig"),
        (WESTERN, "utf-16", "utf-16"),
        (WESTERN, "utf-16-le", "utf-16-le"),
        (WESTERN, "utf-16-be", "utf-16-be"),
        (CHINESE, "gb18030", "gb18030"),
        ("a,b\n" * 400 + "茶,1\n", "gb18030", "gb18030"),
        (WESTERN, "cp1252", "cp1252"),
        ("plain,ascii\n1,2\n", "ascii", "utf-8"),
    ],
)
def test_known_encodings(tmp_path: Path, text: str, encoding: str, found: str) -> None:
    path = written(tmp_path, "x.csv", text.encode(encoding))
    got = find_encoding(path, "x.csv", None, None)
    assert got.name == found
    assert not got.broken
    assert path.read_text(got.name).removeprefix("\ufeff") == text


GERMAN = "Artikel,Ort\n" + "Käse groß,Köln\nÄpfel für Mädchen,Zürich\nGRÖSSE L,Fürth\n" * 9
FRENCH = "article,ville\n" + "crème brûlée,Besançon\ngâteau à l'érable,Orléans\n" * 9
SPANISH = "artículo,ciudad\n" + "piña,Málaga\nmuñeca pequeña,León\nté,Cádiz\n" * 9


@pytest.mark.parametrize("text", [GERMAN, FRENCH, SPANISH])
@pytest.mark.parametrize("encoding", ["cp437", "cp850", "mac_roman", "cp1252", "utf-8"])
def test_western_text_of_dos_and_old_macs_is_read(tmp_path: Path, text: str, encoding: str) -> None:
    path = written(tmp_path, "x.csv", text.encode(encoding))
    got = find_encoding(path, "x.csv", None, None)
    assert path.read_text(got.name) == text
    assert got.guessed == (encoding != "utf-8")


ELSEWHERE = {
    "cp1252": "D’Artagnan|“Tee” für 10 €|Škoda|rock–pop|naïve—yes|L’Œil|½ l|tea™|Tomáš",
    "cp1250": "žluťoučký kůň|ďábelské ódy|zażółć gęślą jaźń|Aleš|šálek",
    "cp1251": "чай зелёный|МОСКВА",
    "koi8_r": "чай зелёный|МОСКВА",
    "cp866": "чай зеленый|МОСКВА",
    "cp1254": "çay şeker|İstanbul ışık",
    "shift_jis": "テスト|カタカナ|紅茶",
    "gb18030": "红茶|礼盒",
    "big5": "紅茶|禮盒",
    "euc_kr": "녹차|선물",
}


@pytest.mark.parametrize("encoding", ELSEWHERE)
def test_other_text_is_not_taken_for_that_of_dos_or_old_macs(encoding: str) -> None:
    words = ELSEWHERE[encoding].split("|")
    for text in (*words, "\n".join(f"{word},1" for word in words)):
        assert old_encoding(f"a,b\n{text},1\n".encode(encoding)) is None


@pytest.mark.parametrize(("text", "encoding"), [(KOREAN, "euc_kr"), (RUSSIAN, "cp1251")])
def test_other_scripts_are_not_taken_for_chinese(tmp_path: Path, text: str, encoding: str) -> None:
    path = written(tmp_path, "x.csv", text.encode(encoding))
    got = find_encoding(path, "x.csv", None, None)
    assert got.guessed
    assert path.read_bytes().decode(got.name) == text


def test_every_byte_can_be_read_somehow(tmp_path: Path) -> None:
    data = b"a,b\n" + bytes(range(128, 256)) + b",1\n"
    path = written(tmp_path, "x.csv", data)
    got = find_encoding(path, "x.csv", None, None)
    assert data.decode(got.name).encode(got.name) == data


def test_a_wish_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", WESTERN.encode("cp1252"))
    with pytest.raises(AppError) as caught:
        find_encoding(path, "x.csv", None, "utf-8")
    assert caught.value.code == "encoding_wrong"
    assert caught.value.facts["place"] == WESTERN.index("é")
    with pytest.raises(AppError, match="encoding_unknown"):
        find_encoding(path, "x.csv", None, "klingon")


def test_a_few_broken_bytes_cost_their_rows_only(tmp_path: Path) -> None:
    good = "".join(f"tè {i},{i}\n" for i in range(60)).encode()
    raw = read_text(tmp_path, b"name,n\n" + good + b"t\xe8,99\n" + good)
    assert (raw.rows, raw.rows_set_aside) == (120, 1)
    aside = raw.set_aside()
    assert aside[["line", "reason"]].values.tolist() == [[62, "bytes_not_text"]]
    assert "\\\\xe8" in aside["cells"][0]
