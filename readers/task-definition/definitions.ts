import { type Fields, fieldsIn, isFields, itemsIn, textIn } from "../../core/json.ts";
import type { DocumentPath } from "../document/source-document.ts";
import { valueAt } from "../document/value-at.ts";
import { isContainerList } from "./container-list.ts";

/** A task definition in a document, in the form of RegisterTaskDefinition, and its path. */
export interface Definition {
	readonly at: DocumentPath;
	/** The path of the list of containers, which may be the whole definition. */
	readonly containersAt: DocumentPath;
	readonly fields: Fields;
	/** The fields next to the definition, such as the tags in a response of DescribeTaskDefinition. */
	readonly siblings: Fields;
}

/** A registration that ECS refused, as recorded by CloudTrail: there is no such task definition. */
export interface Refusal {
	readonly at: DocumentPath;
	readonly errorCode: string;
}

/**
 * The definitions of a document: requests of RegisterTaskDefinition and responses of DescribeTaskDefinition, one or a list of
 * them, CloudTrail records (alone, in an EventBridge envelope, or in a log file), or only container definitions.
 * Refused registrations are left out.
 */
export function definitionsIn(value: unknown): readonly Definition[] {
	if (Array.isArray(value)) {
		const listed = value.flatMap((item, index) => (isFields(item) ? definitionsOf(item, [index]) : []));
		return listed.length === 0 && isContainerList(value) ? [containersOnly(value)] : listed;
	}
	return isFields(value) ? definitionsOf(value, []) : [];
}

/** The refused registrations of a document: one, a list of them, or those in a log file. */
export function refusalsIn(value: unknown): readonly Refusal[] {
	if (!Array.isArray(value)) return refusalsOf(value, []);
	return value.flatMap((item, index) => refusalsOf(item, [index]));
}

/** The paths of a definition in a request, a response or an event; the first that exists counts. */
const definitionPaths: readonly DocumentPath[] = [
	[],
	["taskDefinition"],
	["TaskDefinition"],
	["daemonTaskDefinition"],
	["requestParameters"],
	["responseElements", "taskDefinition"],
	["detail", "requestParameters"],
	["detail", "responseElements", "taskDefinition"],
];

function definitionsOf(document: Fields, base: DocumentPath): readonly Definition[] {
	if (refusalCode(document) !== null) return [];
	for (const path of definitionPaths) {
		const fields = fieldsIn(valueAt(document, path));
		const list = ["containerDefinitions", "ContainerDefinitions"].find((name) => Array.isArray(fields[name]));
		if (list === undefined) continue;
		const at = [...base, ...path];
		return [{ at, containersAt: [...at, list], fields, siblings: fieldsIn(valueAt(document, path.slice(0, -1))) }];
	}
	return ["taskDefinitions", "Records"].flatMap((name) =>
		itemsIn(document[name]).flatMap((item, index) =>
			isFields(item) && (name !== "Records" || isRegistration(item)) ? definitionsOf(item, [...base, name, index]) : [],
		),
	);
}

function refusalsOf(document: unknown, base: DocumentPath): readonly Refusal[] {
	const fields = fieldsIn(document);
	const errorCode = refusalCode(fields);
	if (errorCode !== null) return [{ at: base, errorCode }];
	return itemsIn(fields["Records"]).flatMap((item, index) =>
		isFields(item) && isRegistration(item) ? refusalsOf(item, [...base, "Records", index]) : [],
	);
}

/** The error code of a failed registration, alone or in an EventBridge envelope; events/task-definition-registered does the same. */
function refusalCode({ detail, ...record }: Fields): string | null {
	const { eventName, errorCode = null } = isFields(detail) ? detail : record;
	if (eventName !== "RegisterTaskDefinition" || errorCode === null) return null;
	return textIn(errorCode) ?? "an error without a name";
}

/** Of the calls in a CloudTrail log file, only these define what runs; responses to others contain definitions too. */
const isRegistration = ({ eventName, eventSource }: Fields): boolean =>
	eventName === "RegisterTaskDefinition" && eventSource === "ecs.amazonaws.com";

const containersOnly = (containers: readonly unknown[]): Definition => ({
	at: [],
	containersAt: [],
	fields: { containerDefinitions: containers },
	siblings: {},
});
