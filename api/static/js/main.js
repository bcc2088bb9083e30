// Adds scripts to pages that work without them: each part is loaded where the page has something for it.

const PARTS = [
  ["suggest", "body"],
  ["network", "[data-chart='network']"],
  ["charts", "[data-chart='timeline'], [data-chart='map']"],
  ["reading", ".reading"],
  ["query", "#query-form"],
  ["job", "#job"],
];

async function start() {
  const wanted = PARTS.filter(([, where]) => document.querySelector(where));
  await Promise.all(wanted.map(async ([name]) => (await import(`./${name}.js`)).start()));
  // a number that is not given is left out of the address: the service takes an empty one for a mistake
  for (const form of document.querySelectorAll("form.filters")) {
    form.addEventListener("submit", () => {
      for (const field of form.querySelectorAll("input, select")) field.disabled = field.value.trim() === "";
    });
  }
  document.documentElement.dataset.ready = "true";
}

// the scripts of others are deferred: they have run once the document is there as a whole
if (document.readyState === "complete") start();
else document.addEventListener("DOMContentLoaded", start);
