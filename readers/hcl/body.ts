import { BadInputError } from "../../core/errors.ts";
import type { Position } from "../document/source-document.ts";
import type { Comment } from "../document/yaml-comments.ts";
import { readExpression } from "./expressions.ts";
import { Scanner } from "./scanner.ts";
import type { Attribute, Block, Body } from "./syntax.ts";

/** A file in HCL. */
export interface HclText {
	readonly body: Body;
	readonly positionOf: (offset: number) => Position;
}

/**
 * Reads a file in HCL, the language of Terraform and OpenTofu. Evaluates nothing. Throws BadInputError,
 * `path:line:column: what is wrong; what to write`, for what HCL does not allow.
 */
export function readHcl(text: string, path: string): HclText {
	const scanner = new Scanner(text, path);
	const body = readBody(scanner, null);
	return { body, positionOf: scanner.positionOf };
}

/** The comments of a file; none of one that HCL does not allow. */
export function hclComments(text: string): readonly Comment[] {
	const scanner = new Scanner(text, "");
	try {
		readBody(scanner, null);
	} catch (error) {
		if (error instanceof BadInputError) return [];
		throw error;
	}
	return [...scanner.comments.values()];
}

/** `opened`: where its block begins; null for a whole file. */
function readBody(scanner: Scanner, opened: number | null): Body {
	const attributes: Attribute[] = [];
	const blocks: Block[] = [];
	for (;;) {
		scanner.skip(true);
		if (scanner.isAtEnd && opened === null) return { attributes, blocks };
		if (scanner.isAtEnd) scanner.fail("this block is not closed; write the closing }", opened ?? 0);
		if (opened !== null && scanner.take("}")) return { attributes, blocks };
		const offset = scanner.at;
		const name = scanner.takeIdentifier();
		if (name === null) scanner.fail("not the start of an argument or a block; write NAME = VALUE or NAME {");
		scanner.skip(false);
		if (scanner.peek() === "=" && scanner.peek(2) !== "==") {
			scanner.at += 1;
			attributes.push({ name, offset, expression: readExpression(scanner, false) });
		} else blocks.push(scanner.nested(() => readBlock(scanner, name, offset)));
		expectLineEnd(scanner, opened !== null);
	}
}

function readBlock(scanner: Scanner, type: string, offset: number): Block {
	const labels: string[] = [];
	while (!scanner.take("{")) {
		const label = readLabel(scanner);
		if (label === null) scanner.fail("a block or an argument is incomplete here; write NAME = VALUE or NAME {");
		labels.push(label);
		scanner.skip(false);
	}
	const body = readBody(scanner, offset);
	return { type, labels, offset, body, end: scanner.at };
}

function readLabel(scanner: Scanner): string | null {
	if (scanner.peek() !== '"') return scanner.takeIdentifier();
	const end = scanner.restOfLine().indexOf('"', 1);
	if (end === -1) scanner.fail('this string is not closed; write the closing "');
	const label = scanner.text.slice(scanner.at + 1, scanner.at + end);
	scanner.at += end + 1;
	return label;
}

function expectLineEnd(scanner: Scanner, isInBlock: boolean): void {
	scanner.skip(false);
	if (scanner.isAtEnd || scanner.peek() === "\n" || (isInBlock && scanner.peek() === "}")) return;
	// HCL 1 allowed commas between arguments.
	scanner.fail("text after the end of a value; write each argument and block on a line of its own");
}
