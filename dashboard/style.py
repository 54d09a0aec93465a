"""Define how everything looks: colours by direction, type, sizes, number formats.

Colour literals live only here: the page's style sheet begins with `colour_css`.
"""

from dataclasses import dataclass, fields
from pathlib import Path

# Fonts, styles and scripts.
ASSETS = Path(__file__).parent / "assets"
SANS = "Inter, Arial, sans-serif"
SERIF = "'Source Serif 4', Georgia, serif"


@dataclass(frozen=True)
class Theme:
    """Colours of one theme. Blue is always a→b and orange b→a, whoever a and b are."""

    paper: str
    ink: str
    # Running text beside a heading.
    soft: str
    quiet: str
    line: str
    absent: str
    band: str
    a_to_b: str
    b_to_a: str
    # Text on a filled mark.
    on_mark: str
    # Background of a picture; empty where it is transparent.
    ground: str

    def direction(self, direction: str) -> str:
        """Return the colour of `a_to_b` or `b_to_a`."""
        return self.a_to_b if direction == "a_to_b" else self.b_to_a


# `grey` is for print without colour, where directions differ by darkness; `transparent` is for a light slide.
THEMES = {
    "light": Theme(
        "#fcfaf6",
        "#1c1b19",
        "#3b3934",
        "#5f5b54",
        "#dedad1",
        "#a39d92",
        "#eee8d8",
        "#0b5fa5",
        "#bf4b14",
        "#fcfaf6",
        "#fcfaf6",
    ),
    "dark": Theme(
        "#171613",
        "#ece8df",
        "#cfcabf",
        "#a8a297",
        "#3a3832",
        "#77726a",
        "#2e2a1f",
        "#6db3f2",
        "#f28b50",
        "#171613",
        "#171613",
    ),
    "grey": Theme(
        "#ffffff",
        "#1a1a1a",
        "#404040",
        "#595959",
        "#dcdcdc",
        "#9c9c9c",
        "#ececec",
        "#1a1a1a",
        "#767676",
        "#ffffff",
        "#ffffff",
    ),
    "transparent": Theme(
        "rgba(0,0,0,0)",
        "#1c1b19",
        "#3b3934",
        "#5f5b54",
        "#c9c5bc",
        "#918b80",
        "rgba(120,110,80,0.16)",
        "#0b5fa5",
        "#bf4b14",
        "#ffffff",
        "",
    ),
}


def colour_css() -> str:
    """Return the page's colours as custom properties of CSS: light, and dark where the system or the reader wants it."""
    names = ("paper", "ink", "soft", "quiet", "line", "absent", "band", "a_to_b", "b_to_a")
    light, dark = (
        f"{{ color-scheme: {name}; {' '.join(f'--{n}: {getattr(THEMES[name], n)};' for n in names)} }}"
        for name in ("light", "dark")
    )
    system = f'@media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {dark} }}'
    return f':root {light}\n{system}\n:root[data-theme="dark"] {dark}'


def dark_for_light() -> dict[str, str]:
    """Return the dark colour for each light one: a page recolours what was drawn in the light theme."""
    light, dark = THEMES["light"], THEMES["dark"]
    return {getattr(light, f.name): getattr(dark, f.name) for f in fields(Theme)}


@dataclass(frozen=True)
class Size:
    """Size of a drawing in px and of its type; `labels` is how many marks may have names.

    A `fixed` drawing fills its height; on the page a chart is as high as its content.
    """

    width: int
    height: int
    font: int
    labels: int
    narrow: bool
    fixed: bool = False

    def tall(self, natural: float) -> int:
        """Return the height in px of a chart whose natural height on the page is `natural` px."""
        return self.height if self.fixed else int(natural)

    @property
    def note(self) -> int:
        """Type size of labels and ticks, px."""
        return max(12, self.font - 1)

    @property
    def grown(self) -> float:
        """Factor for lengths in px: `em` in a fixed drawing, 1 on the page."""
        return self.em if self.fixed else 1.0

    @property
    def em(self) -> float:
        """Size of labels as a multiple of their size on the page, for charts that compute in px."""
        return self.note / 13


@dataclass(frozen=True)
class Frame:
    """Frame of a picture file in px at 96 an inch, and its type. `title` holds the largest and the least title size.

    `font` is the type in a chart, and `crowded` that in a chart with many rows. `scale` is the number of PNG pixels per
    px; below `least` px of chart height, words give way to the chart.
    """

    width: int
    height: int
    scale: float
    margin: int
    title: tuple[int, int]
    text: int
    small: int
    font: int
    crowded: int
    labels: int
    narrow: bool
    least: int

    def drawing(self, height: int, crowded: bool = False) -> Size:
        """Return the size of a chart that fills the frame's width at a height in px."""
        font = self.crowded if crowded else self.font
        return Size(self.width - 2 * self.margin, height, font, self.labels, self.narrow, True)


# Sizes of picture files. `wide` and `classic` are slides 7.5 inches high, so 24 px are 18 points, which is what the back
# row can read; in 4:3 that leaves too little room. `print` is A4.
FRAMES = {
    "wide": Frame(1280, 720, 2, 44, (34, 26), 18, 16, 25, 17, 5, False, 330),
    "classic": Frame(960, 720, 2, 36, (31, 25), 17, 16, 20, 17, 4, False, 300),
    "square": Frame(720, 720, 2, 30, (27, 22), 15, 14, 15, 15, 4, False, 300),
    "print": Frame(1123, 794, 3, 48, (32, 25), 15, 13, 14, 14, 5, False, 380),
    "phone": Frame(432, 768, 2.5, 20, (24, 19), 14, 13, 13, 13, 3, True, 290),
}

# Sizes of drawings by their names in URLs: those of the page, then those of files alone.
SIZES = {
    "wide": Size(1160, 450, 14, 5, False),
    "tablet": Size(716, 450, 14, 4, False),
    "phone": Size(366, 520, 13, 3, True),
    **{name: FRAMES[name].drawing(FRAMES[name].least) for name in ("classic", "square", "print")},
}


ARROW = {"a_to_b": "↑", "b_to_a": "↓"}
