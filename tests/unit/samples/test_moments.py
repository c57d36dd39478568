"""Days that move with the loading: Japanese days, whole and never too near."""

from datetime import UTC, date, datetime

from engage.samples.koriyama.moments import day_from, end_of_fiscal_year, midnight, moment

LATE_EVENING = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
"""24 November in Japan, half past one at night."""


def test_a_day_is_counted_in_japan():
    assert day_from(LATE_EVENING, 0) == date(2026, 11, 24)
    assert day_from(LATE_EVENING, -30) == date(2026, 10, 25)


def test_a_day_begins_at_midnight_in_japan():
    assert midnight(date(2021, 9, 1)) == datetime(2021, 8, 31, 15, tzinfo=UTC)


def test_a_meeting_at_14_in_japan_is_at_5_in_utc():
    assert moment(date(2026, 12, 16), "14:00") == datetime(2026, 12, 16, 5, tzinfo=UTC)


def test_the_fiscal_year_ends_in_march_and_not_within_sixty_days():
    assert end_of_fiscal_year(LATE_EVENING) == date(2027, 3, 31)
    assert end_of_fiscal_year(datetime(2027, 1, 20, tzinfo=UTC)) == date(2027, 3, 31)
    assert end_of_fiscal_year(datetime(2027, 2, 20, tzinfo=UTC)) == date(2028, 3, 31)
    assert end_of_fiscal_year(datetime(2027, 4, 2, tzinfo=UTC)) == date(2028, 3, 31)
