"""What leaves the house as files: released numbers, and answers for those who may have them."""

from surveys.exports.results import as_csv, as_xlsx, long_table, rate_table

__all__ = ["as_csv", "as_xlsx", "long_table", "rate_table"]
