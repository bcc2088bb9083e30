// A network of actors: who acts on whom. Arrows lead from the agent; several kinds of events between two are one arrow.

import { colour, counted, element, onTheme, withValues } from "./page.js";

const NAMED = 10;
const KINDS = ["person", "organization", "group", "polity"];
const SIGNS = ["conflict", "cooperation", "neutral"];

export function start() {
  for (const figure of document.querySelectorAll("[data-chart='network']")) {
    draw(figure).catch((error) => {
      figure.dataset.drawn = "not";
      figure.append(element("p", { class: "problem" }, `The picture cannot be drawn here: ${error.message}. The table has the same.`));
    });
  }
}

/** @param {HTMLElement} figure */
async function draw(figure) {
  const reply = await fetch(figure.dataset.src, { headers: { Accept: "application/json" } });
  if (!reply.ok) throw new Error((await reply.json()).detail ?? reply.statusText);
  const network = await reply.json();
  if (!document.createElement("canvas").getContext("webgl2")) throw new Error("this browser has no WebGL");
  const { Sigma, graphology } = window;
  const graph = build(new graphology.DirectedGraph(), network);
  const canvas = element("div", { class: "canvas", role: "img", "aria-label": described(network) });
  const bar = element("div", { class: "bar" });
  figure.insertBefore(bar, figure.querySelector(".legend"));
  figure.insertBefore(canvas, figure.querySelector(".legend"));
  legend(figure.querySelector(".legend"));

  const state = { hovered: null, chosen: null, near: null, least: 1 };
  const renderer = new Sigma(graph, canvas, {
    allowInvalidContainer: true, defaultEdgeType: "arrow", enableEdgeEvents: graph.size < 3000, hideEdgesOnMove: graph.size > 1500,
    hideLabelsOnMove: graph.order > 1500, labelDensity: 0.7, labelGridCellSize: 100, labelFont: "system-ui, sans-serif", labelRenderedSizeThreshold: 6,
    labelSize: 12, labelWeight: "500", minCameraRatio: 0.03, maxCameraRatio: 3, stagePadding: 40, zIndex: true,
    defaultDrawNodeHover: drawHover, defaultDrawNodeLabel: drawLabel,
    nodeReducer: (node, data) => {
      if (data.events < state.least) return { ...data, hidden: true };
      if (!state.near || state.near.has(node)) return { ...data, zIndex: 1, forceLabel: state.near ? state.near.size < 40 : data.forceLabel };
      return { ...data, color: theme.line, label: "", forceLabel: false, zIndex: 0 };
    },
    edgeReducer: (edge, data) => {
      if (data.weight < state.least) return { ...data, hidden: true };
      const focus = state.chosen ?? state.hovered;
      if (!focus) return data;
      const [source, target] = graph.extremities(edge);
      return source === focus || target === focus ? { ...data, zIndex: 1 } : { ...data, hidden: true };
    },
  });
  let theme = paint();

  function paint() {
    const found = Object.fromEntries([...KINDS, ...SIGNS, "line", "ink", "panel", "soft"].map((name) => [name, colour(name)]));
    graph.updateEachNodeAttributes((_, data) => ({ ...data, color: found[data.kind] ?? found.neutral }));
    // rare edges are fainter, so that the frequent ones are seen
    graph.updateEachEdgeAttributes((_, data) => ({ ...data, color: mixed(found[data.sign], found.panel, Math.min(1, 0.5 + 0.17 * Math.log2(data.weight))) }));
    renderer.setSetting("labelColor", { color: found.ink, ground: found.panel });
    return found;
  }
  onTheme(() => { theme = paint(); });

  /** @param {string | null} node */
  function focus(node) {
    const at = state.chosen ?? node;
    state.hovered = node;
    state.near = at ? new Set([at, ...graph.neighbors(at)]) : null;
    renderer.refresh({ skipIndexation: true });
  }
  /** @param {string | null} node */
  function choose(node) {
    state.chosen = node;
    focus(node);
    canvas.querySelector(".about")?.remove();
    if (node) canvas.append(about(node, graph, figure.dataset.link, () => choose(null)));
    note({ actor: node ?? "" });
  }

  renderer.on("enterNode", ({ node }) => { canvas.style.cursor = "pointer"; focus(node); });
  renderer.on("leaveNode", () => { canvas.style.cursor = ""; focus(null); });
  renderer.on("clickNode", ({ node }) => choose(node));
  renderer.on("clickStage", () => choose(null));
  renderer.on("enterEdge", () => { canvas.style.cursor = "pointer"; });
  renderer.on("leaveEdge", () => { canvas.style.cursor = ""; });
  renderer.on("clickEdge", ({ edge }) => { location.href = graph.getEdgeAttribute(edge, "link")(figure.dataset.link); });
  controls(bar, { graph, renderer, choose, least: (n) => { state.least = n; renderer.refresh({ skipIndexation: true }); note({ least: n > 1 ? String(n) : "" }); } });

  const noted = new URLSearchParams(location.hash.slice(1));
  if (noted.get("least")) bar.querySelector("[type='range']").value = noted.get("least");
  if (noted.get("least")) state.least = Number(noted.get("least"));
  lay(graph, figure, () => { if (graph.hasNode(noted.get("actor"))) choose(noted.get("actor")); });
  figure.renderer = renderer;
}

/** Fills the graph: one node for each actor, one edge for each ordered pair. */
function build(graph, network) {
  const most = Math.max(1, ...network.nodes.map((node) => node.weight));
  const named = [...network.nodes].sort((one, other) => other.weight - one.weight)[NAMED]?.weight ?? 0;
  // in pixels; many nodes need room for their edges
  const least = network.nodes.length > 1000 ? 2 : network.nodes.length > 400 ? 2.7 : 3.5;
  for (const node of network.nodes) {
    graph.addNode(node.id, {
      forceLabel: node.weight > named,
      x: 0, y: 0, label: node.label, kind: node.kind, events: node.weight, size: least + 4 * least * Math.sqrt(node.weight / most),
      zIndex: 1,
    });
  }
  const pairs = new Map();
  for (const edge of network.edges) {
    const key = JSON.stringify([edge.source, edge.target]);
    if (!pairs.has(key)) pairs.set(key, { ...edge, weight: 0, signed: { conflict: 0, cooperation: 0, neutral: 0 }, types: new Map(), isWith: true });
    const pair = pairs.get(key);
    const sign = edge.sign < 0 ? "conflict" : edge.sign > 0 ? "cooperation" : "neutral";
    pair.weight += edge.weight;
    pair.signed[sign] += edge.weight;
    pair.types.set(edge.type, (pair.types.get(edge.type) ?? 0) + edge.weight);
    pair.isWith &&= edge.relation === "with";
  }
  for (const pair of [...pairs.values()].sort((one, other) => one.weight - other.weight)) {
    const { source, target, isWith } = pair;
    // the more frequent of conflict and cooperation gives the colour; neutral only where there is neither
    const { conflict, cooperation } = pair.signed;
    const sign = conflict + cooperation === 0 ? "neutral" : conflict >= cooperation ? "conflict" : "cooperation";
    graph.addEdge(source, target, {
      weight: pair.weight, sign, types: pair.types, size: 1.2 + Math.log2(pair.weight), type: isWith ? "line" : "arrow",
      link: (base) => withValues(base, isWith ? { actor: source } : { agent: source, patient: target }) + (isWith ? `&actor=${encodeURIComponent(target)}` : ""),
    });
  }
  return graph;
}

/** Starts the layout and moves the nodes as it goes on. */
function lay(graph, figure, done) {
  const nodes = graph.nodes();
  const index = new Map(nodes.map((node, at) => [node, at]));
  const edges = [];
  graph.forEachEdge((_, data, source, target) => edges.push(index.get(source), index.get(target), data.weight));
  nodes.forEach((node, at) => graph.mergeNodeAttributes(node, { x: Math.cos(at), y: Math.sin(at) }));
  const worker = new Worker(figure.dataset.worker);
  worker.onmessage = ({ data }) => {
    graph.updateEachNodeAttributes((node, attributes) => {
      const at = index.get(node) * 2;
      attributes.x = data.positions[at];
      attributes.y = data.positions[at + 1];
      return attributes;
    }, { attributes: ["x", "y"] });
    if (data.isLast) {
      worker.terminate();
      figure.dataset.drawn = String(graph.order);
      done();
    }
  };
  worker.postMessage({
    scripts: figure.dataset.layout.split(" "), edges: Int32Array.from(edges), sizes: nodes.map((node) => graph.getNodeAttribute(node, "size")),
  });
}

/** What is known of a chosen actor, with the ways on. */
function about(node, graph, link, close) {
  const { label, kind, events } = graph.getNodeAttributes(node);
  const others = new Map();
  graph.forEachEdge(node, (_, data, source, target) => {
    const other = source === node ? target : source;
    others.set(other, (others.get(other) ?? 0) + data.weight);
  });
  const best = [...others].sort((one, other) => other[1] - one[1]).slice(0, 8);
  const closing = element("button", { type: "button", "aria-label": "Close" }, "×");
  closing.addEventListener("click", close);
  return element("section", { class: "about", "aria-label": label },
    closing,
    element("h3", {}, element("a", { href: `/actors/${encodeURIComponent(node)}` }, label)),
    element("div", { class: `kind ${kind}` }, `${kind}, ${counted(events, "event")} with others`),
    element("div", {}, element("a", { href: withValues(link, { actor: node }) }, "Only events with this actor")),
    element("ul", {}, ...best.map(([other, n]) => element("li", {},
      element("a", { href: withValues(withValues(link, { actor: node }), { actor: other }) }, graph.getNodeAttribute(other, "label")),
      ` ${n}`))));
}

/** Finding an actor, hiding rare edges, zooming. */
function controls(bar, { graph, renderer, choose, least }) {
  const names = new Map(graph.mapNodes((node, data) => [data.label, node]));
  const list = element("datalist", { id: "network-names" }, ...[...names.keys()].sort().map((name) => element("option", { value: name })));
  const find = element("input", { type: "search", list: "network-names", placeholder: "Find in the picture", "aria-label": "Find an actor in the picture" });
  find.addEventListener("change", () => {
    const node = names.get(find.value);
    if (!node) return;
    choose(node);
    const { x, y } = renderer.getNodeDisplayData(node);
    renderer.getCamera().animate({ x, y, ratio: 0.4 }, { duration: 300 });
  });
  const most = Math.max(1, ...graph.mapEdges((_, data) => data.weight));
  const range = element("input", { type: "range", min: "1", max: String(Math.min(most, 20)), value: "1" });
  const shown = element("output", {}, "1");
  range.addEventListener("input", () => { shown.textContent = range.value; least(Number(range.value)); });
  const zooms = [["−", "Zoom out", (camera) => camera.animatedUnzoom(1.5)], ["+", "Zoom in", (camera) => camera.animatedZoom(1.5)], ["Whole", "Show the whole network", (camera) => camera.animatedReset()]];
  bar.append(list, find);
  if (most > 1) bar.append(element("label", {}, "at least", range, shown, "events"));
  for (const [sign, name, zoom] of zooms) {
    const button = element("button", { type: "button", title: name, "aria-label": name }, sign);
    button.addEventListener("click", () => zoom(renderer.getCamera()));
    bar.append(button);
  }
}

function legend(place) {
  place.hidden = false;
  const dot = (name) => element("span", {}, sample("dot", name), name);
  const edge = (name) => element("span", {}, sample("edge", name), name === "neutral" ? "neither" : name);
  place.append(...KINDS.map(dot), ...SIGNS.map(edge), element("span", {}, "size: number of events"));
}

function sample(shape, name) {
  const made = element("i", { class: shape });
  made.style.background = `var(--${name})`;
  return made;
}

/** @param {any} network */
function described(network) {
  const names = [...network.nodes].sort((one, other) => other.weight - one.weight).slice(0, 5).map((node) => node.label);
  return `Network of ${counted(network.nodes.length, "actor")} and ${counted(network.edges.length, "edge")}; most events: ${names.join(", ")}. The table below has the edges.`;
}

/** A colour with `share` of the first, both `#rrggbb`. @param {string} one @param {string} other @param {number} share */
function mixed(one, other, share) {
  const parts = (value) => [1, 3, 5].map((at) => parseInt(value.slice(at, at + 2), 16));
  const [from, to] = [parts(one), parts(other)];
  return `#${from.map((part, at) => Math.round(part * share + to[at] * (1 - share)).toString(16).padStart(2, "0")).join("")}`;
}

/** The name with a rim in the colour of the ground, so that it is read over edges and other nodes. */
function drawLabel(context, data, settings) {
  if (!data.label) return;
  const [x, y] = [data.x + data.size + 4, data.y + settings.labelSize / 3];
  context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = settings.labelColor.ground;
  context.strokeText(data.label, x, y);
  context.fillStyle = settings.labelColor.color;
  context.fillText(data.label, x, y);
}

function drawHover(context, data, settings) {
  if (!data.label) return;
  context.font = `600 ${settings.labelSize + 1}px ${settings.labelFont}`;
  const width = context.measureText(data.label).width;
  const x = data.x + data.size + 3;
  context.fillStyle = colour("panel");
  context.strokeStyle = colour("strong");
  context.beginPath();
  context.roundRect(x, data.y - 11, width + 10, 22, 4);
  context.fill();
  context.stroke();
  context.fillStyle = colour("ink");
  context.fillText(data.label, x + 5, data.y + 4.5);
}

/** Keeps what is chosen in the address. */
function note(values) {
  const noted = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of Object.entries(values)) value ? noted.set(name, value) : noted.delete(name);
  history.replaceState(null, "", location.pathname + location.search + (noted.size ? `#${noted}` : ""));
}
