import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { type CallExpression, type Module, type ModuleItem, parseSync, printSync } from "@swc/core";
import type { Plugin } from "esbuild";
import { nodesIn, type SyntaxNode } from "./syntax-nodes.ts";

/** What of a control no function reads, or reads from `controls/descriptions.ts`. A function has the policy whole. */
const unread: ReadonlySet<string> = new Set([
	"why",
	"examples",
	"settings",
	"contradictionIn",
	"fixTopic",
	"fixCommand",
	"chart",
]);

/** How the text of a source file is read; replaced in tests. */
export type ReadSource = (file: string) => string;

interface LambdaModules {
	readonly root: string;
	/** Code that takes the place of a file's own, by path from the root. */
	readonly replaced?: Readonly<Record<string, string>>;
	/** Properties of controls that are left out beside those that no function reads. */
	readonly without?: readonly string[];
	readonly read?: ReadSource;
}

/** Takes what no function needs out of the project's own files on their way into a bundle. */
export function lambdaModules({ root, replaced = {}, without = [], read = readText }: LambdaModules): Plugin {
	const left = new Set([...unread, ...without]);
	return {
		name: "lambda-modules",
		setup({ onLoad }) {
			onLoad({ filter: /\.ts$/ }, ({ path }) => {
				const file = relative(root, path).replaceAll(sep, "/");
				if (file.includes("node_modules/")) return null;
				return { contents: replaced[file] ?? leanSource(file, read(path), left), loader: "ts" };
			});
		},
	};
}

const readText: ReadSource = (file) => readFileSync(file, "utf8");

function leanSource(file: string, source: string, left: ReadonlySet<string>): string {
	if (/^controls\/.+\//.test(file)) return withoutProperties(source, left);
	if (file.startsWith("adapters/")) return withoutPermissions(source);
	return source;
}

/**
 * The source of a control without some properties of `defineControl({ … })`, and without what only they used: constants at the
 * top of the file and imports. Nothing else changes; comments are lost.
 * @throws what swc says of a text that is no TypeScript.
 */
export function withoutProperties(source: string, names: ReadonlySet<string>): string {
	const ast = parseSync(source, { syntax: "typescript" });
	for (const call of nodesIn(ast).filter(isDefinition)) {
		for (const { expression } of call.arguments) {
			if (expression.type !== "ObjectExpression") continue;
			expression.properties = expression.properties.filter(
				(property) => !("key" in property && "value" in property.key && names.has(String(property.key.value))),
			);
		}
	}
	return printSync({ ...ast, body: usedItems(ast.body) } satisfies Module).code;
}

/**
 * The source of an adapter with its exported lists of permissions empty: the stack grants them, no function reads them.
 * @throws what swc says of a text that is no TypeScript.
 */
export function withoutPermissions(source: string): string {
	const ast = parseSync(source, { syntax: "typescript" });
	for (const item of ast.body) {
		if (item.type !== "ExportDeclaration" || item.declaration.type !== "VariableDeclaration") continue;
		for (const declarator of item.declaration.declarations) {
			const { id, span } = declarator;
			if (id.type !== "Identifier" || !/permissions$/i.test(id.value)) continue;
			declarator.init = { type: "ArrayExpression", span, elements: [] };
		}
	}
	return printSync(ast).code;
}

/** Without constants and imports that nothing names any more; a control's file does nothing but declare. */
function usedItems(items: readonly ModuleItem[]): ModuleItem[] {
	const used = items.filter((item) => {
		const declared = declaredBy(item);
		if (declared.length === 0) return true;
		const elsewhere = new Set(items.filter((other) => other !== item).flatMap(identifiersIn));
		return declared.some((name) => elsewhere.has(name));
	});
	return used.length === items.length ? used : usedItems(used);
}

/** What a statement only declares; none where it does or exports something. */
function declaredBy(item: ModuleItem): readonly string[] {
	if (item.type === "ImportDeclaration") return item.specifiers.map(({ local }) => local.value);
	if (item.type !== "VariableDeclaration") return [];
	return item.declarations.flatMap(({ id }) => (id.type === "Identifier" ? id.value : []));
}

const identifiersIn = (node: unknown): readonly string[] =>
	nodesIn(node).flatMap(({ type, value }) => (type === "Identifier" && typeof value === "string" ? value : []));

function isDefinition(node: SyntaxNode): node is CallExpression {
	if (node.type !== "CallExpression") return false;
	const { type, value } = node.callee as SyntaxNode;
	return type === "Identifier" && value === "defineControl";
}
