"""Tables, figures, differences, tags: what a screen reader hears of them."""

from types import SimpleNamespace

import pytest

from tests.unit.templates.conftest import words


def row(name, *cells, kind=""):
    return SimpleNamespace(name=name, cells=cells, kind=kind)


def test_a_suppressed_cell_says_why_it_is_empty(show):
    page = show(
        "{% from 'components/table.html' import stat_table %}"
        "{{ stat_table('t', '表3　年代別', ['年代', ('n', '人'), '割合'], rows) }}",
        rows=[row("全体", 326, "67.8", kind="base"), row("18・19歳", "5未満", None)],
    )
    hidden = page.find(".//td[@class='hidden']")
    assert [e.get("aria-hidden") for e in hidden] == ["true", None]
    assert words(hidden[1]) == "人数が少ないため伏せています"


def test_a_statistics_table_has_caption_scopes_and_a_keyboard_reachable_region(show):
    page = show(
        "{% from 'components/table.html' import stat_table %}"
        "{{ stat_table('t1', '性別の回答率', ['性別', ('回答者', '人')], rows) }}",
        rows=[row("男性", 151)],
    )
    region = page.find(".//div")
    assert region.get("role") == "region"
    assert region.get("tabindex") == "0"
    assert page.find(".//caption").get("id") == region.get("aria-labelledby")
    assert {e.get("scope") for e in page.iter("th")} == {"col", "row"}


def test_a_figure_is_named_by_its_finding_and_brings_its_table(show):
    page = show(
        "{% from 'components/figure.html' import figure %}"
        "{% call figure('f1', '3人に2人が選んだ', 'n＝326', desk='/d.svg', phone='/p.svg',"
        " alt='横棒グラフ',"
        " downloads=[('CSV', '/c', '2kB')]) %}<table></table>{% endcall %}"
    )
    figure = page.find(".//figure")
    name = figure.get("aria-labelledby")
    assert words(figure.find(f".//*[@id='{name}']")) == "3人に2人が選んだ"
    assert figure.find(".//img").get("alt") == "横棒グラフ"
    assert figure.find("details").get("open") is not None
    assert figure.find("details//table") is not None
    assert words(figure.findall("p")[-1]) == "CSV（2kB）"


def test_a_difference_is_said_before_each_change(show):
    segments = [
        {"kind": "same", "text": "電子手続を"},
        {"kind": "del", "text": "増やす。"},
        {"kind": "ins", "text": "毎年度増やす。"},
    ]
    page = show(
        "{% from 'components/diff.html' import diff %}{{ diff(s, '第4版', '第5版の案') }}",
        s=segments,
    )
    before, after = page.find(".//div[@class='diff']")
    assert words(before.find("p")) == "電子手続を（削除）増やす。"
    assert words(after.find("p")) == "電子手続を（追加）毎年度増やす。"


def test_a_new_text_says_that_there_was_none_before(show):
    page = show(
        "{% from 'components/diff.html' import diff %}{{ diff(s, '第4版', '第5版の案') }}",
        s=[{"kind": "ins", "text": "新しい事業。"}],
    )
    assert words(page.find(".//div[@class='before']/p")) == "本文はありませんでした。"


@pytest.mark.parametrize(
    ("code", "word", "kind"),
    [
        ("adopted", "反映する", "tag yes"),
        ("partly", "一部を反映する", "tag part"),
        ("considering", "検討中", "tag doing"),
        ("noted", "参考にする", "tag"),
        ("done", "対応ずみ", "tag yes"),
        ("declined", "反映しない", "tag no"),
    ],
)
def test_dispositions_use_the_fixed_words(show, code, word, kind):
    page = show(
        "{% from 'components/status.html' import disposition %}{{ disposition(c) }}", c=code
    )
    assert words(page) == word
    assert page.find("span").get("class").strip() == kind


def test_an_unknown_fact_is_said(show):
    page = show(
        "{% from 'components/facts.html' import facts %}{{ facts(p) }}",
        p=[("指標（KPI）", None), ("傍聴", ""), ("件数", 0)],
    )
    assert [words(e) for e in page.iter("dd")] == ["未登録", "未登録", "0"]


def test_the_plan_index_gives_the_count_in_figures_and_hides_the_ticks(show):
    goal = SimpleNamespace(number="1-(1)", title="窓口", href="/g", ticks=(True, False, True))
    page = show(
        "{% from 'components/plan_index.html' import plan_index %}{{ plan_index(g) }}",
        g=[{"title": "政策1", "items": [goal]}],
    )
    text = words(page.find(".//li"))
    assert "3事業" in text
    assert "うち2事業が変わる案" in text
    assert page.find(".//span[@class='ticks']").get("aria-hidden") == "true"


def test_the_breadcrumb_ends_with_this_page(show):
    page = show(
        "{% from 'components/breadcrumb.html' import breadcrumb %}"
        "{{ breadcrumb([('ホーム', '/'), ('計画', none)]) }}"
    )
    items = page.findall(".//li")
    assert items[0].find("a").get("href") == "/"
    assert (items[1].get("aria-current"), items[1].find("a")) == ("page", None)


def test_progress_is_words_first_and_the_bar_is_decoration(show):
    page = show(
        "{% from 'components/section.html' import progress %}{{ progress(3, 12, text='手続') }}"
    )
    assert words(page.find(".//p")) == "3／12問手続"
    bar = page.find(".//ol")
    assert bar.get("aria-hidden") == "true"
    assert [e.get("class") for e in bar][:4] == ["done", "done", "here", None]


def test_a_drawing_that_knows_it_is_safe_is_put_in_as_it_is(show):
    class Drawing:
        def __html__(self):
            return '<svg role="img"><title>割合</title></svg>'

    page = show(
        "{% from 'components/figure.html' import figure %}{{ figure('f', '結論', drawing=d) }}",
        d=Drawing(),
    )
    assert page.find(".//{http://www.w3.org/2000/svg}svg").get("role") == "img"


def test_text_that_looks_like_a_drawing_is_not(show):
    page = show(
        "{% from 'components/figure.html' import figure %}{{ figure('f', '結論', drawing=d) }}",
        d="<svg onload=alert(1)>",
    )
    assert page.find(".//{http://www.w3.org/2000/svg}svg") is None
    assert page.find(".//svg") is None


def test_the_twin_of_a_chart_is_a_table_as_it_stands(show):
    def twin_row(label, *cells, kind=""):
        cells = [SimpleNamespace(text=text, is_hidden=text == "－") for text in cells]
        return SimpleNamespace(label=label, cells=cells, kind=kind)

    page = show(
        "{% from 'components/table.html' import stat_table %}"
        "{{ stat_table('t', '図1の数値', ['答え', ('人数', '人')], rows) }}",
        rows=[twin_row("回答者（n）", "326", kind="base"), twin_row("その他", "－", kind="rest")],
    )
    assert [words(e) for e in page.iter("th")][2:] == ["回答者（n）", "その他"]
    cells = list(page.iter("td"))
    assert words(cells[0]) == "326"
    assert cells[1].get("class") == "hidden"
    assert [e.get("class") for e in page.iter("tr")][1:] == ["base", "rest"]
