// Stands in the page itself: loads our script once what was sent is painted. Even asking for it sooner would hold up the paint.
((here) => {
  // What is closed was sent as text (see pages/home/page.py): a part is made when it is opened, all of them where our script does not run.
  const make = (part) => { for (const text of part.querySelectorAll("noscript")) text.outerHTML = text.textContent; };
  document.addEventListener("toggle", (event) => make(event.target), true);
  const unscripted = () => { if (!window.view) { document.getElementById("fonts").media = "all"; make(document); } };
  const load = () => document.body.append(Object.assign(document.createElement("script"), { src: here.dataset.page, onload: unscripted, onerror: unscripted }));
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(load)));
})(document.currentScript);
