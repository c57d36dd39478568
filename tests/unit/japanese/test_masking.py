"""What could tell who wrote a text is replaced; what tells only of the city stays."""

import pytest

from engage.japanese.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("電話は０２４－９２４－１２３４です", "電話は［電話番号］です"),
        ("024-924-1234 か 090-1234-5678", "［電話番号］ か ［電話番号］"),
        ("09012345678に", "［電話番号］に"),
        ("(024)924-1111まで", "［電話番号］まで"),
        ("+81 90 1234 5678", "［電話番号］"),
        ("foo.bar@example.jp へ", "［メールアドレス］ へ"),
        ("〒963-8601 郡山市朝日一丁目23番7号", "［郵便番号］ ［住所］"),
        ("郡山市朝日1-23-7に住んでいます", "［住所］に住んでいます"),
        ("朝日1丁目23番7号の山", "［住所］の山"),
        ("熱海町高玉字南12番地", "［住所］"),
        ("富田東の204号室", "富田東の［住所］"),
        ("マイナンバー 1234 5678 9012", "マイナンバー ［番号］"),
        ("https://example.jp/a?b=1 を見た", "［リンク］ を見た"),
        ("田中さんと佐藤課長に聞いた", "［氏名］さんと［氏名］課長に聞いた"),
        ("山田 花子様", "［氏名］様"),
        ("安積太郎と申します", "［氏名］と申します"),
        ("マイケルさんが", "［氏名］さんが"),
    ],
)
def test_what_is_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "郡山市の西ノ内二丁目の交差点",
        "2021年の調査で326人、1,500円",
        "2026-11-23に回答した",
        "午前8時30分から17時15分",
        "10番窓口で待った。3番目だった",
        "国道49号線と4号線",
        "市民の皆様へ。職員さんは親切。高齢者様、市長さん、お子さん",
        "様々な人が、様子を見て、有様を",
        "コミュニティバスを1時間に1本",
        "中田町の集会所、富田駅、田村町",
        "資料1-2を見た",
        "スマホの画面が小さい。ＤＸは１００％わからない",
        "アンケートの結果を知らせて。スマートフォンが苦手な親のために。",
        "",
    ],
)
def test_what_stays(text):
    assert mask(text).text == text


def test_a_district_is_no_name_but_a_person_called_so_is():
    assert mask("安積から来た", places={"安積"}).text == "安積から来た"
    assert mask("安積さんから聞いた", places={"安積"}).text == "［氏名］さんから聞いた"


def test_the_kinds_are_told_in_their_order():
    assert mask("田中さん 090-1234-5678 a@b.jp").kinds == ("name", "phone", "mail")


@pytest.mark.parametrize(
    "text", ["1" * 20_000, "東" * 20_000, "a." * 9_000 + "@", "1-" * 9_000, "さん" * 9_000]
)
def test_hostile_texts_are_read_in_a_moment(text):
    assert mask(text).text
