"""Who says so, and who denies it: claims chosen, placed on a timeline, laid out as cards and pages."""

import dashboard.charts  # noqa: F401 - its charts need these modules, and these modules its base: the registry goes first
