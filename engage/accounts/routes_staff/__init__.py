"""What administrators do with accounts, and who reads the audit log."""

from engage.accounts.routes_staff import accounts, audit_log

__all__ = ["accounts", "audit_log"]
