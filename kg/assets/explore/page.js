// Draws the network that stands in #shown with the parts that stand beside it; all text is set as text, never as HTML.
(async () => {
  "use strict";
  const { nonce } = document.currentScript;
  const byId = (id) => document.getElementById(id);
  const shown = JSON.parse(byId("shown").textContent);
  const told = byId("told");

  async function load(id) {
    const packed = Uint8Array.from(atob(byId(id).textContent.trim()), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.nonce = nonce;
    script.textContent = await new Response(stream).text();
    document.head.append(script);
  }

  function make(tag, text, attributes = {}) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element[name] = value;
    return element;
  }

  // without WebGL, or in a browser of before 2023, the still picture stays
  if (!("DecompressionStream" in window) || !document.createElement("canvas").getContext("webgl2")) return;
  await load("graphology");
  await load("sigma");

  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const [ink, paper, pale] = isDark ? ["#e8e6e1", "#1d1f23", "#44474e"] : ["#222222", "#ffffff", "#e2e2e2"];

  function mixed(colour, share) { // with the paper: WebGL would mix what is half transparent with black
    const parts = (text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
    const [over, under] = [parts(colour), parts(paper)];
    return `#${over.map((part, index) => Math.round(part * share + under[index] * (1 - share)).toString(16).padStart(2, "0")).join("")}`;
  }

  const dots = new Map(shown.dots.map((dot) => [dot.id, dot]));
  const links = new Map(); // one line for two actors: an arrow, or one with two heads, or none where neither acts on the other
  for (const arrow of shown.arrows) {
    const pair = [arrow.source, arrow.target].sort();
    const key = pair.join(" ");
    if (!links.has(key)) links.set(key, { key, pair, arrows: [] });
    links.get(key).arrows.push(arrow);
  }
  const tones = new Set(shown.tones.map(({ name }) => name));
  const allTones = new Set(tones);
  let chosen = null; // {actor} or {link}
  let hovered = null;

  const mean = (arrows) => {
    const total = arrows.reduce((sum, arrow) => sum + arrow.weight, 0);
    return { total, score: arrows.reduce((sum, arrow) => sum + arrow.weight * arrow.score, 0) / total };
  };
  const toneOf = (score) => (score < -1 ? "conflict" : score > 1 ? "cooperation" : "neutral");
  const colourOf = Object.fromEntries(shown.tones.map(({ name, colour }) => [name, colour]));
  const heaviest = Math.max(1, ...[...links.values()].map(({ arrows }) => mean(arrows).total));

  const graph = new graphology.Graph({ type: "directed", multi: true });
  for (const dot of shown.dots) {
    graph.addNode(dot.id, { x: dot.x, y: dot.y, size: dot.radius, label: dot.name, lines: dot.lines, color: dot.colour, type: "bordered" });
  }
  for (const { key, arrows } of links.values()) {
    const { total, score } = mean(arrows);
    const directed = arrows.filter((arrow) => !arrow.mutual);
    const ways = new Set(directed.map((arrow) => arrow.source));
    const [first] = directed.length ? directed : arrows;
    const faint = arrows.every((arrow) => !arrow.stated);
    graph.addEdgeWithKey(key, first.source, first.target, {
      size: 1.2 + 3.2 * Math.sqrt(total / heaviest),
      color: mixed(colourOf[toneOf(score)], faint ? 0.45 : 0.85),
      type: ways.size === 2 ? "twoway" : ways.size === 1 ? "arrow" : "line",
      tone: toneOf(score),
    });
  }

  function drawLabel(context, node, settings) {
    const size = settings.labelSize;
    context.font = `${size}px ${settings.labelFont}`;
    context.textAlign = "center";
    (node.lines || [node.label]).forEach((line, index) => {
      const y = node.y + node.size + 2 + size * (1 + index * 1.1);
      context.lineWidth = 3;
      context.strokeStyle = paper;
      context.strokeText(line, node.x, y);
      context.fillStyle = ink;
      context.fillText(line, node.x, y);
    });
    context.textAlign = "left";
  }

  // names are drawn once all are known: of two that would overlap the one of the larger dot; zooming in makes room
  let waiting = [];
  function drawLabels() {
    const taken = [];
    for (const [context, node, settings] of waiting.sort(([, one], [, other]) => (other.lit ?? 0) - (one.lit ?? 0) || other.size - one.size)) {
      const lines = node.lines || [node.label];
      context.font = `${settings.labelSize}px ${settings.labelFont}`;
      const half = Math.max(...lines.map((line) => context.measureText(line).width)) / 2;
      const top = node.y + node.size + 2;
      const box = [node.x - half, top, node.x + half, top + settings.labelSize * 1.1 * lines.length];
      if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
      taken.push(box);
      drawLabel(context, node, settings);
    }
  }

  // a frame may be run before it is laid out, or while it is hidden; sigma needs a size
  await new Promise((resolve) => {
    new ResizeObserver(([{ contentRect }], observer) => {
      if (!contentRect.width || !contentRect.height) return;
      observer.disconnect();
      resolve();
    }).observe(document.querySelector("main"));
  });
  const { rendering } = Sigma;
  byId("network").hidden = false;
  byId("still").hidden = true;
  const renderer = new Sigma(graph, byId("network"), {
    nodeProgramClasses: {
      bordered: rendering.createNodeBorderProgram({
        borders: [{ size: { value: 0.1 }, color: { value: paper } }, { size: { fill: true }, color: { attribute: "color" } }],
      }),
    },
    edgeProgramClasses: { twoway: rendering.EdgeDoubleArrowProgram },
    enableEdgeEvents: true,
    zIndex: true,
    labelSize: 11,
    labelFont: "system-ui, sans-serif",
    labelRenderedSizeThreshold: shown.dots.length > 60 ? 6 : 0,
    labelDensity: shown.dots.length > 60 ? 0.7 : 20,
    stagePadding: 50,
    defaultDrawNodeLabel: (context, node, settings) => node.label && waiting.push([context, node, settings]),
    defaultDrawNodeHover: drawLabel,
    nodeReducer: (id, attributes) => {
      const lit = near();
      if (!lit) return attributes;
      return lit.has(id) ? { ...attributes, zIndex: 1, forceLabel: true, lit: 1 } : { ...attributes, color: pale, label: "", lines: null };
    },
    edgeReducer: (key, attributes) => {
      if (!tones.has(attributes.tone)) return { ...attributes, hidden: true };
      const link = links.get(key);
      const actor = hovered ?? chosen?.actor;
      if (actor) return link.pair.includes(actor) ? { ...attributes, zIndex: 1 } : { ...attributes, hidden: true };
      if (chosen?.link) return key === chosen.link ? { ...attributes, size: attributes.size + 1.5, zIndex: 1 } : { ...attributes, color: pale };
      return attributes;
    },
  });
  window.network = { graph, renderer, choose }; // for who looks at the page from its console

  function near() {
    const actor = hovered ?? chosen?.actor;
    if (actor) return new Set([actor, ...graph.neighbors(actor)]);
    return chosen?.link ? new Set(links.get(chosen.link).pair) : null;
  }

  function choose(what) {
    chosen = what;
    renderer.refresh();
    tell();
  }

  function actorButton(id) {
    const button = make("button", dots.get(id).name, { type: "button" });
    button.addEventListener("click", () => choose({ actor: id }));
    return button;
  }

  function eventItem(id) {
    const event = shown.events[id];
    const item = make("li");
    if (!event) {
      item.append(make("p", id));
      return item;
    }
    item.append(make("p", event.label));
    item.append(make("p", [event.type, event.when, event.standing].filter(Boolean).join(" · "), { className: "standing" }));
    if (event.sentence) {
      const quote = make("q");
      const [before, trigger, after] = event.sentence;
      quote.append(before, make("mark", trigger), after);
      item.append(quote);
      item.append(make("p", `— ${event.origin}`, { className: "origin" }));
    }
    return item;
  }

  function eventList(ids) {
    const list = make("ul");
    const dated = [...new Set(ids)].sort((one, other) => (shown.events[one]?.order ?? "~").localeCompare(shown.events[other]?.order ?? "~") || one.localeCompare(other));
    list.append(...dated.map(eventItem));
    return list;
  }

  function tell() {
    told.replaceChildren();
    if (!chosen) {
      told.append(make("h2", "Who acts on whom"));
      told.append(make("p", "Choose an actor or an arrow to read the sentences behind it."));
      const list = make("ul");
      for (const dot of [...shown.dots].sort((one, other) => other.weight - one.weight || one.name.localeCompare(other.name))) {
        const item = make("li");
        item.append(actorButton(dot.id), ` ${dot.kind}, ${dot.weight}`);
        list.append(item);
      }
      told.append(list);
      return;
    }
    const back = make("button", "all actors", { type: "button" });
    back.addEventListener("click", () => choose(null));
    told.append(back);
    const arrows = chosen.actor ? shown.arrows.filter((arrow) => arrow.source === chosen.actor || arrow.target === chosen.actor) : links.get(chosen.link).arrows;
    if (chosen.actor) told.append(make("h2", dots.get(chosen.actor).name));
    for (const arrow of [...arrows].sort((one, other) => other.weight - one.weight)) {
      const line = make("h2");
      line.append(actorButton(arrow.source), arrow.mutual ? " and " : " → ", actorButton(arrow.target));
      told.append(line, make("p", arrow.types.map(([name, n]) => `${name} ${n}`).join(", "), { className: "standing" }), eventList(arrow.events));
    }
  }

  renderer.on("beforeRender", () => { waiting = []; });
  renderer.on("afterRender", drawLabels);
  renderer.on("clickNode", ({ node }) => choose({ actor: node }));
  renderer.on("clickEdge", ({ edge }) => choose({ link: edge }));
  renderer.on("clickStage", () => choose(null));
  renderer.on("enterNode", ({ node }) => { hovered = node; renderer.refresh({ skipIndexation: true }); });
  renderer.on("leaveNode", () => { hovered = null; renderer.refresh({ skipIndexation: true }); });

  const find = byId("find");
  find.disabled = false;
  byId("names").append(...shown.dots.map((dot) => make("option", undefined, { value: dot.name })));
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    const found = wanted && (shown.dots.find((dot) => dot.name.toLowerCase() === wanted) ?? shown.dots.find((dot) => dot.name.toLowerCase().includes(wanted)));
    choose(found ? { actor: found.id } : null);
  });

  for (const name of shown.tones.map((tone) => tone.name)) {
    const label = make("label");
    const box = make("input", undefined, { type: "checkbox", checked: true });
    box.addEventListener("change", () => { box.checked ? tones.add(name) : tones.delete(name); renderer.refresh(); });
    label.append(box, ` ${name} `);
    if (allTones.size > 1) byId("tones").append(label);
  }

  const legend = byId("legend");
  const sign = (className, colour, text) => {
    const entry = make("span");
    const mark = make("span", undefined, { className });
    mark.style.backgroundColor = colour;
    entry.append(mark, text);
    return entry;
  };
  legend.append(...shown.legend.map(([group, colour]) => sign("dot", colour, group)));
  legend.append(...shown.tones.map(({ name, colour }) => sign("line", colour, name)));
  if (shown.arrows.some((arrow) => !arrow.stated)) legend.append(make("span", "pale: alleged, denied or planned only"));
  if (shown.left_out) legend.append(make("span", `${shown.left_out} actors with fewer events not shown`));
  tell();
  renderer.refresh(); // what was drawn first had nobody to draw its names
})();
