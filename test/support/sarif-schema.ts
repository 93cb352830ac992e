import schemaOfDraft4 from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import addFormats from "ajv-formats";

/** What SARIF's own JSON Schema says of a document; empty when it is valid. */
export function sarifProblems(document: unknown): readonly string[] {
	return validate(document)
		? []
		: (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

// Of draft 04 it uses nothing that later drafts mean otherwise, but for the name of its own id.
const { $schema: _draft, id: _id, ...schema } = schemaOfDraft4;
// One of its patterns has a bracket that stands alone.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);
