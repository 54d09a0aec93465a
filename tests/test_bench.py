"""What the bench makes of its samples, by hand."""

import pytest

from tests.bench import summary
from tests.bench.visits import explained


def test_a_median_and_the_nearest_rank():
    assert summary.median([3, 1, 2, 10]) == 2.5
    assert summary.high([*range(1, 101)]) == 95
    assert summary.high([*range(1, 21)]) == 19  # 95 % of twenty
    assert summary.high([5, 9]) == 9
    assert summary.median([]) is summary.high([]) is None


def test_a_budget_knows_its_side_and_what_was_not_measured():
    assert summary.Budget("at most", 2.0, 2).met
    assert not summary.Budget("at most", 2.01, 2).met
    assert summary.Budget("at least", 5, 5, True).met
    assert not summary.Budget("at least", 4.9, 5, True).met
    assert summary.Budget("not measured", None, 5).met is None
    assert summary.ratio(3, 2) == 1.5
    assert summary.ratio(3, 0) is summary.ratio(None, 2) is None


def _visit(**seen):
    return {"first": 100, "screen": 300, "down": 590_000, "requests": 10, "shifts": 0.005} | seen


def test_medians_are_of_what_was_reached_and_the_shift_is_the_worst():
    found = {
        "cold": [_visit(first=90), _visit(first=110, shifts=0.03), {}],
        "warm": [_visit(down=2_000)],
        "pointed": [70],
        "straight": [80],
        "later": [60, 90],
        "late": ["cold: no chart"],
    }
    made = summary.summed({"fast": {"ours": found}})["fast"]["ours"]
    assert (made["first"], made["kb"], made["warm_kb"], made["shifts"]) == (100, 590, 2, 0.03)
    assert (made["answer"], made["answer_p95"], made["presses"], made["rounds"]) == (75, 90, 4, 3)
    assert made["late"] == ["cold: no chart"]


def test_ratios_are_held_against_the_limits_of_their_line():
    pages = {
        "local": {
            "ours": {"first": 190, "screen": 600, "shifts": 0.01},
            "svg": {"first": 100},
            "static": {"screen": 500},
        },
        "fast": {
            "ours": {"first": 160, "kb": 500, "shifts": 0.03},
            "svg": {"first": 100},
            "vizro": {"first": 1600, "kb": 9000},
            "panel": {"first": 2000, "kb": 6000},
        },
    }
    load = {
        "ours": {"views": [{"clients": 100, "rate": 4000, "p95": 40, "errors": {"Refused": 1}}]},
        "dash": {"views": [{"clients": 10, "rate": 80}]},
    }
    held = {b.what: (b.found, b.met) for b in summary.budgets(pages, {"ours": []}, load)}
    assert held["first picture against inline SVG, unthrottled"] == (1.9, True)
    assert held["first picture against inline SVG, 10 Mbit/s"] == (1.6, False)
    assert held["first screen live against the static page, unthrottled"] == (1.2, True)
    assert held["fastest of Streamlit, Panel, Vizro against the first picture, 10 Mbit/s"] == (10, True)
    assert held["lightest of the three against the bytes, 10 Mbit/s"] == (12, True)
    assert held["views per second against the best peer"] == (50, True)
    assert held["errors under load"] == (1, False)
    assert held["layout shift, worst visit"] == (0.03, False)
    assert held["second visit, kB"] == (None, None)


@pytest.mark.parametrize(
    ("frames", "drawing", "by", "plotly", "left"),
    [
        ([], [{"start": 110, "duration": 240, "place": "direction-graph"}], "plotly draws direction-graph", 240, 0),
        (
            [
                {
                    "scripts": [
                        {
                            "start": 100,
                            "duration": 250,
                            "at": "plotly-1.js",
                            "name": "",
                            "by": "http://here/assets/plotly-1.js",
                        }
                    ]
                }
            ],
            [],
            "reads plotly-1.js",
            250,
            0,
        ),
        (
            [{"scripts": [{"start": 100, "duration": 250, "at": "page-1.js", "name": "fill", "by": ""}]}],
            [{"start": 300, "duration": 40, "place": "a"}],
            "plotly draws a",
            40,
            1,
        ),
        (
            [{"scripts": [{"start": 100, "duration": 250, "at": "page-1.js", "name": "fill", "by": ""}]}],
            [{"start": 400, "duration": 40, "place": "a"}],
            "page-1.js: fill 250 ms",
            0,
            1,
        ),
        (
            [],
            [
                {"start": 100.2 - 400.3, "duration": 400.3, "place": "before"},
                {"start": 359.9, "duration": 300, "place": "after"},
            ],
            "style and layout",
            0,
            1,
        ),
        (
            [],
            [{"start": 0, "duration": 310, "place": "a"}, {"start": 310, "duration": 300, "place": "b"}],
            "plotly draws a, plotly draws b",
            260,
            0,
        ),
        ([], [{"start": 110, "duration": 200, "place": "a"}], "plotly draws a", 200, 1),
        ([], [], "style and layout", 0, 1),
    ],
)
def test_a_long_task_is_explained_by_plotly_alone(frames, drawing, by, plotly, left):
    task = explained({"start": 100, "duration": 260}, frames, drawing)
    assert task == {"start": 100, "duration": 260, "plotly": plotly, "by": by}
    assert len(summary.unexplained([task])) == left
    assert summary.unexplained([task | {"duration": 200, "plotly": 0}]) == []


def test_drawings_within_each_other_count_once():
    task = explained(
        {"start": 0, "duration": 300},
        [],
        [{"start": 10, "duration": 200, "place": "a"}, {"start": 50, "duration": 100, "place": "a"}],
    )
    assert task["plotly"] == 200
