import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";
import { tooDeep } from "./at-place.ts";

/** The first thing that is wrong in a text. */
interface SyntaxFault {
	readonly offset: number;
	readonly why: string;
}

/** Thrown through jsonc-parser, which would otherwise go on to the end of the text. */
class FirstError extends Error {
	override readonly name = "FirstError";
	readonly fault: SyntaxFault;

	constructor(fault: SyntaxFault) {
		super(fault.why);
		this.fault = fault;
	}
}

/** Why a text is not JSON, and what to write; never a part of the text. */
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
	throw new FirstError({ offset, why: rest === "" ? truncated : (reasons[printParseErrorCode(code)] ?? otherwise) });
}

const truncated = "the text ends before the JSON does; write the rest of it";
const otherwise = "not JSON; write a text in double quotes, a number, true, false, null, a list or an object";
const reasons: Readonly<Record<string, string>> = {
	InvalidCommentToken: "JSON has no comments; take it out",
	PropertyNameExpected: "a key in double quotes belongs here; write one, or take out the comma before it",
	ValueExpected: "a value belongs here; write one, or take out the comma before it",
	ColonExpected: "a colon belongs here; write one between the key and its value",
	CommaExpected: "a comma or the end belongs here; write one between two values",
	EndOfFileExpected: "the JSON ended before this; take the rest out",
	UnexpectedEndOfString: 'this text has no end; write the closing "',
	InvalidCharacter: "a line break or control character inside a text; write it as an escape, such as \\n",
	InvalidEscapeCharacter: "this backslash means nothing; write \\\\",
	InvalidUnicode: "this is no character; write \\u and four hexadecimal digits",
};
