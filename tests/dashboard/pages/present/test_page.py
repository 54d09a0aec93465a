"""Slides: what they are, what they say, what is in the file."""

import json
import re

import pytest

from dashboard import style
from dashboard.charts.base import charts
from dashboard.data.selection import parse_strict
from dashboard.data.view import View
from dashboard.exports.json_text import to_json
from dashboard.pages.present import page as present
from dashboard.pages.present.slides import STAGES, foot, slides
from dashboard.text.sentence import to_text


def view(package, query=""):
    return View(package, parse_strict(package, query))


def data(body):
    return json.loads(re.search(r'<script type="application/json" id="slides">(.*?)</script>', body.decode(), re.S)[1])


def test_every_chart_is_a_slide_in_the_order_of_the_page(package):
    order = list(dict.fromkeys(s.chart.id for s in slides(view(package))))
    assert order == list(charts())


def test_steps_say_what_the_register_adds_up_to(package):
    said = {
        s.kicker: (to_text(s.title), to_text(s.sentence)) for s in slides(view(package)) if s.chart.id == "direction"
    }
    assert list(said)[0] == "Until the Soviet Union ended"
    assert "In 2016: 413 million TIV from Russia to Iran and nothing recorded" in said["After the embargo"][1]
    assert said["All years"][0].startswith("Since 2022 arms have flowed mainly from Iran to Russia")
    assert "cannot be told" in said["The same without local production"][0]


def test_axes_stay_while_bars_appear(package):
    steps = charts()["direction"].build(view(package))
    drawn = [charts()["direction"].figure(s.view) for s in steps]
    assert len({json.dumps([d["layout"][a]["range"] for a in ("xaxis", "yaxis")], default=float) for d in drawn}) == 1
    shown = [sum(v is not None for t in d["data"][:4] for v in t["y"]) for d in drawn[:-1]]
    assert shown == sorted(shown)
    assert shown[0] < shown[-1]


def test_steps_follow_the_selection(package):
    def labels(query):
        return [s.label for s in charts()["direction"].build(view(package, query))]

    assert "Until the Soviet Union ended" not in labels("from=1992")
    assert "The same without local production" not in labels("local=0")
    assert labels("to=2010") == [
        "Until the Soviet Union ended",
        "Until the embargo",
        "The same without local production",
    ]


def test_the_dark_theme_is_the_light_one_recoloured(package):
    swap = style.dark_for_light()
    for chart in charts().values():
        light, dark = (to_json(chart.figure(view(package, f"theme={theme}"))).decode() for theme in ("light", "dark"))
        assert re.sub("#[0-9a-f]{6}", lambda m: swap.get(m[0], m[0]), light) == dark


@pytest.mark.slow
def test_the_file_needs_nothing_else(package):
    body = present.page(view(package), "")
    text = body.decode()
    assert not re.search(r'<(?:link|script|img|iframe)[^>]*(?:href|src)="(?!data:)', text)
    assert "src:url(data:font/woff2" in text
    assert {f'id="{s.id}"' in text for s in slides(view(package))} == {True}
    assert set(data(body)["stages"]) == set(STAGES)


def test_type_is_large_enough_for_the_back_row(package):
    stages = data(present.page(view(package), ""))["stages"]
    for name, least in (("wide", 16), ("classic", 16), ("short", 12), ("phone", 12)):
        sizes = [
            float(s)
            for s in re.findall(
                r'"size": ?(\d+(?:\.\d+)?)',
                json.dumps([s["figure"]["layout"] for s in stages[name]["slides"].values()]),
            )
        ]
        assert stages[name]["type"]["small"] >= least
        assert min(sizes) >= least
        assert min(s["title"] for s in stages[name]["slides"].values()) > 1.4 * least


def test_every_slide_names_its_source(package):
    for slide in slides(view(package)):
        assert "Source" in foot(slide)
        assert package.version in foot(slide)


@pytest.mark.slow
def test_the_address_answers_like_the_others(client):
    answer = client.get("/present?local=0")
    assert answer.status_code == 200
    assert "sha256-" in answer.headers["Content-Security-Policy"]
    assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]
    assert 'href="/?local=0"' in answer.get_data(as_text=True)
    assert client.get("/present?local=0", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get("/present?local=sideways").status_code == 400
    assert 'id="leave"' not in client.get("/present.html").get_data(as_text=True)
    assert 'data-theme="dark"' in client.get("/present?theme=dark").get_data(as_text=True)
