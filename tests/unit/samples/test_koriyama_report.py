"""The data files of Koriyama say what the audit report says: counts, names, printed figures."""

from collections import Counter
from typing import Any

import pytest

from engage.samples.koriyama.data import FOLDER, data

REAL = sorted(path.stem for path in FOLDER.glob("*.json"))
REPORT = "3郡監査第1128号"


def test_the_plan_has_3_policies_6_goals_3_supports_80_projects_in_82_places():
    plan, projects = data("plan"), data("projects")
    homes = plan["goals"] + plan["support_structures"]
    placed = [n for home in homes for n in home["projects"] + home.get("relisted", [])]
    assert len(plan["policies"]) == 3
    assert len(plan["goals"]) == 6
    assert len(plan["support_structures"]) == 3
    assert [p["code"] for p in projects] == [str(n) for n in range(1, 81)]
    assert len(placed) == 82
    assert Counter(placed).most_common(3) == [(1, 2), (53, 2), (2, 1)]


def test_each_goal_holds_as_many_projects_as_table_2_prints():
    plan = data("plan")
    assert [len(g["projects"]) for g in plan["goals"]] == [10, 6, 14, 7, 34, 2]
    assert [len(s["projects"]) for s in plan["support_structures"]] == [2, 1, 4]


def test_projects_1_and_53_are_relisted_under_goal_3_2_and_nowhere_else():
    relisted = {p["code"]: p["relisted_in"] for p in data("projects") if p["relisted_in"]}
    assert relisted == {"1": ["3-2"], "53": ["3-2"]}
    goals = {g["code"]: g for g in data("plan")["goals"]}
    assert goals["3-2"]["projects"] == [72, 73]
    assert goals["3-2"]["relisted"] == [1, 53]


def test_every_project_lies_in_the_goal_that_it_names():
    plan = data("plan")
    homes = {
        str(n): home["code"]
        for home in plan["goals"] + plan["support_structures"]
        for n in home["projects"]
    }
    assert {p["code"]: p["goal"] for p in data("projects")} == homes


def test_what_the_report_does_not_print_stays_empty():
    for project in data("projects"):
        assert (project["kpi"], project["department"], project["budget"]) == (None, None, None)


def test_both_printed_names_of_two_goals_are_kept():
    goals = {g["code"]: g for g in data("plan")["goals"]}
    assert goals["2-1"]["title"] == "情報発信・情報共有で安全安心"
    assert [a["name"] for a in goals["2-1"]["aliases"]] == ["情報発信・情報共有で安心安全"]
    assert goals["3-1"]["title"].startswith("QCDの視点による")
    assert [a["name"] for a in goals["3-1"]["aliases"]] == ["情報システム改革・業務の見直し"]


def test_five_elements_and_five_less_with_their_other_names():
    plan = data("plan")
    assert len(plan["elements"]) == 5
    assert [x["title"] for x in plan["five_less"]] == [
        "カウンターレス",
        "キャッシュレス",
        "ペーパーレス",
        "ファイルレス",
        "ムーブ（会議）レス",
    ]
    assert plan["five_less"][4]["aliases"] == ["ムーブレス", "会議レス"]


def test_four_revisions_know_their_month_and_no_day():
    months = [(r["version"], r["month"]) for r in data("revisions")]
    assert months == [(1, "2018-03"), (2, "2019-08"), (3, "2020-02"), (4, "2021-08")]


def test_seven_findings_and_the_six_checks_of_the_first():
    findings = data("findings")["findings"]
    assert [f["printed_code"] for f in findings] == [
        "(1)",
        "(2)ア",
        "(2)イ",
        "(3)ア",
        "(3)イ",
        "(4)ア",
        "(4)イ",
    ]
    assert [len(f["checks"]) for f in findings] == [6, 0, 0, 0, 0, 0, 0]
    assert len(data("findings")["milestones"]) == 5


def test_the_national_plan_has_6_and_2_and_3_items():
    groups = Counter(item["group"] for item in data("national")["items"])
    assert groups == {"priority": 6, "alongside": 2, "other": 3}


def test_two_meetings_with_6_and_7_organisations_and_7_opinions_of_nobody():
    first, second = data("meetings")
    opinions = [o for m in (first, second) for item in m["agenda"] for o in item["opinions"]]
    assert (first["date"], second["date"]) == ("2019-02-20", "2019-12-18")
    assert (len(first["organisations"]), len(second["organisations"])) == (6, 7)
    assert [len(m["agenda"]) for m in (first, second)] == [2, 2]
    assert len(opinions) == 7
    assert {o["organisation"] for o in opinions} == {None}


def test_the_organisations_are_written_in_the_reports_order_of_readings():
    codes = [o["code"] for o in data("organisations")]
    for meeting in data("meetings"):
        assert meeting["organisations"] == [c for c in codes if c in meeting["organisations"]]


def test_advice_is_counted_by_mode_and_names_no_person():
    advice = data("advice")
    written = sum(r["count"] for r in advice["records"] if r["mode"] == "書面")
    assert written == 14
    assert Counter(r["mode"] for r in advice["records"])["ウェブ会議"] == 1
    assert all(not name.endswith("氏") for name in advice["affiliations"])


def test_the_headquarters_changed_its_name_in_august_2021():
    [headquarters] = [b for b in data("bodies") if b["code"] == "headquarters"]
    earlier, later = headquarters["names"]
    assert (earlier["until"], later["from"]) == ("2021-08", "2021-08")
    assert later["name"] == "郡山市DX関連6法活用推進本部"


def printed_results() -> dict[str, Any]:
    return {result["code"]: result for result in data("published_results")}


def test_both_readings_of_the_2017_return_rate_print_27_1():
    rates = printed_results()["mail-2017"]["rates"]
    shares = [(r["numerator"], r["denominator"]) for r in rates]
    assert shares == [(406, 1500), (407, 1500)]
    assert {round(100 * n / d, 1) for n, d in shares} == {27.1}
    assert rates[0]["printed_percent"] == 27.1
    assert rates[1]["printed_percent"] is None


def test_the_2021_counts_add_up_and_make_90_6():
    result = printed_results()["monitor-2021"]
    assert sum(g["asked"] for g in result["groups"]) == result["asked"] == 360
    assert sum(g["answered"] for g in result["groups"]) == result["answered"] == 326
    assert round(100 * 326 / 360, 1) == result["rates"][0]["printed_percent"] == 90.6


@pytest.mark.parametrize(("percent", "fitting"), [(67.6, []), (43.9, [143]), (34.0, [111])])
def test_which_whole_numbers_of_326_print_as_the_report_does(percent, fitting):
    [question] = printed_results()["monitor-2021"]["questions"]
    assert percent in {v["printed_percent"] for v in question["values"]}
    assert [n for n in range(327) if round(100 * n / 326, 1) == percent] == fitting
    assert {v["count"] for v in question["values"]} == {None}


def records(value: Any) -> list[dict[str, Any]]:
    """All dictionaries that name a thing, as far down as they carry a code."""
    if isinstance(value, list):
        return [found for item in value for found in records(item)]
    return [value] if isinstance(value, dict) else []


@pytest.mark.parametrize("name", REAL)
def test_every_real_record_names_its_place_in_the_report(name):
    content = data(name)
    tops = content if isinstance(content, list) else [content, *content.values()]
    found = [r for r in records(tops) if "code" in r or "printed" in r or "version" in r]
    assert found
    for record in found:
        if record.get("code") in {"priority", "alongside", "other"}:
            continue  # the headings of the national plan carry the plan's own source
        assert REPORT in record["source"], record


@pytest.mark.parametrize("name", REAL)
def test_real_records_are_never_marked_as_invented(name):
    assert '"fictional"' not in (FOLDER / f"{name}.json").read_text(encoding="utf-8")


def test_summaries_are_short():
    texts = [p["summary"] for p in data("projects")]
    texts += [f["summary"] for f in data("findings")["findings"]]
    texts += [x["summary"] for x in data("plan")["five_less"]]
    assert max(map(len, texts)) <= 60
    assert all(text.endswith("。") for text in texts)
