// What a reader does with a chart as a whole: its table in its place, full screen, folded away on a phone; and where one is.
(function () {
  "use strict";
  const narrow = matchMedia("(max-width: 700px)");
  const sections = [...document.querySelectorAll("section.chart")];
  const body = (section) => section.querySelector(":scope > .body");
  document.documentElement.classList.add("scripted");
  if (!document.fullscreenEnabled) for (const button of document.querySelectorAll("[data-do=full]")) button.remove();

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".actions button[data-do]"), section = event.target.closest("section.chart");
    if (button && button.dataset.do === "full") document.fullscreenElement ? document.exitFullscreen() : section.requestFullscreen();
    if (button && button.dataset.do === "table") {
      const table = section.querySelector("details.table");
      table.open = !table.open;
      section.classList.toggle("as-table", table.open);
      button.setAttribute("aria-pressed", table.open);
    }
    if (event.target.closest("button.fold")) fold(section, !body(section).hidden);
    const link = event.target.closest("a[data-chart-link]");
    if (link) { const menu = link.closest("details"); if (menu) menu.open = false; reveal(link.hash); }
  });

  // A chart fills the screen by being enlarged, so that its type grows with it.
  document.addEventListener("fullscreenchange", () => {
    for (const section of sections) {
      const figure = section.querySelector("figure"), on = document.fullscreenElement === section;
      figure.style.zoom = "";
      if (!on) continue;
      const room = [(innerWidth - 72) / figure.offsetWidth, (innerHeight - 24 - figure.getBoundingClientRect().top) / figure.offsetHeight];
      figure.style.zoom = Math.max(1, Math.min(...room));
    }
  });

  // On a phone all charts but the first are folded to their findings. What is folded can still be found by a search in the page.
  function fold(section, away) {
    const button = section.querySelector("button.fold");
    section.classList.toggle("folded-away", away);
    if (away) body(section).setAttribute("hidden", "until-found"); else body(section).removeAttribute("hidden");
    button.setAttribute("aria-expanded", !away);
    button.textContent = phrases[away ? "page-show-chart" : "page-hide-chart"];
  }
  function reveal(hash) {
    const section = sections.find((s) => "#" + s.id === hash);
    if (section && body(section).hidden) fold(section, false);
  }
  function foldAll() {
    for (const section of sections.slice(1)) fold(section, narrow.matches);
    reveal(location.hash);
  }
  if (sections.length > 1) {
    for (const section of sections.slice(1)) {
      section.querySelector(".head").append(Object.assign(document.createElement("button"), { className: "fold plain", type: "button" }));
      body(section).addEventListener("beforematch", () => fold(section, false));
    }
    foldAll();
    narrow.addEventListener("change", foldAll);
    addEventListener("hashchange", () => reveal(location.hash));
    addEventListener("beforeprint", () => sections.slice(1).forEach((s) => fold(s, false)));
  }

  // The menu of charts says which one is on the screen.
  const where = document.getElementById("where");
  const passing = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      where.textContent = entry.target === sections[0] ? phrases["page-charts"] : entry.target.dataset.name;
      for (const link of document.querySelectorAll("a[data-chart-link]"))
        if (link.dataset.chartLink === entry.target.id) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-35% 0px -60%" });
  if (where) sections.forEach((section) => passing.observe(section));
})();
