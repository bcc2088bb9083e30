// Lays a network out in a process of its own, so that the page stays responsive: ForceAtlas2 in short runs, each sent
// back. Start positions are drawn from a fixed seed: the same network gives the same picture.

"use strict";

const ROUNDS = 30;

// the library's readers of GEXF ask for these when it is loaded; a worker has none, and nothing is read here
for (const name of ["DOMParser", "Document", "XMLSerializer"]) self[name] ??= class {};

self.onmessage = ({ data }) => {
  importScripts(...data.scripts);
  const { DirectedGraph } = self.graphology;
  const { layoutForceAtlas2, layoutNoverlap } = self.graphologyLibrary;
  const graph = new DirectedGraph();
  let seed = 7;
  const random = () => ((seed = (seed * 16807) % 2147483647) / 2147483647) - 0.5;
  data.sizes.forEach((size, index) => graph.addNode(index, { x: random() * 100, y: random() * 100, size }));
  for (let i = 0; i < data.edges.length; i += 3) {
    graph.addEdge(data.edges[i], data.edges[i + 1], { weight: Math.log2(1 + data.edges[i + 2]) });
  }
  const n = graph.order;
  const settings = {
    ...layoutForceAtlas2.inferSettings(graph),
    barnesHutOptimize: n > 400, edgeWeightInfluence: 0.6, gravity: n > 400 ? 0.05 : 0.12, linLogMode: false, scalingRatio: n > 1000 ? 14 : 6,
    slowDown: 4, strongGravityMode: true,
  };
  const perRound = n > 1000 ? 6 : n > 300 ? 12 : 20;
  for (let round = 0; round < ROUNDS; round += 1) {
    layoutForceAtlas2.assign(graph, { iterations: perRound, settings, getEdgeWeight: "weight" });
    send(graph, false);
  }
  if (n <= 600) layoutNoverlap.assign(graph, { maxIterations: 60, settings: { margin: 3, ratio: 1.1 } });
  send(graph, true);
};

function send(graph, isLast) {
  const positions = new Float32Array(graph.order * 2);
  graph.forEachNode((node, { x, y }) => {
    positions[node * 2] = x;
    positions[node * 2 + 1] = y;
  });
  self.postMessage({ positions, isLast }, [positions.buffer]);
}
