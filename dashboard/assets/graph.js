// Draws the live charts. Plotly draws a chart once its figure has arrived and it is near the window; Dash receives clicks.
(function () {
  "use strict";
  const CONFIG = { displayModeBar: false, displaylogo: false, showSendToCloud: false, responsive: true };
  const waiting = new Map(); // chart → the figure to draw when it is near the window
  const drawn = new Map(); // chart → its figure as text, because a new view repeats figures that it does not change
  const relays = new Map(), early = new Map(); // chart → callback of Dash; chart → click before Dash was ready
  const place = (chart) => document.getElementById(chart + "-graph");
  const chartOf = (element) => element.id.replace(/-graph$/, "");
  const seen = (element) => { const box = element.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; };

  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) setTimeout(now, 0, chartOf(entry.target)); // each in its own task, so that none blocks the page for long
  }, { rootMargin: "60% 0px" });

  // Takes figures by chart: draws those in sight at once, the others when they are near the window.
  function show(figures) {
    const here = Object.keys(figures).filter(place);
    for (const chart of here) {
      waiting.set(chart, figures[chart]);
      place(chart).style.height = figures[chart].layout.height + "px";
    }
    for (const chart of here.filter((c) => seen(place(c)))) now(chart);
    for (const chart of here) { near.unobserve(place(chart)); near.observe(place(chart)); }
  }

  // Draws the waiting figure of a chart in place of the picture that substituted for it.
  function now(chart) {
    if (!waiting.has(chart) || !window.Plotly) return;
    const text = JSON.stringify(waiting.get(chart));
    waiting.delete(chart);
    if (drawn.get(chart) === text) return;
    drawn.delete(chart);
    draw(chart, JSON.parse(text)); // plotly modifies its arguments
    drawn.set(chart, text);
  }

  function draw(chart, figure) {
    const at = place(chart), old = at.querySelector(".js-plotly-plot");
    const layout = Object.assign({ autosize: true }, figure.layout);
    if (old) return Plotly.react(old, figure.data, layout);
    const plot = document.createElement("div");
    at.append(plot);
    Plotly.newPlot(plot, figure.data, layout, CONFIG);
    at.replaceChildren(plot);
    tips.watch(plot);
    plot.on("plotly_click", (event) => clicked(chart, event.points[0]));
  }

  function clicked(chart, { customdata, curveNumber, pointNumber, x, y }) {
    const clickData = { points: [{ customdata, curveNumber, pointNumber, x, y }] };
    if (single) panel.clicked(chart, clickData.points[0]);
    else if (relays.has(chart)) relays.get(chart)({ clickData }); else early.set(chart, clickData);
  }

  // Handles clicks here where Dash is missing: in a copy of the site, or after a failed download.
  let single = Boolean(window.copy);
  function alone() {
    single = true;
    for (const [chart, clickData] of early) panel.clicked(chart, clickData.points[0]);
  }

  function all() {
    for (const chart of [...waiting.keys()]) now(chart);
  }

  // Runs a script of the page; resolves to true once it has run, to false where it failed to load.
  const run = (src) => new Promise((done) => {
    const script = Object.assign(document.createElement("script"), { src, onload: () => done(true), onerror: () => done(false) });
    document.body.append(script);
  });
  const task = () => new Promise((done) => setTimeout(done)); // later code runs in a new task
  const page = document.getElementById("_dash-renderer"); // null in a copy of the site, whose scripts are in the page
  const loaded = page ? run(page.dataset.plotly).then(task) : Promise.resolve();
  loaded.then(() => show(Object.fromEntries(waiting)));
  // On paper charts are scaled to the sheet (style.css), because there is no time to redraw them.
  const outlines = () => document.querySelectorAll(".plot .main-svg");
  addEventListener("beforeprint", () => {
    all();
    for (const svg of outlines()) {
      svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
      svg.closest(".plot").style.maxWidth = svg.getAttribute("width") + "px"; // never enlarged
    }
  });
  addEventListener("afterprint", () => {
    for (const svg of outlines()) {
      svg.removeAttribute("viewBox");
      svg.closest(".plot").style.maxWidth = "";
    }
  });

  // What the scripts of the page say: a copy of the site holds it in a script file, as pages opened from a disk may not fetch.
  window.phrases = window.copy ? copyHeld.phrases : JSON.parse(document.getElementById("phrases").textContent);
  window.graphs = { loaded, run, alone, show, now, all, seen: () => [...document.querySelectorAll(".plot")].filter(seen).map(chartOf) };
  window.dashboard = {
    Graph({ id, setProps }) {
      React.useEffect(() => {
        const chart = id.replace(/-graph$/, "");
        relays.set(chart, setProps);
        if (early.has(chart)) setProps({ clickData: early.get(chart) });
        early.delete(chart);
        return () => relays.delete(chart);
      }, [id]);
      return null;
    },
  };
})();
