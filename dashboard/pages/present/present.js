// One slide at a time, on the stage that suits the screen. All figures are in the page.
(function () {
  "use strict";
  const text = document.getElementById("slides").textContent;
  const light = JSON.parse(text), dark = JSON.parse(text.replace(/#[0-9a-f]{6}/g, (colour) => light.dark[colour] || colour));
  const root = document.documentElement, stage = document.getElementById("stage"), bar = document.getElementById("bar");
  const all = [...document.querySelectorAll(".slide")], byId = (id) => document.getElementById(id);
  const night = matchMedia("(prefers-color-scheme: dark)");
  let at = Math.max(0, all.findIndex((slide) => "#" + slide.id === location.hash)), chosen = light.theme, drawn = "";

  const theme = () => chosen || (night.matches ? "dark" : "light");
  const data = () => (theme() === "dark" ? dark : light);

  function stageOf(width, height) {
    if (width / height < 1.1) return "phone";
    if (width / height < 1.5) return "classic";
    return height < 520 ? "short" : "wide";
  }

  // Enlarges the stage until it fills the screen, and sets the slide and, ahead of need, the next one.
  function show() {
    const name = stageOf(innerWidth, innerHeight), set = data().stages[name];
    const scale = Math.min(innerWidth / set.width, set.scrolled ? Math.max(1, innerHeight / set.height) : innerHeight / set.height);
    root.dataset.theme = theme();
    root.classList.toggle("scrolled", set.scrolled);
    stage.dataset.stage = name;
    const placed = set.scrolled ? `translateX(-50%) scale(${scale})` : `scale(${scale}) translate(-50%, -50%)`;
    Object.assign(stage.style, { width: set.width + "px", height: set.scrolled ? "auto" : set.height + "px", transform: placed });
    for (const [key, value] of Object.entries(set.type)) stage.style.setProperty("--" + key, value + "px");
    if (drawn !== name + theme()) for (const slide of all) delete slide.dataset.drawn;
    drawn = name + theme();
    all.forEach((slide, n) => slide.classList.toggle("now", n === at));
    document.title = light.phrases["slides-title"].replace("{title}", () => all[at].querySelector(".title").textContent);
    draw(all[at]);
    const next = all[at + 1];
    if (next) setTimeout(() => draw(next), 60);
    if (byId("theme")) byId("theme").textContent = light.phrases[theme() === "dark" ? "theme-light" : "theme-dark"];
    byId("previous").disabled = at === 0;
    byId("next").disabled = at === all.length - 1;
  }

  function draw(slide) {
    if (slide.dataset.drawn === drawn) return;
    slide.dataset.drawn = drawn;
    const set = data().stages[stage.dataset.stage].slides[slide.id], plot = slide.querySelector(".plot");
    slide.querySelector(".title").style.fontSize = set.title + "px";
    slide.querySelectorAll(".said > span").forEach((span, n) => span.classList.toggle("sr", n >= set.sentences));
    slide.querySelector(".head").style.height = set.top + "px";
    plot.style.height = set.room + "px";
    Plotly.react(plot, set.figure.data, Object.assign({ autosize: false }, set.figure.layout), { displayModeBar: false, responsive: false });
  }

  function go(to) {
    to = Math.min(all.length - 1, Math.max(0, to));
    if (to === at) return;
    at = to;
    show();
    all[at].focus({ preventScroll: true });
    scrollTo(0, 0);
    history.replaceState(null, "", "#" + all[at].id);
  }

  function full() {
    if (document.fullscreenElement) document.exitFullscreen(); else if (root.requestFullscreen) root.requestFullscreen();
  }

  // Whether an arrow up or down has more of a slide to show that is higher than its screen.
  function scrolls(key) {
    const more = root.scrollHeight - innerHeight - scrollY;
    return root.classList.contains("scrolled") && ((key === "ArrowDown" && more > 1) || (key === "ArrowUp" && scrollY > 0));
  }

  const keys = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || scrolls(event.key)) return;
    const pressed = event.target.closest && event.target.closest("button, a");
    if (keys[event.key]) go(at + keys[event.key]);
    else if (event.key === " " && !pressed) go(at + (event.shiftKey ? -1 : 1));
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(all.length - 1);
    else if (event.key.toLowerCase() === "f") full();
    else if (event.key === "Escape" && !document.fullscreenElement && light.leave) location.href = light.leave;
    else return;
    event.preventDefault();
  });

  let touch = null;
  addEventListener("touchstart", (event) => { touch = event.touches.length === 1 ? event.touches[0] : null; wake(); }, { passive: true });
  addEventListener("touchend", (event) => {
    if (!touch) return;
    const end = event.changedTouches[0], across = end.clientX - touch.clientX, along = end.clientY - touch.clientY;
    if (Math.abs(across) > 40 && Math.abs(across) > 1.5 * Math.abs(along)) go(at + (across < 0 ? 1 : -1));
    touch = null;
  });

  let asleep = 0;
  function wake() {
    root.classList.add("awake");
    clearTimeout(asleep);
    asleep = setTimeout(() => root.classList.remove("awake"), 3000);
  }
  addEventListener("pointermove", wake);
  bar.addEventListener("click", (event) => {
    const act = { previous: () => go(at - 1), next: () => go(at + 1), full, theme: () => { chosen = theme() === "dark" ? "light" : "dark"; show(); } }[event.target.id];
    if (act) act();
  });
  addEventListener("resize", show);
  addEventListener("hashchange", () => { const to = all.findIndex((slide) => "#" + slide.id === location.hash); if (to >= 0) go(to); });
  night.addEventListener("change", show);
  root.classList.add("running");
  wake();
  document.fonts.ready.then(show);
})();
