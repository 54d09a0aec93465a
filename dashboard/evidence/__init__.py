"""Who says so, and who denies it: claims chosen, placed on a timeline, laid out as cards and pages."""
