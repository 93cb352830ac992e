import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";
import { tooDeep } from "./problem.ts";

/** The first syntax error of a text. */
interface SyntaxFault {
	readonly offset: number;
	readonly why: string;
}

/** Thrown through jsonc-parser, which would otherwise continue to the end of the text. */
class FirstError extends Error {
	override readonly name = "FirstError";
	readonly fault: SyntaxFault;

	constructor(fault: SyntaxFault) {
		super(fault.why);
		this.fault = fault;
	}
}

/** Why a text is not JSON, and what to write; never quotes the text. */
export function firstError(text: string): SyntaxFault {
	try {
		visit(text, { onError: (code, offset) => stopAt(text, code, offset) }, { disallowComments: true });
	} catch (error) {
		if (error instanceof FirstError) return error.fault;
		if (error instanceof RangeError) return { offset: 0, why: tooDeep };
		throw error;
	}
	return { offset: 0, why: "not JSON; write it as JSON" };
}

function stopAt(text: string, code: ParseErrorCode, offset: number): never {
	const rest = text.slice(offset).trim();
	const name = printParseErrorCode(code);
	if (name === "InvalidCommentToken" && /^.*shipshape\W?ignor/i.test(rest))
		throw new FirstError({ offset, why: noIgnores });
	throw new FirstError({ offset, why: rest === "" ? truncated : (reasons[name] ?? fallback) });
}

const truncated = "the JSON ends too early; write the rest of it";
const noIgnores =
	"JSON does not allow comments, so it has no ignores in them; remove it, and write a waiver in the policy or, in a template, the metadata " +
	"of its resource";
const fallback = "not JSON; write a string in double quotes, a number, true, false, null, an array or an object";
const reasons: Readonly<Record<string, string>> = {
	InvalidCommentToken: "JSON does not allow comments; remove it",
	PropertyNameExpected: "a key in double quotes is missing here; write one, or remove the comma before it",
	ValueExpected: "a value is missing here; write one, or remove the comma before it",
	ColonExpected: "a colon is missing here; write one between the key and its value",
	CommaExpected: "a comma or a closing bracket is missing here; write a comma between two values",
	EndOfFileExpected: "there is text after the end of the JSON; remove it",
	UnexpectedEndOfString: 'this string is not closed; write the closing "',
	InvalidCharacter: "a line break or control character inside a string; write it as an escape, such as \\n",
	InvalidEscapeCharacter: "this escape sequence is invalid; write \\\\",
	InvalidUnicode: "this Unicode escape is invalid; write \\u and four hexadecimal digits",
};
