// Opens the panel of sources for a mark of a chart: by click, or by arrow keys and Enter.
(function () {
  "use strict";
  const byId = (id) => document.getElementById(id);
  let opener = null, opens = 0, shown = null, trail = []; // trail: earlier content of the panel, the latest last

  async function open(chart, mark, from) {
    if (mark.startsWith("?")) return view.go(view.changed(mark, from)); // this mark leads to another view
    if (from && from.closest("#panel")) trail.push(shown);
    else { opener = from; trail = []; }
    if (!await show({ chart, mark })) return;
    if (trail.length) byId("panel-title").focus();
  }

  async function back() {
    const left = shown.mark;
    if (trail.length && await show(trail.pop()))
      (byId("panel-body").querySelector(`[data-mark="${CSS.escape(left)}"]`) || byId("panel-title")).focus();
  }

  // Fetches the sources under a mark from the server, or takes them from a copy of the site.
  const said = ({ chart, mark }) => (window.copy ? copy.mark(chart, mark, view.drawn())
    : fetch(`/charts/${chart}/marks/${encodeURIComponent(mark)}?${view.drawn()}`).then((r) => (r.ok ? r.text() : Promise.reject(r.status))));

  // Fills the panel; returns false where another request overtook this one.
  async function show(what) {
    const panel = byId("panel"), body = byId("panel-body"), number = ++opens;
    shown = what;
    if (!panel.open) panel.showModal();
    byId("panel-back").hidden = !trail.length;
    body.textContent = phrases["page-looking-up"];
    const html = await said(what).catch(() => phrases["page-no-answer"]);
    if (number !== opens) return false;
    body.innerHTML = html;
    body.dataset.mark = what.mark;
    panel.scrollTop = 0;
    return true;
  }

  document.addEventListener("click", (event) => {
    const mark = event.target.closest("button[data-mark]");
    if (mark) open(mark.dataset.chart, mark.dataset.mark, mark);
    else if (event.target.id === "panel-back") back();
    else if (event.target.id === "panel-close" || event.target.id === "panel") byId("panel").close();
  });

  document.addEventListener("close", () => opener && opener.focus && opener.focus(), true);

  // Each chart is one tab stop; arrow keys move between its marks and show them on the chart.
  document.addEventListener("keydown", (event) => {
    const mark = event.target.closest && event.target.closest("button.mark");
    if (!mark) return;
    const all = [...mark.parentElement.querySelectorAll("button.mark")];
    const at = all.indexOf(mark);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || !all[to]) return;
    event.preventDefault();
    mark.tabIndex = -1;
    all[to].tabIndex = 0;
    all[to].focus();
  });

  document.addEventListener("focusin", (event) => {
    const mark = event.target.closest && event.target.closest("button.mark");
    if (mark) graphs.now(mark.dataset.chart);
    const plot = mark && document.querySelector(`#${mark.dataset.chart}-graph .js-plotly-plot`);
    if (!plot || !plot.data) return;
    const trace = plot.data[+mark.dataset.curve];
    const axes = trace && trace.yaxis ? "x" + trace.yaxis : plot._fullLayout && plot._fullLayout.xaxis ? "xy" : undefined;
    try {
      Plotly.Fx.hover(plot, [{ curveNumber: +mark.dataset.curve, pointNumber: +mark.dataset.point }], axes);
    } catch (error) { /* a mark without a shape, such as an empty year */ }
    const said = trace && (trace.hovertext || trace.text);
    tips.beside(plot, Array.isArray(said) ? said[+mark.dataset.point] : said);
  });

  document.addEventListener("focusout", (event) => {
    const mark = event.target.closest && event.target.closest("button.mark");
    const plot = mark && document.querySelector(`#${mark.dataset.chart}-graph .js-plotly-plot`);
    if (plot && plot.data) Plotly.Fx.unhover(plot);
    if (mark) tips.later();
  });

  function clicked(chart, point) {
    if (!point || !point.customdata) return;
    const mark = String(point.customdata);
    open(chart, mark, byId(chart + "-marks").querySelector(`[data-mark="${CSS.escape(mark)}"]`));
  }

  window.panel = { clicked };
  window.dash_clientside = Object.assign({}, window.dash_clientside);
  window.dash_clientside.panel = {
    clicked: () => {
      const asked = dash_clientside.callback_context.triggered[0];
      const chart = asked.prop_id.replace("-graph.clickData", "");
      const point = asked.value && asked.value.points[0];
      if (!point) return dash_clientside.no_update;
      dash_clientside.set_props(chart + "-graph", { clickData: null }); // so that the same mark can be clicked again
      clicked(chart, point);
      return dash_clientside.no_update;
    },
  };
})();
