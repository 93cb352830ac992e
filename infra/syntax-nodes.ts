/** A node of the syntax tree that swc makes of a source; each kind of node has more properties. */
export interface SyntaxNode {
	readonly type: unknown;
	readonly value?: unknown;
	readonly callee?: unknown;
}

/** A node and all nodes in it. */
export function nodesIn(value: unknown): readonly SyntaxNode[] {
	if (typeof value !== "object" || value === null) return [];
	const inside = Object.values(value).flatMap(nodesIn);
	return "type" in value ? [value, ...inside] : inside;
}
