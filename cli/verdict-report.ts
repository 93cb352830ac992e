import { controls } from "../controls/index.ts";
import { BadInputError } from "../core/errors.ts";
import { type Fields, fieldsIn, isFields, textIn } from "../core/json.ts";
import { isSeverity, type Status, statuses } from "../core/verdict.ts";
import { readJson } from "../readers/document/json-document.ts";
import { readStream, readTextFile } from "../readers/document/read-file.ts";
import { quote } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";
import { standardInput } from "./unread-input.ts";
import type { FileVerdict } from "./verdicts.d.ts";

/** What is reported of a verdict in a file, and the kind of its subject. */
export interface ReportedVerdict
	extends Pick<FileVerdict, "control" | "subject" | "name" | "status" | "severity" | "message" | "remediation"> {
	readonly kind: "repository" | "task-definition";
	readonly container?: string;
}

/**
 * The verdicts in a file that `shipshape check --format json` has written; `-` is standard input. Throws BadInputError,
 * `path:line:column: what is wrong; what to do`.
 */
export async function readVerdicts(
	path: string,
	{ input }: Pick<Terminal, "input">,
): Promise<readonly ReportedVerdict[]> {
	const name = path === "-" ? standardInput : path;
	const { value, at } = readJson(path === "-" ? await readStream(input, name) : readTextFile(path), name);
	const problem = (keys: readonly (string | number)[], what: string): BadInputError => {
		const { line, column } = at(keys, "value");
		return new BadInputError(`${name}:${line}:${column}: ${what}`);
	};
	const { schemaVersion, verdicts } = fieldsIn(value);
	if (!Array.isArray(verdicts)) throw problem([], `has no verdicts of files; ${remedy}`);
	if (schemaVersion !== "1") throw problem(["schemaVersion"], `not the schemaVersion "1"; ${remedy}`);
	return verdicts.map((one, index) => {
		const verdict = isFields(one) ? verdictIn(one) : "not a mapping";
		if (typeof verdict === "string") throw problem(["verdicts", index], `${verdict}; ${remedy}`);
		return verdict;
	});
}

const remedy = "write it with shipshape check --format json of this version";

/** A verdict, or what is wrong with it. */
function verdictIn(fields: Fields): ReportedVerdict | string {
	const [id, subject, name, container] = ["control", "subject", "name", "container"].map((key) => textIn(fields[key]));
	const { status, severity, message, remediation } = fields;
	const control = controls.find((one) => one.id === id);
	if (control === undefined) return `names no control of this version${id == null ? "" : `: ${quote(id)}`}`;
	const kind = control.on;
	if (kind !== "repository" && kind !== "task-definition") return `${control.id} judges nothing that is in a file`;
	if (subject == null) return "names no subject";
	if (!isStatus(status)) return "has no status";
	if (typeof severity !== "string" || !isSeverity(severity)) return "has no severity";
	if (typeof message !== "string" || typeof remediation !== "string") return "has no message and remediation";
	return {
		...{ control: control.id, kind, subject, status, severity, message, remediation },
		...(name ? { name } : {}),
		...(container == null ? {} : { container }),
	};
}

const isStatus = (value: unknown): value is Status => statuses.some((status) => status === value);
