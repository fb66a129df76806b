import { expect, test } from "vitest";
import { reached, type Source, sources } from "./sources.ts";

/** Strongly connected components of more than one node (Tarjan). */
export function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string) => {
    index.set(node, index.size);
    low.set(node, index.get(node) as number);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node) as number, low.get(next) as number));
    }
    if (low.get(node) === index.get(node)) {
      const component = stack.splice(stack.indexOf(node));
      if (component.length > 1) found.push(component.sort());
    }
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}

const fileGraph = (all: readonly Source[]) =>
  new Map(all.map((source) => [source.path, source.imports.flatMap(({ file }) => (file ? [file] : []))]));

function folderGraph(all: readonly Source[]): Map<string, string[]> {
  const graph = new Map<string, Set<string>>();
  for (const source of all.filter(({ path }) => path.includes("/"))) {
    const folder = source.path.split("/")[0] as string;
    const targets = graph.get(folder) ?? new Set();
    graph.set(folder, targets);
    for (const entry of source.imports) {
      const target = reached(entry);
      if (target && target !== folder) targets.add(target);
    }
  }
  return new Map([...graph].map(([folder, targets]) => [folder, [...targets]]));
}

test("no circle of files", () => {
  expect(circles(fileGraph(sources()))).toEqual([]);
});

test("no circle of folders", () => {
  expect(circles(folderGraph(sources()))).toEqual([]);
});

test("the check itself sees a circle", () => {
  expect(
    circles(
      new Map([
        ["a", ["b"]],
        ["b", ["c"]],
        ["c", ["a"]],
        ["d", ["a"]],
      ]),
    ),
  ).toEqual([["a", "b", "c"]]);
});
