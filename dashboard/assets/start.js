// Stands in the page itself: loads our script once what was sent is painted. Even asking for it sooner would hold up the paint.
((here) => {
  const load = () => document.body.append(Object.assign(document.createElement("script"), { src: here.dataset.page, onerror: bare }));
  const bare = () => { for (const part of document.querySelectorAll("noscript")) part.outerHTML = part.textContent; }; // then the page is one without scripts
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(load)));
})(document.currentScript);
