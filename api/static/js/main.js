// Adds scripts to pages that work without them: each part is loaded where the page has something for it.

/** @param {string} name @param {(part: any) => void} start */
function load(name, start) {
  import(`./${name}.js`).then(start).catch((error) => console.error(`${name}: ${error.message}`));
}

function start() {
  load("suggest", (part) => part.start());
  if (document.querySelector("[data-chart='network']")) load("network", (part) => part.start());
  if (document.querySelector("[data-chart='timeline'], [data-chart='map']")) load("charts", (part) => part.start());
  if (document.querySelector(".reading")) load("reading", (part) => part.start());
  if (document.querySelector("#query-form")) load("query", (part) => part.start());
  if (document.querySelector("#job")) load("job", (part) => part.start());
}

// the scripts of others are deferred: they have run once the document is there as a whole
if (document.readyState === "complete") start();
else document.addEventListener("DOMContentLoaded", start);

// a number that is not given is left out of the address: the service takes an empty one for a mistake
for (const form of document.querySelectorAll("form.filters")) {
  form.addEventListener("submit", () => {
    for (const field of form.querySelectorAll("input, select")) field.disabled = field.value.trim() === "";
  });
}
