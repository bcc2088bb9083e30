// The text of an article: pointing at what was done shows its roles, and a wrong event is copied as a case.

const LABELS = {
  agent: "who", patient: "to whom", recipient: "for whom", instrument: "by what means", participant: "with",
  attributed_to: "according to", where: "where", when: "when",
};

export function start() {
  const root = document.querySelector(".reading");
  /** @type {Map<string, {piece: Element, kind: string, isEnd: boolean}[]>} */
  const byEvent = new Map();
  for (const piece of root.querySelectorAll("[data-of]")) {
    for (const part of piece.dataset.of.trim().split(/\s+/)) {
      const [event, kind] = part.replace("!", "").split(":");
      if (!byEvent.has(event)) byEvent.set(event, []);
      byEvent.get(event).push({ piece, kind, isEnd: part.endsWith("!") });
    }
  }

  function clear() {
    for (const piece of root.querySelectorAll(".m")) {
      piece.removeAttribute("data-label");
      piece.classList.remove("is-role", "is-on", ...Object.keys(LABELS).map((kind) => `is-${kind}`));
    }
    for (const card of root.querySelectorAll(".card.is-on")) card.classList.remove("is-on");
  }

  /** @param {string} event */
  function show(event) {
    clear();
    for (const { piece, kind, isEnd } of byEvent.get(event) ?? []) {
      if (kind === "trigger") {
        piece.classList.add("is-on");
      } else {
        piece.classList.add("is-role", `is-${kind}`);
        if (isEnd) piece.setAttribute("data-label", LABELS[kind]);
      }
    }
    root.querySelector(`#${CSS.escape(event)}`)?.classList.add("is-on");
  }

  /** @param {Element} target */
  function eventOf(target) {
    const card = target.closest(".card");
    if (card) return card.dataset.event;
    const trigger = target.closest(".m-trigger");
    return trigger?.dataset.of.trim().split(/\s+/).find((part) => part.includes(":trigger"))?.split(":")[0];
  }

  for (const happening of ["mouseover", "focusin"]) {
    root.addEventListener(happening, (event) => {
      const found = eventOf(event.target);
      if (found) show(found);
    });
  }
  root.addEventListener("mouseleave", clear);

  for (const button of root.querySelectorAll(".copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = "Copied";
  } catch {
    // no clipboard here (an address that is not secure): the case is shown and selected, to be copied by hand
    source.closest("details").open = true;
    getSelection().selectAllChildren(source);
    button.textContent = "Selected: copy it";
  }
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { button.textContent = said; }, 2500);
}
