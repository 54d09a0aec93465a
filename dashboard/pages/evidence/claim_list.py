"""Build the panel of a mark with many claims: a list, each line of which opens its claim."""

from dash import html
from dash.development.base_component import Component

from dashboard.charts.base import Mark
from dashboard.data.claims import pair as claims
from dashboard.data.records import Claim
from dashboard.data.selection import to_query
from dashboard.data.view import View
from dashboard.evidence.claim_index import grade, period
from dashboard.pages.html.to_html import attrs
from dashboard.text.forms import dates
from dashboard.text.forms.arguments import Name
from dashboard.text.sentence import words

# Largest number of claims that the panel shows in full; more become a list.
FEW = 8
_LISTED = 60


def claim_list(view: View, mark: Mark) -> list[Component]:
    """Return the mark's claims, one per line, and the months or years for zooming in."""
    ids = set(mark.basis)
    shown = [c for c in claims.claim_rows(view.package, view.selection.dyad) if c.claim_id in ids]
    months = sorted({c.first_month for c in shown if isinstance(c.first_month, str)})
    zooms = months if len(months) <= 6 else sorted({m[:4] for m in months})
    blocks: list[Component] = [html.P(mark.label, className="mark-label")]
    if zooms and view.selection.zoom not in zooms:
        links = [
            html.A(
                dates.day(z),
                href=f"?{to_query(view.package, view.selection.replace(zoom=z), presentation=False)}",
                className="pill",
                **attrs({"data-turn": "", "data-part": "evidence"}),
            )
            for z in zooms
        ]
        blocks.append(html.Div([html.Span(words("claims.zoom-in-to") + " "), *links], className="controls"))
    blocks.append(html.Ul([html.Li(_line(c)) for c in shown[:_LISTED]], className="lines"))
    if len(shown) > _LISTED:
        blocks.append(html.P(words("claims.more", n=len(shown) - _LISTED), className="note"))
    return blocks


def _line(claim: Claim) -> list[Component]:
    target = attrs({"data-chart": "evidence", "data-mark": claim.claim_id})
    by = words("claims.by-period", period=period(claim), claimant=Name(claim.claimant), grade=grade(claim))
    return [
        html.Button(claim.statement, type="button", className="claim-line", **target),
        html.Span(by, className="by"),
    ]
