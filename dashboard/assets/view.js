// Moves between views. All that is shown is computed by the server; this only asks for it,
// puts it in place and keeps the address true.
(function () {
  "use strict";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const narrow = matchMedia("(max-width: 700px)"), middle = matchMedia("(max-width: 1000px)");
  const kept = new Map();
  let query = "", opener = null, turns = 0, unasked = false, trail = [], shown = [], soon = 0;

  const explicit = (name) => new URLSearchParams(location.search).get(name);
  const theme = () => explicit("theme") || (dark.matches ? "dark" : "light");
  const only = () => document.getElementById("page").dataset.only;

  function address(search, part) {
    const asked = new URLSearchParams(search);
    if (!asked.has("theme")) asked.set("theme", theme());
    if (!asked.has("size")) asked.set("size", narrow.matches ? "phone" : middle.matches ? "tablet" : "wide");
    if (only() || part) asked.set("only", only() || part);
    return "/view.json?" + asked;
  }

  function get(search, part) {
    const url = address(search, part);
    if (!kept.has(url)) {
      kept.set(url, fetch(url).then((r) => (r.ok ? r.json() : Promise.reject(r.status))));
      kept.get(url).catch(() => kept.delete(url));
    }
    return kept.get(url);
  }

  // Shows the view of a query: all of the page, or the one chart that the query changes. `step` makes it one for the Back button.
  async function go(search, step, part) {
    const turn = ++turns;
    if (unasked) part = undefined; // a turn that was overtaken changed more than this part
    unasked = unasked || !part;
    const view = await get(search, part).catch(() => null);
    if (turn !== turns || !view) return; // a later turn overtook this one, or the server did not answer
    unasked = false;
    query = view.query;
    fill(view.regions);
    for (const [chart, figure] of Object.entries(view.figures))
      dash_clientside.set_props(chart + "-graph", { figure, style: { height: figure.layout.height + "px" } });
    if (!part || only()) document.title = view.title;
    document.documentElement.dataset.theme = view.theme;
    const button = document.getElementById("theme");
    if (button) button.textContent = view.theme === "dark" ? "Light" : "Dark";
    const bar = new URLSearchParams(query);
    if (explicit("theme")) bar.set("theme", explicit("theme"));
    const to = location.pathname + (String(bar) ? "?" + bar : "") + location.hash;
    if (step) history.pushState(null, "", to); else history.replaceState(null, "", to);
    document.getElementById("page").dataset.shown = address(query);
  }

  function fill(regions) {
    for (const [id, html] of Object.entries(regions)) {
      const region = document.getElementById(id);
      if (!region || region.innerHTML === html || keptWhileUsed(region, html)) continue;
      const at = region.contains(document.activeElement) && nthFocusable(region, document.activeElement);
      region.innerHTML = html;
      if (at !== false) focusables(region)[at]?.focus();
    }
  }
  // A field that is being typed in or dragged stays; what stands beside it is put in its place.
  function keptWhileUsed(region, html) {
    const used = region.querySelector(":scope > [data-keep]:focus-within");
    if (!used || document.activeElement.matches("a, button")) return false;
    const fresh = document.createElement("div");
    fresh.innerHTML = html;
    const same = [...fresh.children].find((child) => child.matches("[data-keep]"));
    if (!same) return false;
    for (const child of [...region.children]) if (child !== used) child.remove();
    let before = true;
    for (const child of [...fresh.children]) {
      if (child === same) before = false;
      else if (before) used.before(child);
      else region.append(child);
    }
    return true;
  }
  const focusables = (region) => [...region.querySelectorAll("a, button, summary, input, [tabindex]")];
  const nthFocusable = (region, element) => Math.max(0, focusables(region).indexOf(element));

  function setTheme(name) {
    const bar = new URLSearchParams(location.search);
    if (name === (dark.matches ? "dark" : "light")) bar.delete("theme"); else bar.set("theme", name);
    history.replaceState(null, "", location.pathname + (String(bar) ? "?" + bar : "") + location.hash);
    go(query);
  }

  async function open(chart, mark, from) {
    if (mark.startsWith("?")) return go(mark); // a mark that is a view of its own
    const panel = document.getElementById("panel"), body = document.getElementById("panel-body");
    if (from && from.closest("#panel")) trail.push([...shown]); else { opener = from; trail = []; }
    shown = [chart, mark];
    document.getElementById("panel-back").hidden = !trail.length;
    body.textContent = "Looking it up …";
    if (!panel.open) panel.showModal();
    const answer = await fetch(`/charts/${chart}/marks/${encodeURIComponent(mark)}?${query}`).catch(() => ({ ok: false }));
    body.innerHTML = answer.ok ? await answer.text() : "The server did not answer. Try again.";
    panel.scrollTop = 0;
    body.dataset.mark = mark;
  }

  document.addEventListener("click", (event) => {
    const turn = event.target.closest("a[data-turn]");
    const mark = event.target.closest("button[data-mark]");
    if (turn && !event.metaKey && !event.ctrlKey && !event.shiftKey && window.dash_clientside?.set_props) {
      event.preventDefault();
      const menu = turn.closest("details.menu");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
      if (turn.closest("#panel")) document.getElementById("panel").close();
      go(new URL(turn.href).search, turn.dataset.turn === "push", turn.dataset.part);
    } else if (mark) {
      open(mark.dataset.chart, mark.dataset.mark, mark);
    } else if (event.target.id === "panel-back") {
      shown = trail.pop();
      const back = [...shown], left = [...trail];
      open(back[0], back[1], opener).then(() => { trail = left; document.getElementById("panel-back").hidden = !left.length; });
    } else if (event.target.id === "panel-close" || event.target.id === "panel") {
      document.getElementById("panel").close();
    } else if (event.target.id === "theme") {
      setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
    }
    for (const menu of document.querySelectorAll("details.menu[open]"))
      if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-turn]")) return;
    event.preventDefault();
    const menu = event.target.closest("details.menu");
    if (menu) menu.open = false;
    const asked = new FormData(event.target), wanted = new URLSearchParams(event.target.matches("[data-part]") ? query : "");
    for (const [name, value] of asked) wanted.set(name, value);
    go("?" + wanted, false, event.target.dataset.part);
  });

  // Search and the day's slider answer while they are used.
  document.addEventListener("input", (event) => {
    const field = event.target, known = field.closest(".known");
    const wanted = new URLSearchParams(query);
    if (field.matches("input[type=search]")) wanted.set("q", field.value);
    else if (known && field.type === "range") {
      const days = known.dataset.days.split(" "), day = days[+field.value];
      const words = day === days[days.length - 1] ? "today" : spoken.format(new Date(day + "T00:00Z"));
      known.querySelector(".known-words").textContent = words;
      field.setAttribute("aria-valuetext", words);
      wanted.set("known_on", day);
    } else return;
    clearTimeout(soon);
    soon = setTimeout(() => go("?" + wanted, false, field.form && field.form.dataset.part), field.type === "range" ? 60 : 90);
  });
  const spoken = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

  document.addEventListener("close", () => opener && opener.focus && opener.focus(), true);

  // One tab stop a chart; arrow keys move between marks and show them on the chart.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false; menu.querySelector("summary").focus();
    }
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
    const drawn = mark && document.querySelector(`#${mark.dataset.chart}-graph .js-plotly-plot`);
    if (!drawn || !drawn.data) return;
    const drawing = drawn._fullLayout && drawn._fullLayout.xaxis ? "xy" : undefined;
    const trace = drawn.data[+mark.dataset.curve];
    try {
      Plotly.Fx.hover(drawn, [{ curveNumber: +mark.dataset.curve, pointNumber: +mark.dataset.point }],
        trace && trace.yaxis ? "x" + trace.yaxis : drawing);
    } catch (error) { /* a mark without a shape, such as an empty year */ }
  });

  // What a control would show is on its way before the control is used.
  for (const over of ["pointerover", "focusin"]) document.addEventListener(over, (event) => {
    const turn = event.target.closest && event.target.closest("a[data-turn]");
    if (turn && document.getElementById("page").dataset.shown) get(new URL(turn.href).search, turn.dataset.part).catch(() => {});
  });

  addEventListener("popstate", () => go(location.search));
  for (const width of [narrow, middle]) width.addEventListener("change", () => go(query));
  dark.addEventListener("change", () => go(query));
  document.documentElement.dataset.theme = theme();
  get(location.search); // on its way before the page is put together

  // Dash puts its own, empty page in the place of the one that was sent: fill it before it is painted.
  const sent = {};
  for (const region of document.querySelectorAll("[data-region]")) sent[region.id] = region.innerHTML;
  const first = document.getElementById("page");
  new MutationObserver((_, observer) => {
    const now = document.getElementById("page");
    if (now && now !== first) { observer.disconnect(); fill(sent); }
  }).observe(document.getElementById("react-entry-point"), { childList: true, subtree: true });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    view: {
      ready: () => { go(location.search); return window.dash_clientside.no_update; },
      clicked: (...clicks) => {
        const asked = dash_clientside.callback_context.triggered[0];
        const chart = asked.prop_id.replace("-graph.clickData", "");
        const point = asked.value && asked.value.points[0];
        if (!point || !point.customdata) return dash_clientside.no_update;
        dash_clientside.set_props(chart + "-graph", { clickData: null }); // so that the same mark can be clicked again
        open(chart, String(point.customdata), document.getElementById(chart + "-marks").querySelector(`[data-mark="${CSS.escape(String(point.customdata))}"]`));
        return dash_clientside.no_update;
      },
    },
  });
})();
