"""Present mode: every chart as a slide in a page that needs nothing else, on the screen of a room or opened from a disk."""

from dashboard.present.page import page, policy

__all__ = ["page", "policy"]
