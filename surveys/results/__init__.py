"""What a results page, a chart, an export or a citation shows: counted from cells, never stored."""
