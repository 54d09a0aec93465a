// Says what is under the pointer or the focus: what a mark of a chart stands for, what a word means. Escape closes it, the
// pointer may enter it.
(function () {
  "use strict";
  let tip = null, leaving = 0, owner = null;

  function show(html, box, of) {
    clearTimeout(leaving);
    if (!tip) {
      tip = Object.assign(document.createElement("div"), { id: "tip" });
      tip.setAttribute("role", "tooltip");
      tip.addEventListener("pointerenter", () => clearTimeout(leaving));
      tip.addEventListener("pointerleave", later);
    }
    (document.fullscreenElement || document.querySelector("dialog[open]") || document.body).append(tip);
    tip.innerHTML = html;
    if (owner && owner !== of && owner.removeAttribute) owner.removeAttribute("aria-describedby");
    owner = of;
    if (of.matches && of.matches(".term")) of.setAttribute("aria-describedby", "tip");
    const at = tip.offsetParent ? tip.offsetParent.getBoundingClientRect() : { left: -scrollX, top: -scrollY };
    const left = Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8));
    const above = box.top - tip.offsetHeight - 8, top = above > 4 ? above : box.bottom + 8;
    tip.style.left = left - at.left + "px";
    tip.style.top = top - at.top + "px";
  }

  function hide() {
    clearTimeout(leaving);
    if (owner && owner.removeAttribute) owner.removeAttribute("aria-describedby");
    if (tip) tip.remove();
    owner = null;
  }
  function later() {
    clearTimeout(leaving);
    leaving = setTimeout(() => { if (!tip || !tip.matches(":hover")) hide(); }, 250); // time for the pointer to get there
  }

  // A mark of a chart: what plotly would write beside it.
  function watch(plot) {
    plot.on("plotly_hover", ({ points: [point], event }) => {
      const text = point.hovertext || point.text;
      if (!text) return;
      const around = plot.getBoundingClientRect(), mark = point.bbox;
      const x = event && event.clientX ? event.clientX : around.left + (mark ? mark.x0 : 0);
      const y = event && event.clientY ? event.clientY : around.top + (mark ? mark.y0 : 0);
      show(text, { left: x + 12, top: y, bottom: y + 12 }, plot);
    });
    plot.on("plotly_unhover", later);
  }

  // The same for a mark that the keyboard has reached: beside where plotly would write it.
  function beside(plot, text) {
    const label = plot.querySelector(".hoverlayer .hovertext");
    if (text) show(text, (label || plot).getBoundingClientRect(), plot);
  }

  // A word of the glossary.
  const term = (event) => event.target.closest && event.target.closest("a.term");
  const open = (word) => {
    const more = Object.assign(document.createElement("a"), { href: word.href, textContent: phrases["page-glossary"] });
    show("", word.getBoundingClientRect(), word);
    tip.append(phrases["term-" + word.dataset.term] + " ", more);
    show(tip.innerHTML, word.getBoundingClientRect(), word);
  };
  for (const over of ["pointerover", "focusin"]) document.addEventListener(over, (event) => { if (term(event)) open(term(event)); });
  for (const out of ["pointerout", "focusout"]) document.addEventListener(out, (event) => { if (term(event)) later(); });
  document.addEventListener("click", (event) => {
    if (term(event)) { event.preventDefault(); open(term(event)); } else if (tip && !tip.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  window.tips = { watch, beside, later };
})();
