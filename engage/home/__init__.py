"""The pages that belong to no single feature: home, plain Japanese, accessibility, preferences."""

from engage.home import feature

__all__ = ["feature"]
