// Suggestions below the search box and below fields for actors and places (the combobox pattern of WAI-ARIA).

import { element } from "./page.js";

const WAIT_MS = 120;
const GROUPS = [["actors", "actor"], ["places", "place"], ["types", "type"]];

/** @typedef {{label: string, detail: string, choose: () => void}} Choice */

export function start() {
  const box = document.querySelector("#search");
  if (box) combobox(box, (found, q) => everything(found, q));
  for (const field of document.querySelectorAll("[data-suggest]")) {
    const kind = field.dataset.suggest;
    combobox(field, (found) => found[`${kind}s`].items.map((item) => ({
      label: item.name, detail: item.detail, choose: () => { field.value = item.name; },
    })));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      box?.focus();
    }
  });
}

/** What the search box offers: things lead to their pages, words to the events that have them. */
function everything(found, q) {
  const to = { actors: "/actors/", places: "/places/", types: "/events?type=" };
  const things = GROUPS.flatMap(([group, kind]) => found[group].items.map((item) => ({
    label: item.name,
    detail: item.detail ? `${kind}, ${item.detail}` : kind,
    choose: () => { location.href = to[group] + encodeURIComponent(item.id); },
  })));
  const words = found.events.total ? [{
    label: `“${q}” in sentences`,
    detail: `${found.events.total.toLocaleString("en")} events`,
    choose: () => { location.href = `/events?q=${encodeURIComponent(q)}`; },
  }] : [];
  return [...things, ...words];
}

/**
 * @param {HTMLInputElement} field
 * @param {(found: any, q: string) => Choice[]} choicesOf
 */
function combobox(field, choicesOf) {
  const list = element("ul", { role: "listbox", id: `${field.id || field.name}-suggestions`, "aria-label": "Suggestions" });
  list.className = "suggestions";
  list.hidden = true;
  field.parentElement.classList.add("suggests");
  field.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    field.setAttribute(name, value);
  }
  /** @type {Choice[]} */
  let choices = [];
  let at = -1;
  let timer = 0;
  let request = new AbortController();

  function close() {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function move(to) {
    at = (to + choices.length) % choices.length;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function show() {
    list.replaceChildren(...choices.map((choice, index) => {
      const option = element("li", { role: "option", id: `${list.id}-${index}`, "aria-selected": "false" },
        choice.label, element("span", {}, choice.detail));
      option.addEventListener("mousedown", (event) => {
        event.preventDefault();
        choice.choose();
        close();
      });
      return option;
    }));
    at = -1;
    list.hidden = choices.length === 0;
    field.setAttribute("aria-expanded", String(choices.length > 0));
    field.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const q = field.value.trim();
    request.abort();
    if (q.length < 2) return close();
    request = new AbortController();
    try {
      const reply = await fetch(`/search?format=json&q=${encodeURIComponent(q)}`, { signal: request.signal });
      if (!reply.ok || document.activeElement !== field) return close();
      choices = choicesOf(await reply.json(), q);
      show();
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); move(at + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); move(at < 0 ? choices.length - 1 : at - 1); }
    if (event.key === "Enter" && at >= 0) { event.preventDefault(); choices[at].choose(); close(); }
  });
}
