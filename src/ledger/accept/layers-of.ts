/**
 * Sorts nodes into layers, so that each node's parents stand in earlier layers or are not among the nodes. Nodes that wait for
 * each other in a circle come last, together.
 */
export function layersOf<Node>(
  nodes: readonly Node[],
  idOf: (node: Node) => string,
  parentsOf: (node: Node) => readonly string[],
): readonly (readonly Node[])[] {
  const layers: Node[][] = [];
  let rest = [...nodes];
  while (rest.length > 0) {
    const missing = new Set(rest.map(idOf));
    const ready = rest.filter((node) => !parentsOf(node).some((id) => missing.has(id)));
    const layer = ready.length > 0 ? ready : rest;
    layers.push(layer);
    const placed = new Set(layer);
    rest = rest.filter((node) => !placed.has(node));
  }
  return layers;
}
