import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { fieldsIn, isFields, textIn } from "../../core/json.ts";
import { isUnresolved } from "../../core/reading.ts";
import type { DocumentPath, Location, SourceDocument } from "../document/source-document.ts";
import { valueAt } from "../document/value-at.ts";
import type { FileSubject } from "../reader.ts";
import { toApiCase } from "../task-definition/api-case.ts";
import { findersOf } from "../task-definition/positions.ts";
import type { PlannedResource } from "./plan.ts";
import type { PolicySource } from "./repositories.ts";

/** Attributes whose names differ from the API's. */
const attributes: Readonly<Record<string, string>> = { volumes: "volume" };

/** Fields that are resources of their own in Terraform: policies. */
type PolicyResources = Readonly<Record<string, PolicySource>>;

/** The document that has the values of a resource, and their path: the plan, or the `.tf` files that it was made from. */
export type PlaceOf = (planned: PlannedResource) => {
	readonly document: {
		readonly value: unknown;
		readonly at: (...at: Parameters<SourceDocument["at"]>) => Location;
	} & Pick<SourceDocument, "linesOf">;
	readonly at: DocumentPath;
};

/**
 * Finds the positions of a resource's fields, in the terms of `Control.field`. Containers are a JSON text in a plan, so all their
 * fields have the position of that text; in `.tf` files they have their own.
 */
export function positionFinder(
	placeOf: PlaceOf,
	planned: PlannedResource,
	policyResources: PolicyResources,
	containers: TaskDefinitionFacts["containers"] = [],
): FileSubject["positionOf"] {
	return (field, container) => {
		const { document, at } = placeOf(planned);
		const values = valueAt(document.value, at);
		const [first = "", ...more] = field.split(".");
		const steps = more.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
		const other = policyResources[first];
		if (other !== undefined && other !== null && !("unread" in other)) return positionOfPolicy(placeOf(other), steps);
		const own = attributeOf(first);
		const isOfTask = isFields(values) && own in values && (container === undefined || own !== "memory");
		if (isOfTask) return document.at([...at, own, ...steps.slice(0, 1)], "key");
		if (container === undefined) return document.at(at.slice(0, -1), "value");
		const written = [...at, "container_definitions"];
		const list = valueAt(document.value, written);
		return Array.isArray(list)
			? findersOf(document, at, written, namedAsWritten(list, containers)).positionOf(field, container)
			: document.at(written, "key");
	};
}

/** Finds the lines of a resource, and of its containers where they are written separately. */
export function linesFinder(
	placeOf: PlaceOf,
	planned: PlannedResource,
	containers: TaskDefinitionFacts["containers"] = [],
): NonNullable<FileSubject["linesOf"]> {
	return (container) => {
		const { document, at } = placeOf(planned);
		const list = valueAt(document.value, [...at, "container_definitions"]);
		const names = Array.isArray(list) ? namedAsWritten(list, containers).map(({ name }) => name) : [];
		const index = container === undefined ? -1 : names.indexOf(container);
		if (container !== undefined && index === -1) return [];
		const path = container === undefined ? at : [...at, "container_definitions", index];
		const lines = document.linesOf?.(path) ?? null;
		return lines === null ? [] : [lines];
	};
}

/** The names of containers in a list; where it determines none, those that the facts have. */
const namedAsWritten = (list: readonly unknown[], containers: TaskDefinitionFacts["containers"]) =>
	list.map((one, index) => ({
		name: textIn(fieldsIn(toApiCase(one))["name"]) ?? (isUnresolved(containers) ? "" : (containers[index]?.name ?? "")),
	}));

function positionOfPolicy({ document, at }: ReturnType<PlaceOf>, steps: DocumentPath): Location {
	const written = [...at, "policy"];
	return document.at(typeof valueAt(document.value, written) === "string" ? written : [...written, ...steps], "key");
}

const attributeOf = (field: string): string =>
	attributes[field] ?? field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
