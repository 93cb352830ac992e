import schemaOfDraft4 from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import addFormats from "ajv-formats";

/** The errors that SARIF's own JSON Schema finds in a document; empty if it is valid. */
export function sarifProblems(document: unknown): readonly string[] {
	return validate(document)
		? []
		: (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

// Except for the name of its own id, it uses nothing of draft 04 that has another meaning in later drafts.
const { $schema: _draft, id: _id, ...schema } = schemaOfDraft4;
// One of its patterns contains an unescaped bracket.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);
