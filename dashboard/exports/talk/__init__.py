"""Slides: what python-pptx draws. Apart from the formats, since every format is loaded at start and it is slow to load."""
