// What several parts need: elements, colours of the sheet, and addresses.

/**
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The value of a colour of the sheet, in the light or dark that is shown now. @param {string} name */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Calls when light and dark change. @param {() => void} redraw */
export function onTheme(redraw) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}

/** An address with more in its query. @param {string} base @param {Record<string, string>} values */
export function withValues(base, values) {
  const url = new URL(base, location.href);
  for (const [name, value] of Object.entries(values)) url.searchParams.append(name, value);
  return url.pathname + url.search;
}

/** @param {number} n @param {string} noun */
export function counted(n, noun) {
  return `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
}
