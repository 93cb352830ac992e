import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { isFields } from "../../core/json.ts";
import { isUnresolved } from "../../core/reading.ts";
import type { DocumentPath, SourceDocument } from "../document/source-document.ts";
import { memberOf, valueAt } from "../document/value-at.ts";
import type { FileSubject } from "../reader.ts";
import { apiCase } from "./api-case.ts";

/** Fields that a container does not have: asked about with a container, they are the definition's. */
const taskFields: ReadonlySet<string> = new Set(["family", "ipcMode", "networkMode", "pidMode", "tags", "volumes"]);

/**
 * Where the fields of a definition stand, by the words of `Control.field`. Containers are known by their name or, as their facts
 * call them where they have none, by `#1`, `#2` …
 */
export function findersOf(
	document: SourceDocument,
	definitionAt: DocumentPath,
	containersAt: DocumentPath,
	containers: TaskDefinitionFacts["containers"],
): Required<Pick<FileSubject, "positionOf" | "path">> {
	const names = isUnresolved(containers) ? [] : containers.map(({ name }) => name);
	const find = (field: string, container?: string): FoundPath => {
		const steps = field.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
		const index = container === undefined ? -1 : names.indexOf(container);
		const isOfTask = index === -1 || taskFields.has(String(steps[0]));
		return findPath(document.value, isOfTask ? definitionAt : [...containersAt, index], steps);
	};
	return {
		positionOf: (...of) => {
			const { written, isBase } = find(...of);
			return document.at(written, isBase ? "value" : "key");
		},
		path: (...of) => {
			const { written, missing } = find(...of);
			return [...written, ...missing];
		},
	};
}

interface FoundPath {
	readonly written: DocumentPath;
	readonly missing: DocumentPath;
	readonly isBase: boolean;
}

/** The field, or its nearest part that is written, whatever the case of its first letter; else `base` itself. */
function findPath(document: unknown, base: DocumentPath, steps: DocumentPath): FoundPath {
	let part = valueAt(document, base);
	let written = base;
	for (const [index, step] of steps.entries()) {
		const key = keyIn(part, step);
		if (key === null) return { written, missing: steps.slice(index), isBase: written === base };
		written = [...written, key];
		part = memberOf(part, key);
	}
	return { written, missing: [], isBase: written === base };
}

function keyIn(value: unknown, step: string | number): string | number | null {
	if (Array.isArray(value)) return typeof step === "number" && step < value.length ? step : null;
	if (!isFields(value)) return null;
	return Object.keys(value).find((key) => key === step || apiCase(key) === step) ?? null;
}
