"""The thread reads in order without its drawing, and the drawing has one lane a voice."""

from dataclasses import dataclass

from tests.unit.templates.conftest import words

IMPORT = "{% from 'components/thread.html' import thread, trace %}"


@dataclass(frozen=True)
class Step:
    kind: str
    what: str
    label: str = ""
    why: str = ""
    href: str = ""
    at_text: str = ""
    state: str = "done"
    is_fictional: bool = False


@dataclass(frozen=True)
class Strand:
    steps: tuple[Step, ...]
    ended: bool = False


@dataclass(frozen=True)
class Thread:
    strands: tuple[Strand, ...]
    trunk: tuple[Step, ...]
    more_href: str = ""


TRUNK = (
    Step("evidence", "2つの声を写しとる", at_text="令和8年10月2日", is_fictional=True),
    Step("decision", "反映する", label="推進本部", why="先に手続を減らします。"),
    Step("line", "事業1", href="/plan/1"),
)
DECLINED = Strand(
    (Step("voice", "アプリがほしい"), Step("end", "反映しない", why="役割が重なるためです。")),
    ended=True,
)


def voice(text):
    return Strand((Step("voice", text),))


def lanes(knot):
    return [e.get("class") for e in knot.find("span").iter("i")]


def test_without_its_drawing_the_thread_still_reads_voice_evidence_decision_line(show):
    page = show(IMPORT + "{{ thread(t) }}", t=Thread((voice("見直しを"),), TRUNK))
    knots = page.findall(".//li")
    kinds = [words(k.find("p/b")) for k in knots]
    assert kinds == ["声", "根拠", "決定", "計画の行"]
    assert all(k.find("span").get("aria-hidden") == "true" for k in knots)
    assert "架空" in words(knots[1])
    assert "先に手続を減らします。" in words(knots[2])
    assert knots[3].find(".//a").get("href") == "/plan/1"


def test_the_list_keeps_its_role_although_it_has_no_bullets(show):
    page = show(
        IMPORT + "{{ thread(t) }}{{ trace(t.trunk) }}", t=Thread((voice("見直しを"),), TRUNK)
    )
    assert [e.get("role") for e in page.iter("ol")] == ["list", "list"]
    assert page.findall(".//ol")[1].get("aria-label") == "この声のゆくえ"


def test_two_voices_run_side_by_side_and_meet(show):
    page = show(IMPORT + "{{ thread(t) }}", t=Thread((voice("一"), voice("二")), TRUNK))
    assert page.find(".//ol").get("class") == "thread n2"
    first, second, merge, evidence = page.findall(".//li")[:4]
    assert lanes(first) == ["from"]
    assert lanes(second) == [None, "x1 from"]
    assert merge.get("class") == "merge"
    assert merge.get("aria-hidden") == "true"
    assert [p.get("d")[:4] for p in merge[0]] == ["M7 0", "M25 "]
    assert lanes(evidence) == ["to", "from"]


def test_a_declined_voice_ends_on_its_own_lane_with_its_reason(show):
    page = show(IMPORT + "{{ thread(t) }}", t=Thread((voice("一"), DECLINED), TRUNK))
    knots = page.findall(".//li")
    assert lanes(knots[1]) == [None, "x1 from off"]
    assert lanes(knots[2]) == [None, "x1 to off"]
    assert "糸の終わり" in words(knots[2])
    assert "役割が重なるためです。" in words(knots[2])
    assert [k.get("class") for k in knots if k.get("class") == "merge"] == []


def test_five_voices_become_three_and_a_link_to_the_list(show):
    many = Thread(tuple(voice(str(n)) for n in range(15)), TRUNK, more_href="/voices")
    page = show(IMPORT + "{{ thread(t) }}", t=many)
    assert page.find(".//ol").get("class") == "thread n4"
    link = page.findall(".//li")[3].find(".//a")
    assert (link.get("href"), words(link)) == ("/voices", "ほか12件の声")


def test_what_is_still_to_come_is_said_and_drawn_dashed(show):
    trunk = (TRUNK[0], Step("decision", "", at_text="令和9年3月まで", state="later"))
    page = show(IMPORT + "{{ thread(t) }}", t=Thread((voice("一"),), trunk))
    evidence, decision = page.findall(".//li")[1:]
    assert lanes(evidence) == ["to", "from off"]
    assert lanes(decision) == ["to off"]
    assert "（これから）" in words(decision)
    assert "later" in decision.find("span").findall("b")[0].get("class")


def test_the_short_form_marks_where_you_are_and_where_the_line_is_cut(show):
    steps = (
        Step("voice", "意見2", state="here"),
        Step("evidence", "固定して引用"),
        Step("decision", "令和9年3月まで", state="later"),
        Step("line", "事業41", state="later", href="/plan/41"),
    )
    items = show(IMPORT + "{{ trace(steps) }}", steps=steps).findall(".//li")
    assert [i.get("aria-current") for i in items] == ["step", None, None, None]
    assert [i.get("class") for i in items] == [
        "voice",
        "evidence cut",
        "decision later",
        "line later",
    ]
    assert items[3].find("a").get("href") == "/plan/41"


def test_a_trace_without_steps_leaves_nothing(show):
    assert show(IMPORT + "{{ trace(()) }}").find(".//ol") is None
