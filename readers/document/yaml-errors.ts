import type { YAMLError } from "yaml";
import { toSingleLine, truncate } from "../../core/text.ts";
import { tooDeep } from "./problem.ts";

type ErrorCode = YAMLError["code"];

/**
 * Why a text is not YAML, and what to write. Of what the parser says only the name of a tag is repeated, because the rest quotes the text, which
 * may contain secrets.
 */
export function yamlFault({ code, message }: YAMLError): string {
	if (code === "TAG_RESOLVE_FAILED") return `${toSingleLine(truncate(message, 200))}; write the value without a tag`;
	return reasons[code] ?? `not YAML: ${faults[code] ?? "the syntax is wrong here"}; write it as YAML 1.2`;
}

const reasons: Partial<Record<ErrorCode, string>> = {
	MULTIPLE_DOCS: "a second document begins; write only one",
	RESOURCE_EXHAUSTION: tooDeep,
	BLOCK_AS_IMPLICIT_KEY: "not YAML: a second colon makes a mapping of this value; quote the value",
	BAD_SCALAR_START: "not YAML: a value without quotes cannot begin with this character; quote the value",
	BAD_DQ_ESCAPE: "not YAML: this escape sequence is invalid; write \\\\, or use single quotes",
	TAB_AS_INDENT: "not YAML: a tab is no indentation; indent with spaces",
};

const faults: Partial<Record<ErrorCode, string>> = {
	BAD_INDENT: "the indentation is wrong here, or a bracket is not closed",
	BLOCK_IN_FLOW: "this cannot be inside brackets or braces",
	MISSING_CHAR: "a colon, a comma, a quote or a bracket is missing here",
	MULTILINE_IMPLICIT_KEY: "a line has neither a key with a colon nor an item of a list",
	UNEXPECTED_TOKEN: "this does not belong here",
};
