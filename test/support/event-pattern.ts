type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Whether an EventBridge pattern matches an event: the operators that event buses support, without `cidr`.
 * Throws for a pattern that EventBridge would reject. Based on the EventBridge User Guide, "Comparison operators".
 */
export function patternMatches(pattern: unknown, event: unknown): boolean {
	if (!isObject(pattern) || Object.keys(pattern).length === 0)
		throw new TypeError("a pattern is an object with fields");
	if (!isObject(event)) return false;
	return Object.entries(pattern).every(([key, wanted]) => {
		if (key === "$or" && Array.isArray(wanted) && wanted.length > 1) {
			return wanted.map((branch) => patternMatches(branch, event)).includes(true);
		}
		const value = Object.hasOwn(event, key) ? event[key] : undefined;
		if (Array.isArray(wanted)) return leafMatches(wanted, value);
		// All fields of a nested pattern must match the same element of a list.
		const candidates = Array.isArray(value) ? value : [value];
		return candidates.map((one) => patternMatches(wanted, isObject(one) ? one : {})).includes(true);
	});
}

/** The longest pattern that EventBridge accepts, in characters. */
export const longestPattern = 2048;

function isObject(value: unknown): value is Readonly<Record<string, Json>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function leafMatches(wanted: readonly Json[], value: Json | undefined): boolean {
	if (wanted.length === 0) throw new TypeError("an empty list is no pattern");
	const values = leavesOf(value);
	return wanted.map((one) => meets(one, values)).includes(true);
}

/** What a leaf of a pattern is compared with: an object is not a leaf, a list stands for each of its elements. */
function leavesOf(value: Json | undefined): readonly Json[] {
	if (value === undefined || isObject(value)) return [];
	return Array.isArray(value) ? value.flatMap(leavesOf) : [value as Json];
}

function meets(wanted: Json, values: readonly Json[]): boolean {
	if (!isObject(wanted)) return values.includes(wanted);
	const [[operator, operand] = ["", null], ...more] = Object.entries(wanted);
	if (more.length > 0) throw new TypeError("a comparison has exactly one operator");
	if (operator === "exists") return values.length > 0 === operand;
	const compare = comparison(operator, operand);
	return values.some(compare);
}

function comparison(operator: string, operand: Json): (value: Json) => boolean {
	switch (operator) {
		case "prefix":
			return affix(operand, (text, part) => text.startsWith(part));
		case "suffix":
			return affix(operand, (text, part) => text.endsWith(part));
		case "equals-ignore-case":
			return onText((text) => text.toLowerCase() === textIn(operand).toLowerCase());
		case "wildcard":
			return onText((text) => wildcardMatches(textIn(operand), text));
		case "anything-but":
			return anythingBut(operand);
		case "numeric":
			return numeric(operand);
		default:
			throw new TypeError(`EventBridge has no comparison ${operator}`);
	}
}

const onText =
	(test: (text: string) => boolean) =>
	(value: Json): boolean =>
		typeof value === "string" && test(value);

function textIn(operand: Json): string {
	if (typeof operand !== "string" || operand === "") throw new TypeError("the comparison needs a text");
	return operand;
}

function affix(operand: Json, test: (text: string, part: string) => boolean): (value: Json) => boolean {
	if (!isObject(operand)) return onText((text) => test(text, textIn(operand)));
	const part = textIn(operand["equals-ignore-case"] ?? null).toLowerCase();
	return onText((text) => test(text.toLowerCase(), part));
}

function wildcardMatches(wildcard: string, text: string): boolean {
	const [start = "", ...rest] = wildcard.split("*");
	const pattern = [start, ...rest].map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join("[^]*");
	return new RegExp(`^${pattern}$`).test(text);
}

function anythingBut(operand: Json): (value: Json) => boolean {
	if (!isObject(operand)) {
		const others = Array.isArray(operand) ? operand : [operand];
		return (value) => !others.includes(value);
	}
	const [[operator, operands] = ["", null]] = Object.entries(operand);
	const others = (Array.isArray(operands) ? operands : [operands]).map((one) => comparison(operator, one));
	return (value) => !others.some((other) => other(value));
}

function numeric(operand: Json): (value: Json) => boolean {
	if (!Array.isArray(operand) || operand.length % 2 !== 0) throw new TypeError("numeric needs pairs");
	return (value) =>
		typeof value === "number" &&
		operand.every((sign, index) => index % 2 === 1 || holds(value, sign, operand[index + 1]));
}

function holds(value: number, sign: Json, bound: Json | undefined): boolean {
	if (typeof bound !== "number") throw new TypeError("numeric compares with numbers");
	switch (sign) {
		case "=":
			return value === bound;
		case "<":
			return value < bound;
		case "<=":
			return value <= bound;
		case ">":
			return value > bound;
		case ">=":
			return value >= bound;
		default:
			throw new TypeError("numeric knows =, <, <=, > and >=");
	}
}
