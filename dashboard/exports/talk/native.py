"""A chart as PowerPoint draws it by itself: editable, with its numbers in the workbook inside."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from dashboard import style
from dashboard.charts.base import Native, Series

_KINDS = {"columns": XL_CHART_TYPE.COLUMN_STACKED, "lines": XL_CHART_TYPE.LINE_MARKERS}
_MARKERS = {"a_to_b": XL_MARKER_STYLE.CIRCLE, "b_to_a": XL_MARKER_STYLE.DIAMOND, "": XL_MARKER_STYLE.SQUARE}


def rgb(colour: str) -> RGBColor:
    """A theme's colour; what is no six-digit one is black."""
    return RGBColor.from_string(colour[1:].upper() if len(colour) == 7 else "000000")


def add(slide: Any, native: Native, theme: style.Theme, box: tuple[Emu, Emu, Emu, Emu]) -> Any:
    """Puts the chart on a slide at (left, top, width, height); returns its shape. Missing numbers stay empty cells."""
    data = CategoryChartData(number_format="General")
    data.categories = native.categories
    for series in native.series:
        data.add_series(series.name, series.values)
    shape = slide.shapes.add_chart(_KINDS[native.kind], *box, data)
    chart = shape.chart
    chart.has_title = False
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.font.size, chart.font.name = Pt(12), "Arial"
    chart.font.color.rgb = rgb(theme.quiet)
    _axes(chart, native, theme)
    plot = chart.plots[0]
    if native.kind == "columns":
        plot.gap_width, plot.overlap = 28, 100
    for drawn, series in zip(plot.series, native.series, strict=True):
        (_column if native.kind == "columns" else _line)(drawn, series, theme)
    return shape


def _axes(chart: Any, native: Native, theme: style.Theme) -> None:
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
    step = max(1, round(len(native.categories) / 8))
    for tag in ("c:tickLblSkip", "c:tickMarkSkip"):
        element = category._element.makeelement(qn(tag), {"val": str(step)})
        category._element.find(qn("c:noMultiLvlLbl")).addprevious(element)


def _colour(series: Series, theme: style.Theme) -> RGBColor:
    return rgb(theme.direction(series.kind) if series.kind in ("a_to_b", "b_to_a") else theme.ink)


def _column(drawn: Any, series: Series, theme: style.Theme) -> None:
    drawn.invert_if_negative = False
    fill, colour = drawn.format.fill, _colour(series, theme)
    if series.hatched:
        fill.patterned()
        fill.pattern = MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb, fill.back_color.rgb = colour, rgb(theme.on_mark)
        drawn.format.line.color.rgb = colour
    else:
        fill.solid()
        fill.fore_color.rgb = colour


def _line(drawn: Any, series: Series, theme: style.Theme) -> None:
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
