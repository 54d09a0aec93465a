// Runs a copy of the site: views, figures and panels are script files, since a page opened from a disk may not fetch.
(function () {
  "use strict";
  const held = window.copyHeld, loaded = new Map(), views = new Map(), figures = new Map(), panels = new Map();
  let cards = [];
  const FIRST = "";
  const paragraph = (name) => `<p>${held.phrases[name]}</p>`;
  const sorted = (query) => { const all = new URLSearchParams(query); all.sort(); return String(all); };
  const known = new Map(Object.entries(held.views).map(([query, file]) => [sorted(query), { query, file }]));

  function load(file) {
    if (!loaded.has(file)) loaded.set(file, new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = file;
      script.onload = done;
      script.onerror = () => { loaded.delete(file); failed(new Error(file)); };
      document.head.append(script);
    }));
    return loaded.get(file);
  }

  function found(wanted) {
    const asked = new URLSearchParams(wanted);
    for (const name of ["theme", "size", "only"]) asked.delete(name);
    return known.get(sorted(asked));
  }

  async function view(url) {
    const wanted = new URLSearchParams(url), is = found(wanted), { query, file } = is || known.get(FIRST);
    const size = wanted.get("size"), theme = wanted.get("theme"), first = known.get(FIRST).file;
    await Promise.all([first, file, `${first}-${size}`, `${file}-${size}`].map((name) => load(`views/${name}.js`)));
    const said = views.get(query), drawn = { ...figures.get(FIRST + "/" + size), ...figures.get(query + "/" + size) };
    const text = Object.fromEntries(Object.entries(drawn).filter(([chart]) => document.getElementById(chart + "-graph")));
    return {
      query, theme,
      title: said.titles[wanted.get("only") || ""],
      regions: { ...views.get(FIRST).regions, ...said.regions, ...(is ? {} : { problems: paragraph("copy-not-held") }) },
      figures: theme === "dark" ? JSON.parse(JSON.stringify(text).replace(/#[0-9a-f]{6}/g, (colour) => held.dark[colour] || colour)) : JSON.parse(JSON.stringify(text)),
    };
  }

  // Panels exist for the first view only; they apply to other views that do not change the chart.
  async function mark(chart, id, wanted) {
    const is = found(wanted), size = wanted.get("size");
    if (is && is.query !== FIRST && chart in (figures.get(is.query + "/" + size) || {}))
      return paragraph("copy-first-view");
    await Promise.all([load(`marks/${chart}.js`), load("marks/cards.js")]);
    const html = panels.get(chart)[id];
    return html === undefined ? paragraph("copy-no-mark") : html.replace(/<i data-card="(\d+)"><\/i>/g, (_, n) => cards[+n]);
  }

  window.copy = {
    view, mark,
    regions: (query, said) => views.set(query, said),
    figures: (query, size, drawn) => figures.set(query + "/" + size, drawn),
    panels: (chart, found) => panels.set(chart, found),
    cards: (all) => { cards = all; },
  };
  addEventListener("DOMContentLoaded", () => window.view.go(location.search));
})();
