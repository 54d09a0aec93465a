"""Set the rows of promises in a drawing of a given size."""

from dataclasses import dataclass

from dashboard.style import Size

# Height of a bar in px.
BAR = 13


@dataclass(frozen=True)
class Setting:
    """Setting of rows: px left of the bars and of the bars, letters of a line, and heights in px."""

    left: float
    bar: float
    letters: int
    line: float
    thick: float
    gap: float
    head: float


def row_setting(size: Size) -> Setting:
    """Return the setting of rows at a size: text above the bars in a narrow drawing, else beside them."""
    tight = size.fixed
    inner, em, letter = size.width - 16, size.em, 0.535 * size.note
    line = (1.22 if tight else 1.27) * size.note
    if size.narrow:
        return Setting(
            0, inner, int(inner / letter), line, 4 if tight else BAR, 0 if tight else 14, 19 if tight else 28
        )
    left, bar = (
        (15.3 * size.note, 0.2 * inner)
        if tight
        else (205 + (25 if size.width > 900 else 0), (0.26 if size.width < 900 else 0.288) * inner)
    )
    return Setting(
        left, bar, int((inner - left - bar - 12) / letter), line, BAR, 0 if tight else 9, 24 * em if tight else 28
    )
