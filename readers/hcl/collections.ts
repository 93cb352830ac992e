import type { Scanner } from "./scanner.ts";
import type { Compound, Expression } from "./syntax.ts";
import { skipLoopHead } from "./templates.ts";

/** `withLines`: line breaks do not end the expression. */
type ReadExpression = (scanner: Scanner, withLines: boolean) => Expression;

/** Reads `[…]`. */
export function readList(scanner: Scanner, read: ReadExpression): Expression {
	const offset = scanner.at;
	scanner.at += 1;
	if (beginsLoop(scanner)) return readLoop(scanner, offset, "]", read);
	const items = readItems(scanner, "]", read);
	return { is: "list", items, offset, end: scanner.at };
}

/** Values with commas between them, up to a bracket. */
export function readItems(scanner: Scanner, close: string, read: ReadExpression): readonly Expression[] {
	const items: Expression[] = [];
	for (;;) {
		scanner.skip(true);
		if (scanner.take(close)) return items;
		items.push(read(scanner, true));
		scanner.skip(true);
		scanner.take("...");
		scanner.skip(true);
		if (!scanner.take(",") && scanner.peek() !== close) {
			scanner.fail(`a comma or the closing ${close} is missing here; write it`);
		}
	}
}

/** Reads `{…}`. */
export function readMapping(scanner: Scanner, read: ReadExpression): Expression {
	const offset = scanner.at;
	scanner.at += 1;
	if (beginsLoop(scanner)) return readLoop(scanner, offset, "}", read);
	const entries: { readonly key: Expression; readonly value: Expression }[] = [];
	for (;;) {
		scanner.skip(true);
		if (scanner.take("}")) return { is: "mapping", entries, offset, end: scanner.at };
		const key = read(scanner, false);
		scanner.skip(true);
		if (!scanner.take("=") && !scanner.take(":")) scanner.fail("= is missing here; write KEY = VALUE");
		entries.push({ key: asKey(key), value: read(scanner, false) });
		scanner.skip(false);
		if (!scanner.take(",") && scanner.peek() !== "\n" && scanner.peek() !== "}") {
			scanner.fail("a line break, a comma or the closing } is missing here; write it");
		}
	}
}

/** A name alone is a text. */
const asKey = (key: Expression): Expression => {
	if (key.is === "literal") return { ...key, value: String(key.value) };
	return key.is === "reference" && key.steps.length === 1 && key.parts.length === 0
		? { is: "literal", value: key.steps[0] ?? "", offset: key.offset, end: key.end }
		: key;
};

function beginsLoop(scanner: Scanner): boolean {
	const before = scanner.at;
	scanner.skip(true);
	if (scanner.takeIdentifier() === "for" && /\s/.test(scanner.peek())) return true;
	scanner.at = before;
	return false;
}

/** `[for x in y : z if w]` or `{for k, v in y : k => v...}`, after `for`. */
function readLoop(scanner: Scanner, offset: number, close: string, read: ReadExpression): Compound {
	skipLoopHead(scanner);
	const parts = [read(scanner, true)];
	scanner.skip(true);
	scanner.expect(":", "a colon is missing here; write for NAME in COLLECTION : VALUE");
	parts.push(read(scanner, true));
	if (scanner.takeAfterSpace("=>", true)) parts.push(read(scanner, true));
	scanner.takeAfterSpace("...", true);
	if (scanner.takeAfterSpace("if", true)) parts.push(read(scanner, true));
	scanner.skip(true);
	scanner.expect(close, `this is not closed; write the closing ${close}`);
	return { is: "compound", parts, offset, end: scanner.at };
}
