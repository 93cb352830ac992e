import type { ContainerFacts } from "../../core/facts.ts";
import { isFields } from "../../core/json.ts";
import { isUnresolved, type Value } from "../../core/reading.ts";
import type { DocumentPath, SourceDocument } from "../document/source-document.ts";
import { memberOf, valueAt } from "../document/value-at.ts";
import type { FileSubject } from "../reader.ts";
import { apiCase } from "./api-case.ts";

/** Fields of the definition, even when they are looked up with a container. */
const taskFields: ReadonlySet<string> = new Set(["family", "ipcMode", "networkMode", "pidMode", "tags", "volumes"]);

/**
 * Finds the positions and paths of a definition's fields, in the terms of `Control.field`. Containers are identified by name or, as in their facts
 * when they have none, by `#1`, `#2` …
 */
export function findersOf(
	document: SourceDocument,
	definitionAt: DocumentPath,
	containersAt: DocumentPath,
	containers: Value<readonly Pick<ContainerFacts, "name">[]>,
): Required<Pick<FileSubject, "positionOf" | "path" | "linesOf">> {
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
		linesOf: (container) => {
			const index = container === undefined ? -1 : names.indexOf(container);
			if (container !== undefined && index === -1) return [];
			const lines = document.linesOf?.(container === undefined ? definitionAt : [...containersAt, index]) ?? null;
			return lines === null ? [] : [lines];
		},
	};
}

interface FoundPath {
	readonly written: DocumentPath;
	readonly missing: DocumentPath;
	readonly isBase: boolean;
}

/** The field, or its nearest written ancestor, ignoring the case of its first letter; otherwise `base`. */
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
