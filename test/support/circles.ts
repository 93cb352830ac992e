/**
 * The cycles of a graph: groups of nodes that lead to each other, and nodes that lead to themselves; by Tarjan's algorithm.
 * Groups and their members are sorted.
 */
export function circlesIn(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
	const order = new Map<string, number>();
	const open: string[] = [];
	const groups: string[][] = [];

	const visit = (node: string): number => {
		order.set(node, order.size);
		let low = order.size - 1;
		open.push(node);
		for (const next of edges.get(node) ?? []) {
			if (!order.has(next)) low = Math.min(low, visit(next));
			else if (open.includes(next)) low = Math.min(low, order.get(next) ?? low);
		}
		if (low === order.get(node)) groups.push(open.splice(open.indexOf(node)));
		return low;
	};
	for (const node of edges.keys()) if (!order.has(node)) visit(node);
	return groups
		.filter(([first = "", ...others]) => others.length > 0 || edges.get(first)?.includes(first))
		.map((group) => group.sort())
		.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
}
