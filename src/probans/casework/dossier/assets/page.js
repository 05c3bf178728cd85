"use strict";
// Only conveniences: filter a list, jump to a record, open what a link leads into. The page is whole without them.
(function () {
  function openAround(element) {
    for (let at = element; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
  }

  function follow() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    openAround(target);
    target.scrollIntoView();
    // What was not drawn before may be of another height than was kept for it: look again once it is drawn.
    requestAnimationFrame(function () {
      requestAnimationFrame(function () { target.scrollIntoView(); });
    });
  }

  function filter(form) {
    const input = form.querySelector("input");
    const output = form.querySelector("output");
    const section = form.closest("section");
    let items = null;
    let waiting = 0;
    form.hidden = false;
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    input.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(run, 120);
    });

    function run() {
      if (!items) {
        items = Array.from(section.getElementsByClassName(form.dataset.target), function (element) {
          return { element: element, words: element.textContent.toLowerCase() };
        });
      }
      const sought = input.value.trim().toLowerCase();
      let found = 0;
      for (const item of items) {
        item.element.hidden = sought !== "" && !item.words.includes(sought);
        if (!item.element.hidden) found += 1;
      }
      const kind = "." + form.dataset.target;
      for (const group of section.querySelectorAll("details.group, details.fold")) {
        if (group.matches(kind)) continue;
        group.hidden = sought !== "" && !group.querySelector(kind + ":not([hidden])");
        if (sought !== "" && !group.hidden && found <= 200) group.open = true;
      }
      output.textContent = sought === "" ? "" : found + " of " + items.length;
    }
  }

  function jump(form) {
    const input = form.querySelector("input");
    const output = form.querySelector("output");
    let places = null;
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (!places) places = labels();
      const anchor = places.get(input.value.trim().toLowerCase().replace(/\s+/g, " "));
      output.textContent = anchor ? "" : "nothing by that name";
      if (!anchor) return;
      location.hash = anchor;
      follow();
    });
  }

  // Every link's words are a name for where it leads: claim 4, an exhibit's number, an incident's.
  function labels() {
    const found = new Map();
    for (const link of document.querySelectorAll("a.ref[href^='#']")) {
      const name = link.textContent.trim().toLowerCase();
      if (!found.has(name)) found.set(name, link.getAttribute("href").slice(1));
    }
    for (const row of document.querySelectorAll("tr[id], article[id]")) {
      const head = row.querySelector("th[scope=row], .number");
      const name = head ? head.textContent.trim().toLowerCase() : "";
      if (name) found.set(name, row.id);
    }
    return found;
  }

  document.querySelectorAll("form.finder").forEach(filter);
  document.querySelectorAll("form.jump").forEach(jump);
  window.addEventListener("hashchange", follow);
  document.addEventListener("click", function (event) {
    const link = event.target.closest && event.target.closest("a[href^='#']");
    if (link && link.getAttribute("href") === location.hash) follow();
  });
  let closed = [];
  window.addEventListener("beforeprint", function () {
    closed = Array.from(document.querySelectorAll("details:not([open])"));
    closed.forEach(function (element) { element.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (element) { element.open = false; });
  });
  if (matchMedia("(max-width: 40rem)").matches) document.querySelector(".contents details").open = false;
  follow();
})();
