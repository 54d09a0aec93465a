// Runs the export dialog of all charts: format, size and theme, preview, download, copies and citation of the shown view.
(function () {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const HIGH = [1000, 900]; // px of an embedded page on a phone and in a column, until the server reports the height of this one
  let chart = "", opener = null, previews = 0, heights = HIGH;

  byId("export-own").hidden = !/^(127\.|localhost$|\[::1\])/.test(location.hostname);

  const picked = (name) => byId("export-form").elements[name];
  const format = () => [...picked("format")].find((input) => input.checked);

  // Which of size and theme affect a format: both affect pictures, the theme also slides and pages.
  const acts = (one) => ({ size: one.dataset.browser === "true", theme: one.dataset.themed === "true" });
  const PICTURE = { size: true, theme: true }, PAGE = { size: false, theme: true };

  // Returns the URL query of the view as a file: its canonical query, with size and theme where they have an effect.
  function query(on) {
    const wanted = new URLSearchParams(view.query());
    for (const name of ["size", "theme"]) {
      const chosen = picked(name), value = chosen.value;
      if (on[name] && value !== chosen[0].value) wanted.set(name, value);
    }
    return String(wanted) ? "?" + wanted : "";
  }
  const file = (ending, on) => `/charts/${chart}.${ending}${query(on)}`;

  function choose() {
    const one = format(), on = acts(one);
    byId("export-file").href = file(one.value, on);
    byId("export-deck").href = "/deck.pptx" + query(PAGE);
    for (const name of ["size", "theme"]) for (const input of picked(name)) input.disabled = !on[name];
    byId("export-status").textContent = "";
    byId("export-preview").hidden = !on.size;
    if (on.size) return preview(file("svg", on));
    previews += 1; // discards a preview that is still loading
    byId("export-note").textContent = one.dataset.note;
  }

  async function preview(address) {
    const number = ++previews, image = byId("export-preview");
    const answer = await fetch(address).catch(() => ({ ok: false, status: 0 }));
    if (number !== previews) return;
    if (answer.ok) {
      URL.revokeObjectURL(image.src);
      image.src = URL.createObjectURL(new Blob([await answer.text()], { type: "image/svg+xml" }));
      byId("export-note").textContent = "";
    } else {
      image.removeAttribute("src");
      byId("export-note").textContent = answer.status === 503
        ? phrases["export-no-browser"] : phrases["export-no-preview"];
    }
    byId("export-form").dataset.own = String(answer.status === 503);
  }

  // Where the server cannot draw, exports the chart as on the page, with its title above and its source beneath.
  async function own(type) {
    graphs.now(chart);
    const plot = document.querySelector(`#${chart}-graph .js-plotly-plot`), layout = JSON.parse(JSON.stringify(plot.layout));
    const words = (id) => (byId(id) || { textContent: "" }).textContent;
    const title = words(chart === "direction" && byId("headline") ? "headline" : `${chart}-title`);
    const wide = plot.clientWidth, lines = (text, at) => (text.match(new RegExp(`.{1,${at}}(\\s|$)`, "g")) || []).map((l) => l.trim());
    const head = lines(title, Math.floor(wide / 13)), foot = lines(words(`${chart}-source`), Math.floor(wide / 7.2));
    layout.margin = Object.assign({}, layout.margin, { t: layout.margin.t + 20 + 30 * head.length, b: layout.margin.b + 16 + 19 * foot.length });
    layout.annotations = [...(layout.annotations || []),
      { text: `<b>${head.join("<br>")}</b>`, xref: "paper", yref: "paper", x: 0, y: 1, yshift: layout.margin.t - 8, xanchor: "left", yanchor: "top", align: "left", showarrow: false, font: { size: 24 } },
      { text: foot.join("<br>"), xref: "paper", yref: "paper", x: 0, y: 0, yshift: -layout.margin.b + 4, xanchor: "left", yanchor: "bottom", align: "left", showarrow: false, font: { size: 14 } }];
    layout.paper_bgcolor = getComputedStyle(document.documentElement).backgroundColor;
    const height = plot._fullLayout.height + 36 + 30 * head.length + 19 * foot.length;
    return Plotly.toImage({ data: plot.data, layout: Object.assign(layout, { height }) }, { format: type, width: wide, height, scale: type === "png" ? 2 : 1 });
  }

  const slug = (text) => text.replace(/[^A-Za-z0-9]+/g, "-").replace(/-$/, "");
  const say = (text) => { byId("export-status").textContent = text; };
  const copy = (text, what) => navigator.clipboard.writeText(text).then(() => say(phrases["export-copied-" + what]), () => say(phrases["export-not-copied"]));

  async function copyPicture() {
    say(phrases["export-drawing"]);
    const drawing = byId("export-form").dataset.own === "true"
      ? own("png").then((url) => fetch(url)).then((r) => r.blob())
      : fetch(file("png", PICTURE)).then((r) => (r.ok ? r.blob() : Promise.reject(new Error(r.status))));
    try {
      await navigator.clipboard.write([new ClipboardItem({ "image/png": drawing })]);
      say(phrases["export-copied-picture"]);
    } catch (error) {
      say(phrases["export-not-copied-picture"]);
    }
  }

  const actions = {
    close: () => byId("export").close(),
    picture: copyPicture,
    link: () => copy(`${location.origin}/charts/${chart}${view.query() ? "?" + view.query() : ""}`, "link"),
    embed: () => {
      const title = byId("export-chart").textContent.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
      const [phone, column] = heights, slope = (phone - column) / 330; // between window widths of 390 and 720 px
      const high = phone > column ? `clamp(${column}px,calc(${Math.ceil(phone + 390 * slope)}px - ${(100 * slope).toFixed(1)}vw),${phone}px)` : `${column}px`;
      copy(`<iframe src="${location.origin}${file("html", PAGE)}" title="${title}" width="100%" height="${column}" style="border:0;height:${high}" loading="lazy"></iframe>`, "embed");
    },
    apa: () => copy(byId("export-apa").value, "apa"),
    bibtex: () => copy(byId("export-bibtex").value, "bibtex"),
  };

  async function open(link) {
    chart = link.dataset.export;
    opener = link;
    const words = byId(chart + "-title");
    byId("export-chart").textContent = words ? words.textContent : "";
    for (const input of picked("theme")) input.checked = input.value === document.documentElement.dataset.theme;
    byId("export").showModal();
    byId("export").scrollTop = 0;
    choose();
    for (const name of ["apa", "bibtex"]) byId("export-" + name).value = "";
    const answer = await fetch(`/charts/${chart}/cite?${view.query()}`).catch(() => ({ ok: false }));
    const cite = answer.ok ? await answer.json() : { apa: phrases["export-no-answer"], bibtex: "", heights: HIGH };
    heights = cite.heights;
    for (const name of ["apa", "bibtex"]) byId("export-" + name).value = cite[name];
  }

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-export]");
    if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      return open(link);
    }
    const wanted = event.target.closest("#export [data-do]");
    if (wanted) return actions[wanted.dataset.do]();
    if (event.target.id === "export") return byId("export").close();
    if (event.target.id === "export-file" && byId("export-form").dataset.own === "true" && format().dataset.browser === "true") {
      event.preventDefault();
      const type = format().value;
      if (type === "pdf") return say(phrases["export-no-pdf"]);
      const drawn = await own(type).catch(() => say(phrases["export-not-drawn"]));
      if (drawn) Object.assign(document.createElement("a"), { href: drawn, download: `${slug(`${chart}-${view.query()}`)}.${type}` }).click();
    }
  });
  document.addEventListener("change", (event) => { if (event.target.closest("#export-form")) choose(); });
  document.addEventListener("focusin", (event) => { if (event.target.matches("#export textarea")) event.target.select(); });
  document.addEventListener("close", (event) => { if (event.target.id === "export" && opener) opener.focus(); }, true);
})();
