// Timelines and maps, from the data that stands in the page; a click leads to the events of a bar or place.

import { counted, element, withValues } from "./page.js";

const DAY_MS = 86_400_000;
const MIN_PX = 150;

export function start() {
  const figures = [...document.querySelectorAll("[data-chart='timeline'], [data-chart='map']")];
  const world = figures.some((figure) => figure.dataset.chart === "map") ? outlines(figures.find((figure) => figure.dataset.world).dataset.world) : null;
  for (const figure of figures) {
    const data = JSON.parse(document.getElementById(figure.dataset.of).textContent);
    const plot = element("div", { class: "plot" });
    figure.insertBefore(plot, figure.querySelector("details"));
    let width = 0;
    // it is called at once, and again when the window changes
    new ResizeObserver(async () => {
      if (Math.abs(plot.clientWidth - width) < 8 || plot.clientWidth < MIN_PX) return;
      width = plot.clientWidth;
      const inner = width - 16;
      plot.replaceChildren(figure.dataset.chart === "map" ? map(figure, data, await world, inner) : timeline(figure, data, inner));
      figure.dataset.drawn = "true";
    }).observe(plot);
  }
}

/** @param {string} address */
async function outlines(address) {
  const world = await (await fetch(address)).json();
  const { feature, mesh } = window.topojson;
  return {
    land: feature(world, world.objects.land),
    borders: mesh(world, world.objects.countries, (one, other) => one !== other),
  };
}

function timeline(figure, data, width) {
  const rows = data.items.map((row) => ({ ...row, start: new Date(row.first), end: new Date(Date.parse(row.last) + DAY_MS) }));
  const { inner, n_out } = core(rows);
  const shown = inner.length ? inner : rows;
  const { Plot, d3 } = window;
  const svg = Plot.plot({
    width, height: Math.max(160, Math.min(260, width * 0.3)), marginLeft: 44, marginBottom: 28, marginTop: 24,
    ariaLabel: `${counted(data.events, "event")} by ${data.by}`, ariaDescription: "The table below has the numbers.",
    x: { type: "utc", domain: [shown[0].start, shown.at(-1).end], label: null },
    y: { label: "events", grid: true, nice: true, ticks: Math.min(5, d3.max(shown, (row) => row.events + row.possible)), tickFormat: (n) => n.toLocaleString("en") },
    marks: [
      Plot.rectY(shown, { x1: "start", x2: "end", y1: "events", y2: (row) => row.events + row.possible, fill: "var(--accent)", fillOpacity: 0.22, inset: 0.5 }),
      Plot.rectY(shown, { x1: "start", x2: "end", y: "events", fill: "var(--accent)", inset: 0.5 }),
      Plot.ruleY([0], { stroke: "var(--strong)" }),
      Plot.tip(shown, Plot.pointerX({
        x: (row) => new Date((+row.start + +row.end) / 2), y: "events", fill: "var(--panel)", stroke: "var(--strong)",
        title: (row) => `${row.bucket}\n${counted(row.events, "event")}${row.possible ? `, possibly ${row.possible} more` : ""}`,
      })),
    ],
  });
  if (n_out) figure.querySelector("figcaption .out")?.remove();
  if (n_out) figure.querySelector("figcaption").append(element("span", { class: "out" }, `; ${counted(n_out, "event")} far from the others in time are in the table alone`));
  finish(svg, (row) => withValues(figure.dataset.link, { from: row.first, to: row.last }));
  return svg;
}

/** The buckets that hold nearly all events, when those far off would press them into a corner. */
function core(rows) {
  const total = rows.reduce((sum, row) => sum + row.events, 0);
  let seen = 0;
  const inner = rows.filter((row) => {
    const before = seen;
    seen += row.events;
    return seen >= 0.02 * total && before <= 0.98 * total;
  });
  if (!inner.length) return { inner: rows, n_out: 0 };
  const span = (list) => list.at(-1).end - list[0].start;
  if (span(rows) < 3 * span(inner)) return { inner: rows, n_out: 0 };
  const first = inner[0].start - span(inner) / 4;
  const last = +inner.at(-1).end + span(inner) / 4;
  const near = rows.filter((row) => +row.start >= first && +row.end <= last);
  return { inner: near, n_out: total - near.reduce((sum, row) => sum + row.events, 0) };
}

function map(figure, data, world, width) {
  const { Plot, d3 } = window;
  const points = data.features.map((one) => ({ ...one.properties, lon: one.geometry.coordinates[0], lat: one.geometry.coordinates[1] }));
  const isWide = d3.extent(points, (one) => one.lon).reduce((low, high) => high - low) > 150;
  const height = Math.round(Math.min(width * (isWide ? 0.5 : 0.58), isWide ? Infinity : 480));
  const svg = Plot.plot({
    width, height, margin: 0, ariaLabel: `${counted(data.placed, "event")} on a map`, ariaDescription: "The table below has the places.",
    projection: isWide ? { type: "equal-earth", domain: { type: "Sphere" } } : { type: "mercator", domain: around(points), inset: 24 },
    r: { range: [0, Math.max(12, Math.min(26, width / 40))] },
    marks: [
      ...(isWide ? [Plot.sphere({ fill: "var(--sunk)" })] : [Plot.frame({ fill: "var(--sunk)", stroke: "none" })]),
      Plot.geo(world.land, { fill: "var(--paper)", stroke: "var(--strong)", strokeWidth: 0.6, clip: "frame" }),
      Plot.geo(world.borders, { stroke: "var(--line)", strokeWidth: 0.8, clip: "frame" }),
      Plot.dot(points, { x: "lon", y: "lat", r: "events", fill: "var(--conflict)", fillOpacity: 0.5, stroke: "var(--conflict)", strokeWidth: 1, sort: { channel: "-r" } }),
      Plot.text(heaviest(points, width), { x: "lon", y: "lat", text: "name", dy: -10, fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 3, fontSize: 11.5 }),
      Plot.tip(points, Plot.pointer({
        x: "lon", y: "lat", fill: "var(--panel)", stroke: "var(--strong)",
        title: (one) => `${one.name}${one.country ? `, ${one.country}` : ""}\n${counted(one.events, "event")}`,
      })),
    ],
  });
  finish(svg, (one) => withValues(figure.dataset.link, { place: one.id }));
  return svg;
}

/** A frame around the points that is not smaller than some degrees, as one place alone has no size. */
function around(points) {
  const { d3 } = window;
  const [west, east] = d3.extent(points, (one) => one.lon);
  const [south, north] = d3.extent(points, (one) => one.lat);
  const lon = Math.max(12, (east - west) / 10);
  const lat = Math.max(5, (north - south) / 10);
  return { type: "MultiPoint", coordinates: [[west - lon, Math.max(-80, south - lat)], [east + lon, Math.min(80, north + lat)]] };
}

/** The places with most events whose names do not lie on one another, roughly. */
function heaviest(points, width) {
  const { d3 } = window;
  const [west, east] = d3.extent(points, (one) => one.lon);
  const degree = Math.max(8, east - west) * 1.25 / width;
  const half = (one) => one.name.length * 3.4 * degree;
  const kept = [];
  for (const one of [...points].sort((a, b) => b.events - a.events)) {
    if (kept.length >= width / 60) break;
    if (kept.every((other) => Math.abs(other.lat - one.lat) > 13 * degree || Math.abs(other.lon - one.lon) > half(one) + half(other))) kept.push(one);
  }
  return kept;
}

/** One picture with one name for those who do not see it, and a click that leads to what the pointer is nearest to. */
function finish(svg, link) {
  svg.setAttribute("role", "img");
  for (const part of svg.querySelectorAll("[aria-label], [aria-description]")) {
    part.removeAttribute("aria-label");
    part.removeAttribute("aria-description");
  }
  svg.style.cursor = "pointer";
  svg.addEventListener("click", () => { if (svg.value) location.href = link(svg.value); });
}
