"""Koriyama as the audit report of 24 March 2022 describes it, and beside it an invented panel."""
