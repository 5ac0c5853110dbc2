interface Visit {
  readonly node: number;
  next: number;
}

/**
 * The strongly connected parts of a graph of nodes `0 … n-1`, given as the targets of each node; a part comes after all that it
 * leads to. Iterative, so that no depth overflows the stack. Cost: linear. Source: R. Tarjan, Depth-first search and linear graph
 * algorithms, 1972.
 */
export function components(targets: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const parts: number[][] = [];
  const order = new Int32Array(targets.length).fill(-1);
  const low = new Int32Array(targets.length);
  const isOpen = new Uint8Array(targets.length);
  const open: number[] = [];
  let count = 0;
  const enter = (node: number): Visit => {
    order[node] = low[node] = count++;
    isOpen[node] = 1;
    open.push(node);
    return { node, next: 0 };
  };
  const close = (node: number): void => {
    if (low[node] !== order[node]) return;
    const part = open.splice(open.lastIndexOf(node));
    for (const one of part) isOpen[one] = 0;
    parts.push(part);
  };
  for (let start = 0; start < targets.length; start++) {
    if (order[start]! >= 0) continue;
    const trail = [enter(start)];
    while (trail.length > 0) {
      const visit = trail[trail.length - 1]!;
      const target = targets[visit.node]![visit.next++];
      if (target === undefined) {
        close(visit.node);
        trail.pop();
        const from = trail[trail.length - 1]?.node;
        if (from !== undefined) low[from] = Math.min(low[from]!, low[visit.node]!);
      } else if (order[target]! < 0) trail.push(enter(target));
      else if (isOpen[target] === 1) low[visit.node] = Math.min(low[visit.node]!, order[target]!);
    }
  }
  return parts;
}
