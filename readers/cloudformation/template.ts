import { type Fields, fieldsIn, isFields, itemsIn, textIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { readBoolean } from "../../domain/cloudformation/booleans.ts";
import { scalarText } from "../../domain/cloudformation/template-text.ts";
import type { DocumentPath } from "../document/source-document.ts";
import { expandLoop } from "./loops.ts";
import { isLoop } from "./recognize.ts";
import { type Budget, scopeOf } from "./resolve.ts";
import type { Parameter, Resource, Scope, Template } from "./scope.ts";

export interface TemplateNote {
	readonly path: DocumentPath;
	readonly text: string;
}

/** The sections of a template, with notes for what could not be read. Never throws. */
export function templateIn(value: unknown, budget: Budget): { template: Template; notes: readonly TemplateNote[] } {
	const sections = fieldsIn(value);
	const head = {
		parameters: new Map(
			Object.entries(fieldsIn(sections["Parameters"])).map(([name, one]) => [name, parameterIn(one)]),
		),
		mappings: new Map(Object.entries(fieldsIn(sections["Mappings"]))),
	};
	const loopScope = scopeOf({ ...head, conditions: new Map(), resources: new Map() }, budget);
	const conditions = new Map(entriesOf(sections["Conditions"], [], loopScope).map(({ key, node }) => [key, node]));
	const resources = new Map<string, Resource>();
	const notes: TemplateNote[] = [];
	if (!isFields(sections["Resources"])) notes.push({ path: ["Resources"], text: "Resources is not a mapping" });
	for (const { key, node, path } of entriesOf(sections["Resources"], ["Resources"], loopScope)) {
		const problem = problemOf(key, node);
		if (problem === null) resources.set(key, resourceIn(key, fieldsIn(node), path));
		else notes.push({ path, text: problem });
	}
	return { template: { ...head, conditions, resources }, notes };
}

interface Entry {
	readonly key: string;
	readonly node: unknown;
	readonly path: DocumentPath;
}

/** The entries of a section, with loops expanded. */
function entriesOf(section: unknown, base: DocumentPath, scope: Scope): readonly Entry[] {
	return Object.entries(fieldsIn(section)).flatMap(([key, node]): readonly Entry[] => {
		const iterations = isLoop(key) ? expandLoop(node, scope) : null;
		if (iterations === null) return [{ key, node, path: [...base, key] }];
		return iterations.map((iteration) => ({
			key: iteration.key,
			node: iteration.value,
			path: [...base, key, 2, iteration.writtenKey],
		}));
	});
}

function problemOf(key: string, node: unknown): string | null {
	if (isLoop(key))
		return `the collection of ${formatForDisplay(key)} is unknown or too long: the resources that it creates are not checked`;
	if (key === "Fn::Transform") return "Fn::Transform adds resources during deployment: they are not checked";
	if (!isFields(node)) return `${formatForDisplay(key)} is not a mapping`;
	return typeof node["Type"] === "string" ? null : `${formatForDisplay(key)} has no Type`;
}

const resourceIn = (id: string, node: Fields, path: DocumentPath): Resource => ({
	id,
	type: String(node["Type"]),
	properties: node["Properties"],
	metadata: node["Metadata"],
	path,
	condition: typeof node["Condition"] === "string" ? node["Condition"] : null,
	cdkPath: textIn(fieldsIn(node["Metadata"])["aws:cdk:path"]),
});

function parameterIn(node: unknown): Parameter {
	const { Type, Default, AllowedValues, NoEcho } = fieldsIn(node);
	return {
		type: typeof Type === "string" ? Type : "String",
		defaultValue: scalarText(Default),
		allowedValues: itemsIn(AllowedValues).flatMap((value) => scalarText(value) ?? []),
		noEcho: readBoolean(NoEcho) === true,
	};
}
