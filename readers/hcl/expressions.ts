import { readItems, readList, readMapping } from "./collections.ts";
import type { Scanner } from "./scanner.ts";
import type { Compound, Expression, Reference } from "./syntax.ts";
import { readHeredoc, readQuoted } from "./templates.ts";

const operators = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%"];

/** Reads an expression; `withLines`: line breaks do not end it, because brackets are around it. */
export function readExpression(scanner: Scanner, withLines: boolean): Expression {
	return scanner.nested(() => {
		scanner.skip(withLines);
		const offset = scanner.at;
		const parts = [readOperand(scanner, withLines)];
		while (takeOperator(scanner, withLines)) {
			scanner.skip(withLines);
			parts.push(readOperand(scanner, withLines));
		}
		if (scanner.takeAfterSpace("?", withLines)) {
			parts.push(readExpression(scanner, withLines));
			scanner.skip(withLines);
			scanner.expect(":", "a colon is missing here; write CONDITION ? VALUE : OTHER VALUE");
			parts.push(readExpression(scanner, withLines));
		}
		const [only, ...others] = parts;
		return only !== undefined && others.length === 0 ? only : compound(parts, offset, scanner);
	});
}

const compound = (parts: readonly Expression[], offset: number, { at: end }: Scanner): Compound => ({
	is: "compound",
	parts,
	offset,
	end,
});

function takeOperator(scanner: Scanner, withLines: boolean): boolean {
	const before = scanner.at;
	scanner.skip(withLines);
	if (scanner.peek(2) !== "=>" && operators.some((operator) => scanner.take(operator))) return true;
	scanner.at = before;
	return false;
}

function readOperand(scanner: Scanner, withLines: boolean): Expression {
	const offset = scanner.at;
	if (scanner.take("!") || scanner.take("-")) {
		scanner.skip(withLines);
		const isNegative = scanner.text[offset] === "-";
		const operand = scanner.nested(() => readOperand(scanner, withLines));
		return isNegative && operand.is === "literal" && typeof operand.value === "number"
			? { ...operand, value: -operand.value, offset }
			: compound([operand], offset, scanner);
	}
	return readTraversal(readTerm(scanner), scanner);
}

const missing =
	"a value is missing here; write a string in double quotes, a number, true, false, null, a list or an object";

function readTerm(scanner: Scanner): Expression {
	const offset = scanner.at;
	const next = scanner.peek();
	if (next === '"') return readQuoted(scanner, readWithLines);
	if (scanner.peek(2) === "<<") return readHeredoc(scanner, readWithLines);
	if (next === "[") return readList(scanner, readExpression);
	if (next === "{") return readMapping(scanner, readExpression);
	if (scanner.take("(")) {
		const inner = readWithLines(scanner);
		scanner.skip(true);
		scanner.expect(")", "this is not closed; write the closing )");
		return inner;
	}
	const number = scanner.takeNumber();
	if (number !== null) return { is: "literal", value: number, offset, end: scanner.at };
	const word = takeName(scanner);
	if (word === null) scanner.fail(missing);
	if (scanner.take("(")) {
		const parts = readItems(scanner, ")", readExpression);
		return { is: "call", name: word, parts, offset, end: scanner.at };
	}
	const value = { true: true, false: false, null: null }[word];
	if (value !== undefined) return { is: "literal", value, offset, end: scanner.at };
	return { is: "reference", steps: [word], parts: [], offset, end: scanner.at };
}

/** An identifier, or the name of a function of a provider: `provider::aws::arn_parse`. */
function takeName(scanner: Scanner): string | null {
	let name = scanner.takeIdentifier();
	while (name !== null && scanner.peek(2) === "::") {
		scanner.at += 2;
		name = `${name}::${scanner.takeIdentifier() ?? ""}`;
	}
	return name;
}

const readWithLines = (scanner: Scanner): Expression => readExpression(scanner, true);

/** `.name`, `[0]`, `["key"]`, `.*`, `[*]` after a term. */
function readTraversal(term: Expression, scanner: Scanner): Expression {
	const steps: string[] = [];
	const parts: Expression[] = [];
	const start = scanner.at;
	for (;;) {
		if (scanner.peek(3) !== "..." && scanner.take(".")) {
			const step = scanner.take("*") ? "*" : (scanner.takeIdentifier() ?? String(scanner.takeNumber() ?? ""));
			if (step === "") scanner.fail("a name is missing after the dot; write one");
			if (!/^[*\d]/.test(step)) steps.push(step);
		} else if (scanner.take("[")) {
			scanner.skip(true);
			if (!scanner.take("*")) parts.push(readWithLines(scanner));
			scanner.skip(true);
			scanner.expect("]", "this is not closed; write the closing ]");
		} else break;
	}
	if (scanner.at === start) return term;
	return term.is === "reference"
		? extended(term, steps, parts, scanner.at)
		: compound([term, ...parts], term.offset, scanner);
}

const extended = (
	{ steps, parts, ...term }: Reference,
	more: readonly string[],
	indexes: readonly Expression[],
	end: number,
): Reference => ({ ...term, steps: [...steps, ...more], parts: [...parts, ...indexes], end });
