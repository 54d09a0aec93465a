// The live charts. Plotly draws a chart once its figure is there and it is near the window; Dash is told what is clicked.
(function () {
  "use strict";
  const CONFIG = { displayModeBar: false, displaylogo: false, showSendToCloud: false, responsive: true };
  const waiting = new Map(); // chart → the figure it will show when it comes near
  const drawn = new Map(); // chart → the figure it shows, as text: a view brings charts that it leaves as they are
  const relays = new Map(), early = new Map(); // chart → how Dash is told; → what was clicked before Dash was there
  const place = (chart) => document.getElementById(chart + "-graph");
  const chartOf = (element) => element.id.replace(/-graph$/, "");
  const seen = (element) => { const box = element.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; };

  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) setTimeout(now, 0, chartOf(entry.target)); // each in a task of its own
  }, { rootMargin: "60% 0px" });

  // Figures by chart: those in sight are drawn at once, the others when they come near.
  function show(figures) {
    const here = Object.keys(figures).filter(place);
    for (const chart of here) {
      waiting.set(chart, figures[chart]);
      place(chart).style.height = figures[chart].layout.height + "px";
    }
    for (const chart of here.filter((c) => seen(place(c)))) now(chart);
    for (const chart of here) { near.unobserve(place(chart)); near.observe(place(chart)); }
  }

  // Draws what a chart waits to show, and takes away the picture that stood in for it.
  function now(chart) {
    if (!waiting.has(chart) || !window.Plotly) return;
    const text = JSON.stringify(waiting.get(chart));
    waiting.delete(chart);
    if (drawn.get(chart) === text) return;
    drawn.delete(chart);
    draw(chart, JSON.parse(text)); // plotly writes into what it is given
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
    plot.on("plotly_click", (event) => clicked(chart, event.points[0]));
  }

  function clicked(chart, { customdata, curveNumber, pointNumber, x, y }) {
    const clickData = { points: [{ customdata, curveNumber, pointNumber, x, y }] };
    if (single) panel.clicked(chart, clickData.points[0]);
    else if (relays.has(chart)) relays.get(chart)({ clickData }); else early.set(chart, clickData);
  }

  // A copy of the site has no Dash, and a reader's line may lose it: clicks are then answered here.
  let single = Boolean(window.copy);
  function alone() {
    single = true;
    for (const [chart, clickData] of early) panel.clicked(chart, clickData.points[0]);
  }

  function all() {
    for (const chart of [...waiting.keys()]) now(chart);
  }

  // Runs a script of the page; true once it has run, false where it did not come.
  const run = (src) => new Promise((done) => {
    const script = Object.assign(document.createElement("script"), { src, onload: () => done(true), onerror: () => done(false) });
    document.body.append(script);
  });
  const task = () => new Promise((done) => setTimeout(done)); // what comes after it is a task of its own
  const page = document.getElementById("_dash-renderer"); // a copy of the site has none: its scripts stand in the page
  const loaded = page ? run(page.dataset.plotly).then(task) : Promise.resolve();
  loaded.then(() => show(Object.fromEntries(waiting)));
  // On paper charts are scaled to the sheet (style.css): there is no time to draw them for it.
  const outlines = () => document.querySelectorAll(".plot .main-svg");
  addEventListener("beforeprint", () => {
    all();
    for (const svg of outlines()) {
      svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
      svg.closest(".plot").style.maxWidth = svg.getAttribute("width") + "px"; // never larger than it was drawn
    }
  });
  addEventListener("afterprint", () => {
    for (const svg of outlines()) {
      svg.removeAttribute("viewBox");
      svg.closest(".plot").style.maxWidth = "";
    }
  });

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
