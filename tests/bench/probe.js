// Runs in every page of the bench before its own scripts, and notes in window.bench when its charts are painted.
// A picture: an SVG of 300 × 150 px or more with at least 10 shapes, in sight, or a live plotly chart with at least one
// trace that has as many. All times are milliseconds since the start of the visit.
(() => {
  const SHAPES = "path, rect, circle, line, polygon, polyline, use, ellipse";
  const bench = (window.bench = { first: null, live: [], static: null, turns: [], signature: "", quiet: 0, shifts: 0, tasks: [], pressed: null, over: false });
  const roots = [document], attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) { const root = attach.call(this, how); roots.push(root); return root; };
  const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);

  const sized = (box) => box.width >= 300 && box.height >= 150;
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    return sized(box) && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
      && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const shapes = (element) => [...element.querySelectorAll(SHAPES)].filter((s) => !s.closest("defs, clipPath, pattern, .modebar")).length;
  const drawn = (plot) => sized(plot.getBoundingClientRect()) && plot.querySelector(".main-svg .trace, .main-svg .points, .main-svg .annotation") && shapes(plot) >= 10;
  const plots = () => all(".js-plotly-plot").filter(drawn);
  const pictures = () => all("svg").filter((svg) => !svg.closest(".js-plotly-plot") && seen(svg) && shapes(svg) >= 10);
  const within = (plot) => { const box = plot.getBoundingClientRect(); return box.top < innerHeight && box.bottom > 0; };
  const sum = (text) => { let h = 0; for (let i = 0; i < text.length; i++) h = (h * 31 + text.charCodeAt(i)) | 0; return h; };
  // What the chart that stands highest shows: the outlines of its marks.
  const signature = () => {
    const top = plots().map((p) => [p.getBoundingClientRect().top, p]).sort((a, b) => a[0] - b[0])[0];
    return top ? String(sum([...top[1].querySelectorAll(".trace path")].map((p) => p.getAttribute("d")).join())) : "";
  };

  // The state that a frame is about to paint counts as painted when the next frame begins.
  let pending = {};
  function frame() {
    const now = performance.now();
    if (pending.first && bench.first === null) bench.first = now;
    if (pending.live > bench.live.length) while (bench.live.length < pending.live) bench.live.push(now);
    if (pending.inSight > (bench.inSight || []).length) { bench.inSight = bench.inSight || []; while (bench.inSight.length < pending.inSight) bench.inSight.push(now); }
    if (pending.replaced !== undefined) {
      if (pending.replaced && bench.static === null) bench.static = now;
      if (!pending.replaced) bench.static = null;
    }
    if (pending.signature !== undefined && pending.signature !== bench.signature) {
      bench.signature = pending.signature;
      if (bench.pressed !== null) bench.turns.push([now, bench.signature]);
    }
    pending = {};
    if (bench.pressed !== null) pending.signature = signature();
    else if (!bench.over) {
      const live = plots(), still = pictures();
      pending.live = live.length;
      pending.inSight = live.filter(within).length;
      pending.replaced = still.length === 0;
      pending.first = still.length > 0 || live.some(seen);
    }
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);

  // For a press: `arm` waits for it; its time is that of the pointer going down.
  bench.arm = () => { bench.turns = []; bench.signature = signature(); bench.over = true; bench.pressed = null; };
  addEventListener("pointerdown", (event) => { if (bench.over) bench.pressed = event.timeStamp; }, true);

  new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) bench.shifts += e.value; }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => { for (const e of list.getEntries()) bench.tasks.push({ start: e.startTime, duration: e.duration, scripts: [] }); }).observe({ type: "longtask", buffered: true });
  // When plotly draws, and what: no page can divide that.
  let plotly;
  bench.drawing = [];
  const timed = (draw) => function (plot, ...rest) {
    const start = performance.now();
    try { return draw.call(this, plot, ...rest); } finally {
      const place = typeof plot === "string" ? plot : plot.id || (plot.parentElement && plot.parentElement.id) || "";
      bench.drawing.push({ start, duration: performance.now() - start, place });
    }
  };
  Object.defineProperty(window, "Plotly", {
    configurable: true, get: () => plotly,
    set: (given) => { plotly = given && given.newPlot ? Object.assign({}, given, { newPlot: timed(given.newPlot), react: timed(given.react) }) : given; },
  });
  bench.frames = [];
  if (PerformanceObserver.supportedEntryTypes.includes("long-animation-frame"))
    new PerformanceObserver((list) => {
      for (const e of list.getEntries()) bench.frames.push({ start: e.startTime, duration: e.duration, layout: e.styleAndLayoutStart ? e.startTime + e.duration - e.styleAndLayoutStart : 0,
        scripts: e.scripts.map((s) => ({ start: s.startTime, duration: s.duration, by: s.invoker, at: (s.sourceURL || "").split("/").pop().split("?")[0], name: s.sourceFunctionName })) });
    }).observe({ type: "long-animation-frame", buffered: true });
})();
