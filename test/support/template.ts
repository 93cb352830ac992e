import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import { isUnresolved } from "../../core/reading.ts";
import { acceptHoles, isPartial, noValue } from "../../domain/cloudformation/template-text.ts";
import { readCloudFormation } from "../../readers/cloudformation/read.ts";
import { newBudget, scopeOf } from "../../readers/cloudformation/resolve.ts";
import type { Assumptions } from "../../readers/cloudformation/scope.ts";
import { templateIn } from "../../readers/cloudformation/template.ts";
import { readDocument } from "../../readers/document/document.ts";
import type { FileReading, FileSubject } from "../../readers/reader.ts";
import { readAt } from "./builders.ts";

/** A template, as text or as data that is written as JSON, read as the file `app.yaml`. */
export function readTemplate(template: unknown): FileReading {
	const text = typeof template === "string" ? template : JSON.stringify(template, null, 1);
	const document = readDocument(text, "app.yaml");
	return readCloudFormation({
		path: "app.yaml",
		text,
		document,
		readAt,
		readRelative: () => ({ missing: "nothing here" }),
	});
}

type Sections = Readonly<Record<string, unknown>>;

/** A template of one task definition, `Web`, with one container, `app`, that has these properties. */
export const aTemplateWith = (container: Sections, sections: Sections = {}, properties: Sections = {}) => ({
	...sections,
	Resources: {
		...((sections["Resources"] as Sections | undefined) ?? {}),
		Web: {
			Type: "AWS::ECS::TaskDefinition",
			Properties: { ContainerDefinitions: [{ Name: "app", ...container }], ...properties },
		},
	},
});

/** A template of one repository, `Repo`. */
export const aTemplateOf = (properties: unknown, sections: Sections = {}) => ({
	...sections,
	Resources: {
		...((sections["Resources"] as Sections | undefined) ?? {}),
		Repo: { Type: "AWS::ECR::Repository", Properties: properties },
	},
});

/** The subject of a logical id. */
export function subjectIn(template: unknown, id: string): FileSubject {
	const found = readTemplate(template).subjects.find(({ facts }) => facts.arn === `app.yaml#${id}`);
	if (found === undefined) throw new Error(`the template has no ${id}`);
	return found;
}

/** The value of a node in a template, with its unknown parts; undefined if the property is removed. */
export function resolved(node: unknown, sections: Sections = {}, assumed?: Assumptions): unknown {
	const effort = newBudget();
	const { template } = templateIn({ Resources: {}, ...sections }, effort);
	return plain(scopeOf(template, effort, assumed).valueOf(node));
}

function plain(value: unknown): unknown {
	if (value === noValue) return undefined;
	if (isPartial(value)) return acceptHoles(value, []);
	if (Array.isArray(value)) return value.map(plain);
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

/** The definition `Web`. */
export function definitionIn(template: unknown): TaskDefinitionFacts {
	const { facts } = subjectIn(template, "Web");
	if (facts.kind !== "task-definition") throw new Error("Web is no task definition");
	return facts;
}

/** The first container of `Web`. */
export function containerIn(template: unknown): ContainerFacts {
	const { containers } = definitionIn(template);
	const [first] = isUnresolved(containers) ? [] : containers;
	if (first === undefined) throw new Error("Web has no containers");
	return first;
}
