// Moves between views. The server computes all content; this script only requests it, inserts it and updates the URL.
(function () {
  "use strict";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const narrow = matchMedia("(max-width: 700px)"), middle = matchMedia("(max-width: 1000px)");
  const byId = (id) => document.getElementById(id);
  const KEPT = 40; // number of cached views, for the Back button
  const kept = new Map();
  const bare = (search) => { const wanted = new URLSearchParams(search); wanted.delete("theme"); return String(wanted); };
  const start = bare(location.search); // without the theme, which belongs to the reader and not to the view
  let query = "", asked = start; // query of the shown view, and of the last requested one
  let written = location.search; // query that this script last put into the URL
  let turns = 0, owed = false, whole = false, shown = false, soon = 0;

  const explicit = (name) => new URLSearchParams(location.search).get(name);
  const theme = () => explicit("theme") || (dark.matches ? "dark" : "light");
  const only = () => byId("page").dataset.only;

  // The server computes views; a copy of the site (dashboard/web/static_copy/copy.js) contains its own.
  const here = window.copy || { view: (wanted) => fetch("/view.json?" + wanted).then((r) => (r.ok ? r.json() : Promise.reject(r.status))) };

  function drawn(search) {
    const wanted = new URLSearchParams(search);
    if (!wanted.has("theme")) wanted.set("theme", theme());
    if (!wanted.has("size")) wanted.set("size", narrow.matches ? "phone" : middle.matches ? "tablet" : "wide");
    return wanted;
  }

  function address(search, part) {
    const wanted = drawn(search);
    if (only() || part) wanted.set("only", only() || part);
    return String(wanted);
  }

  function get(search, part) {
    const url = address(search, part);
    if (!kept.has(url)) {
      kept.set(url, here.view(url));
      kept.get(url).catch(() => kept.delete(url));
      if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    }
    return kept.get(url);
  }

  // Shows the view of a query: the whole page, or the one chart that the query changes. `step` adds a step for the Back
  // button; `sent` is true for the view whose text the page already contains.
  async function go(search, step, part, sent) {
    const turn = ++turns;
    clearTimeout(soon);
    asked = bare(search);
    whole = whole || !part; // the request that this one overtakes may change more of the page
    const late = () => turn !== turns;
    owed = owed || Boolean(step); // the request that this one overtakes may have been a step
    for (const view of whole && shown ? await Promise.all(inSight(asked)).catch(() => []) : []) {
      if (late()) return;
      show(view, owed);
    }
    const view = await get(asked, whole ? undefined : part).catch(() => null);
    if (late()) return; // a later request overtook this one
    if (!view) {
      byId("problems").textContent = phrases["page-no-answer"];
      return filled.delete("problems");
    }
    const all = whole;
    whole = false;
    show(view, owed, sent);
    if (all || only()) document.title = view.title;
    byId("page").dataset.shown = address(query);
    shown = true;
  }

  // Charts in sight are requested and shown before the whole page: they are smaller and arrive sooner, and quick changes
  // then request only what is visible.
  const inSight = (search) => (only() || window.copy || kept.has(address(search)) ? [] : graphs.seen().map((chart) => get(search, chart)));

  function show(view, step, sent) {
    owed = false;
    query = asked = view.query;
    fill(view.regions, view.query, sent && view.version === byId("page").dataset.version);
    graphs.show(view.figures);
    later();
    document.documentElement.dataset.theme = view.theme;
    const button = byId("theme");
    if (button) button.textContent = phrases[view.theme === "dark" ? "theme-light" : "theme-dark"];
    const bar = new URLSearchParams(query);
    if (explicit("theme")) bar.set("theme", explicit("theme"));
    const to = location.pathname + (String(bar) ? "?" + bar : "") + location.hash;
    if (step && to !== location.pathname + location.search + location.hash) history.pushState(null, "", to); else history.replaceState(null, "", to);
    written = location.search;
  }

  // A link leads from the view for which its region was drawn to another view. Its difference is applied to the view
  // requested last, so that no change is lost when two are quick, or when a region was left as it was.
  function changed(search, from) {
    const region = from && from.closest("[data-region]");
    const before = new URLSearchParams(region && region.dataset.query || ""), after = new URLSearchParams(search);
    const wanted = new URLSearchParams(asked);
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      if (before.get(name) === after.get(name)) continue;
      if (after.has(name)) wanted.set(name, after.get(name)); else wanted.delete(name);
    }
    return String(wanted);
  }
  const target = (link) => (link.dataset.turn === "whole" ? new URL(link.href).search : changed(new URL(link.href).search, link));

  // Keeps content that the page already contains, unless it depends on the page's width.
  const stays = (region) => region.hasChildNodes() && (region.dataset.region !== "sized" || byId("page").dataset.drawn === drawn(start).get("size"));
  const filled = new Map(), waiting = new Set(); // region → its HTML; regions that are closed
  document.addEventListener("toggle", (event) => {
    for (const region of event.target.open ? event.target.querySelectorAll("[data-region]") : [])
      if (waiting.delete(region.id)) region.innerHTML = filled.get(region.id);
  }, true);

  // Fills closed parts too, one by one when the page is idle, for readers who search in the page.
  let idle = 0;
  function later() {
    if (!window.requestIdleCallback) return;
    cancelIdleCallback(idle);
    idle = requestIdleCallback(() => {
      const [id] = waiting, sent = document.querySelector("[data-region] > noscript");
      if (waiting.delete(id)) byId(id).innerHTML = filled.get(id);
      else if (sent) sent.outerHTML = sent.textContent;
      if (waiting.size || sent) later();
    });
  }

  function fill(regions, of, sent) {
    for (const [id, html] of Object.entries(regions)) {
      const region = byId(id);
      if (!region) continue;
      if (of !== undefined) region.dataset.query = of;
      if (filled.get(id) === html) continue;
      filled.set(id, html);
      if (sent && stays(region)) continue;
      if (region.closest("details:not([open]) > :not(summary)")) { waiting.add(id); continue; } // filled when it is opened
      if (keptWhileUsed(region, html)) continue;
      const at = region.contains(document.activeElement) && place(region, document.activeElement);
      region.innerHTML = html;
      if (at) find(region, at)?.focus();
    }
  }

  // Describe the focused element, so that focus can return to it after its region was replaced.
  const named = (element) => element.id || element.dataset.mark || element.textContent.replace(/[\d\s]+/g, " ").trim();
  const alike = (region, tag) => [...region.querySelectorAll(tag)];
  const place = (region, element) => ({ tag: element.tagName, name: named(element), nth: alike(region, element.tagName).indexOf(element) });
  function find(region, { tag, name, nth }) {
    const all = alike(region, tag);
    return all.find((e) => named(e) === name && e.offsetParent) || (all[nth] && all[nth].offsetParent ? all[nth] : null)
      || region.querySelector("[tabindex='0'], summary, a, button");
  }

  // Keeps a field in use, and replaces only the elements around it.
  function keptWhileUsed(region, html) {
    const used = region.querySelector(":scope > [data-keep]:focus-within");
    if (!used || document.activeElement.matches("a, button")) return false;
    const fresh = document.createElement("div");
    fresh.innerHTML = html;
    const same = [...fresh.children].find((child) => child.matches("[data-keep]") && child.className === used.className);
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

  function setTheme(name) {
    const bar = new URLSearchParams(location.search);
    if (name === (dark.matches ? "dark" : "light")) bar.delete("theme"); else bar.set("theme", name);
    history.replaceState(null, "", location.pathname + (String(bar) ? "?" + bar : "") + location.hash);
    go(asked);
  }

  document.addEventListener("click", (event) => {
    const turn = event.target.closest("a[data-turn]");
    if (turn && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      const menu = turn.closest("details.menu"), panel = turn.closest("#panel");
      if (menu && !menu.matches(".stays")) { menu.open = false; menu.querySelector("summary").focus(); }
      if (panel) panel.close();
      go(target(turn), true, turn.dataset.part);
    } else if (event.target.closest("a[data-carry]")) {
      event.target.closest("a[data-carry]").search = query; // another page of the same view
    } else if (event.target.id === "theme") {
      setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
    }
    for (const menu of document.querySelectorAll("details.menu[open]"))
      if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-turn]")) return;
    event.preventDefault();
    const menu = form.closest("details.menu");
    if (menu) menu.open = false;
    const wanted = new URLSearchParams(asked);
    for (const field of form.querySelectorAll("input:not([type=hidden])")) wanted.set(field.name, field.value);
    go(wanted, true, form.dataset.part);
  });

  // The search field and the sliders take effect while they are used.
  document.addEventListener("input", (event) => {
    const field = event.target, known = field.closest(".known");
    const change = field.matches("input[type=search]") ? ["q", field.value] : known && field.type === "range" ? ["known_on", slid(known, field)]
      : field.closest(".share") ? ["local", shared(field)] : null;
    if (!change) return;
    clearTimeout(soon);
    soon = setTimeout(() => {
      const wanted = new URLSearchParams(asked);
      wanted.set(...change);
      go(wanted, using !== field, field.form && field.form.dataset.part);
      using = field;
    }, field.type === "range" ? 60 : 90);
  });
  // What is dragged or typed without a break is one step for the Back button.
  let using = null;
  for (const end of ["change", "focusout"]) document.addEventListener(end, (event) => { if (event.target === using) setTimeout(() => { using = null; }, 200); });

  function shared(field) {
    const words = new Intl.NumberFormat(phrases.locale, { style: "percent" }).format(field.value / 100);
    field.closest(".share").querySelector(".share-words").textContent = words;
    field.setAttribute("aria-valuetext", words);
    return field.value;
  }

  function slid(known, field) {
    const days = known.dataset.days.split(" "), day = days[+field.value], last = day === days[days.length - 1];
    const words = last ? phrases["page-today"] : new Date(day + "T00:00Z").toLocaleDateString(phrases.locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
    known.querySelector(".known-words").textContent = words;
    known.querySelector("input[type=date]").value = last ? "" : day;
    field.setAttribute("aria-valuetext", words);
    return day;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false; menu.querySelector("summary").focus();
    }
  });

  // Requests the view of a control as soon as the pointer or focus reaches it.
  for (const over of ["pointerover", "focusin"]) document.addEventListener(over, (event) => {
    const turn = event.target.closest && event.target.closest("a[data-turn]");
    if (!turn || whole || !shown) return;
    const part = turn.dataset.part, ahead = part || only() ? [get(target(turn), part)] : inSight(target(turn));
    Promise.all(ahead).catch(() => {});
  });

  addEventListener("popstate", () => { if (location.search !== written) go(location.search); }); // links within the page do not change the view
  for (const width of [narrow, middle]) width.addEventListener("change", () => go(asked));
  dark.addEventListener("change", () => go(asked));

  window.view = { go, changed, query: () => query, drawn: () => drawn(query) };
  if (!window.copy) begin();

  // Loads the opening chart first, then the rest of the view, then Dash, so that nothing visible waits for the invisible.
  async function begin() {
    byId("fonts").media = "all";
    later();
    const wanted = new URLSearchParams(start);
    for (const field of document.querySelectorAll("input[type=search]")) { // text typed before this script ran
      if (field.value === field.defaultValue) continue;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      wanted.set("q", field.value); // for a processor so slow that the view below comes before the event takes effect
    }
    const first = await get(start, document.querySelector(".chart").id).catch(() => null);
    if (first && !turns) show(first, false, true);
    await graphs.loaded;
    if (!turns) go(wanted, false, undefined, bare(wanted) === start);
    if (!await graphs.run(byId("_dash-renderer").dataset.src)) graphs.alone();
  }
})();
