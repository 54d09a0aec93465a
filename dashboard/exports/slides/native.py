"""Draw charts with PowerPoint itself: editable, with the numbers in the workbook inside."""

import re
from datetime import date

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import BarSeries
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN_TYPE
from pptx.oxml.ns import qn
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide
from pptx.util import Emu, Pt

from dashboard import style
from dashboard.charts.base import Native, PointLabel, Series

_KINDS = {
    "columns": XL_CHART_TYPE.COLUMN_STACKED,
    "clusters": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "bars": XL_CHART_TYPE.BAR_STACKED,
    "lines": XL_CHART_TYPE.LINE_MARKERS,
}
# Least size of type in a chart on a slide: it is read from the back row.
POINTS = 18
# About as many categories that are texts have room for their labels beside one another.
_LABELS = 6
_MONTH = re.compile(r"\d{4}-\d{2}")
_YEARS = re.compile(r"(?:\d{4}–)?\d{2}(?:\d{2})?")
# Up to so many years are all labelled; beyond that, every fifth is.
FEW = 13
_MARKERS = {
    "quiet": XL_MARKER_STYLE.SQUARE,
    "a_to_b": XL_MARKER_STYLE.CIRCLE,
    "b_to_a": XL_MARKER_STYLE.DIAMOND,
    "": XL_MARKER_STYLE.SQUARE,
}


def rgb(colour: str) -> RGBColor:
    """Return a colour of a theme; black where it is not a six-digit hex colour."""
    return RGBColor.from_string(colour[1:].upper() if len(colour) == 7 else "000000")


def add(slide: Slide, native: Native, theme: style.Theme, box: tuple[Emu, Emu, Emu, Emu]) -> GraphicFrame:
    """Add the chart to a slide at (left, top, width, height) and return its shape. Missing numbers stay empty cells."""
    data = CategoryChartData(number_format="General")
    # a sum of years is plotted at its last one, as on the page
    months = all(_MONTH.fullmatch(c) for c in native.categories)
    of_years = all(_YEARS.fullmatch(c) for c in native.categories)
    if months:
        data.categories = [date.fromisoformat(f"{c}-01") for c in native.categories]
    else:
        data.categories = [int(c[-4:]) for c in native.categories] if of_years else native.categories
    for series in native.series:
        data.add_series(series.name, series.values)
    shape = slide.shapes.add_chart(_KINDS[native.kind], *box, data)
    chart = shape.chart
    chart.has_title, chart.has_legend = False, True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.font.size, chart.font.name = Pt(POINTS), "Arial"
    chart.font.color.rgb = rgb(theme.quiet)
    _axes(chart, native, theme, of_years or months)
    plot = chart.plots[0]
    if native.kind != "lines":
        plot.gap_width, plot.overlap = 28, 0 if native.kind == "clusters" else 100
    for drawn, series in zip(plot.series, native.series, strict=True):
        (_line if native.kind == "lines" else _column)(drawn, series, theme)
    for label in native.labels:
        _label(chart, native, label, theme)
    return shape


def _axes(chart: Chart, native: Native, theme: style.Theme, dated: bool) -> None:
    value, category = chart.value_axis, chart.category_axis
    value.has_major_gridlines = True
    value.major_gridlines.format.line.color.rgb = rgb(theme.line)
    value.format.line.fill.background()
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = native.number, False
    if native.reach:
        value.minimum_scale, value.maximum_scale = native.reach
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.major_tick_mark = XL_TICK_MARK.NONE
    category.format.line.color.rgb = rgb(theme.ink)
    if not dated:
        category._element.find(qn("c:noMultiLvlLbl")).addprevious(etree.Element(qn("c:tickLblSkip"), val="1"))
        category.reverse_order = native.kind == "bars"  # from the top down, the amounts beneath
        value.tick_label_position = XL_TICK_LABEL_POSITION.HIGH if category.reverse_order else value.tick_label_position
        return
    if _MONTH.fullmatch(native.categories[0]):
        category.tick_labels.number_format, category.tick_labels.number_format_is_linked = "mmm yyyy", False
        _date_axis(category._element, max(1, len(native.categories) // _LABELS), "months")
        return
    category.tick_labels.number_format, category.tick_labels.number_format_is_linked = "0", False
    _date_axis(category._element, 1 if len(native.categories) <= FEW else 5)
    for code in chart._chartSpace.xpath(".//c:cat//c:formatCode"):
        # the only date format that LibreOffice accepts; it displays the format of the axis
        code.text = "yyyy\\-mm\\-dd"


def _date_axis(axis: etree._Element, step: int, unit: str = "days") -> None:
    """Turn an axis into one of dates: only there do programs label every fifth, upright. A year is a day."""
    if axis.tag == qn("c:dateAx"):  # of real dates
        for tag in ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit"):
            for element in axis.findall(qn(tag)):
                axis.remove(element)
    axis.tag = qn("c:dateAx")
    for tag in ("c:auto", "c:lblAlgn", "c:noMultiLvlLbl"):
        for element in axis.findall(qn(tag)):
            axis.remove(element)
    offset = axis.find(qn("c:lblOffset"))
    auto = etree.Element(qn("c:auto"), val="0")
    (offset.addprevious if offset is not None else axis.append)(auto)
    for tag, value in (("c:baseTimeUnit", unit), ("c:majorUnit", str(step)), ("c:majorTimeUnit", unit)):
        etree.SubElement(axis, qn(tag), val=value)


def _label(chart: Chart, native: Native, said: PointLabel, theme: style.Theme) -> None:
    """Write a text at a column, as the label of its point."""
    at = native.categories.index(said.category)
    there = [n for n, s in enumerate(native.series) if s.values[at] is not None and said.kind in ("", s.kind)]
    if not there:
        return
    label = chart.plots[0].series[there[0]].points[at].data_label
    label.text_frame.word_wrap = False  # some programs break it to the width of a column
    run = label.text_frame.paragraphs[0].add_run()
    run.text, run.font.size, run.font.bold, run.font.name = said.text, Pt(POINTS), True, "Arial"
    run.font.color.rgb = rgb(theme.direction(said.kind) if said.kind else theme.ink)
    place = label._dLbl.makeelement(qn("c:layout"), {})
    manual = etree.SubElement(place, qn("c:manualLayout"))
    etree.SubElement(manual, qn("c:x"), val=f"{said.across:g}")
    etree.SubElement(manual, qn("c:y"), val=f"{-said.up:g}")
    label._dLbl.find(qn("c:idx")).addnext(place)


def _colour(series: Series, theme: style.Theme) -> RGBColor:
    colours = {"": theme.ink, "quiet": theme.absent}
    colour = rgb(colours[series.kind] if series.kind in colours else theme.direction(series.kind))
    return _thinned(colour, rgb(theme.on_mark), series.tint) if series.tint < 1 else colour


def _thinned(colour: RGBColor, ground: RGBColor, share: float = 0.3) -> RGBColor:
    """Mix a share of a colour into a ground: stripes on the bare ground are too pale on small columns."""
    return RGBColor(*(round(share * c + (1 - share) * g) for c, g in zip(colour, ground, strict=True)))


def _column(drawn: BarSeries, series: Series, theme: style.Theme) -> None:
    drawn.invert_if_negative = False
    fill, colour = drawn.format.fill, _colour(series, theme)
    if series.hatched:
        fill.patterned()
        fill.pattern = MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb, fill.back_color.rgb = colour, _thinned(colour, rgb(theme.on_mark))
        drawn.format.line.color.rgb = colour
    else:
        fill.solid()
        fill.fore_color.rgb = colour


def _line(drawn: BarSeries, series: Series, theme: style.Theme) -> None:
    drawn.smooth = False
    colour, marker = _colour(series, theme), drawn.marker
    marker.style, marker.size = _MARKERS[series.kind], 8 if not series.line else 6 if series.kind else 4
    if series.line:
        drawn.format.line.color.rgb, drawn.format.line.width = colour, Pt(2.25)
    else:
        drawn.format.line.fill.background()
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = colour
    marker.format.line.color.rgb = colour
