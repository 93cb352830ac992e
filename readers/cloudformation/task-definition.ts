import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { fieldsIn, itemsIn } from "../../core/json.ts";
import { isUnresolved, type Unresolved, type Value } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { toApiShape } from "../../domain/cloudformation/api-shape.ts";
import { readBoolean } from "../../domain/cloudformation/booleans.ts";
import { tagsIn } from "../../domain/cloudformation/tags.ts";
import {
	isPartial,
	noValue,
	scalarText,
	type TemplateText,
	unresolved,
} from "../../domain/cloudformation/template-text.ts";
import type { AroundStart } from "../../domain/containers/around-start.ts";
import { taskDefinitionFactsOf } from "../../domain/ecs-json/task-definition-facts.ts";
import { aroundStartIn } from "../task-definition/around-start.ts";
import { startWordsIn } from "../task-definition/start-words.ts";
import { imageRepositoryIn } from "./repository-of-image.ts";
import type { Resource, Scope } from "./scope.ts";

/** Reads an AWS::ECS::TaskDefinition. Its properties are those of RegisterTaskDefinition. */
export function taskDefinitionOf(resource: Resource, scope: Scope, arn: string, readAt: string): TaskDefinitionFacts {
	const properties = scope.valueOf(resource.properties);
	const { Family, Tags } = fieldsIn(properties);
	const family = isPartial(Family) ? String(Family) : (scalarText(Family) ?? resource.id);
	return taskDefinitionFactsOf(toApiShape(properties), {
		arn,
		family: resource.id,
		readAt,
		platformVersions: platformVersionsOf(resource.id, family, scope),
		execServices: execServicesOf(resource.id, family, scope),
		tags: tagsIn(Tags),
		imageRepository: imageRepositoryIn(scope),
	});
}

/** The words that each container starts with, evaluated on demand: few are needed. */
export const startWordsOf = ({ properties }: Resource, scope: Scope): readonly Value<readonly string[]>[] =>
	startWordsIn(toApiShape(scope.valueOf(properties)));

/** What is said around the start of each container, evaluated on demand as well. */
export const aroundStartOf = ({ properties }: Resource, scope: Scope): readonly AroundStart[] =>
	aroundStartIn(toApiShape(scope.valueOf(properties)));

/** Fargate platform versions that services and task sets of the template pin for a definition. */
function platformVersionsOf(id: string, family: string, scope: Scope): Value<readonly string[]> {
	const versions: string[] = [];
	// Evaluates as little as possible: there may be as many services as definitions.
	for (const { type, properties, condition } of scope.template.resources.values()) {
		if (type !== "AWS::ECS::Service" && type !== "AWS::ECS::TaskSet") continue;
		if (condition !== null && scope.holds(condition) === false) continue;
		const { PlatformVersion: pinned, TaskDefinition: definition, LaunchType: launchType } = fieldsIn(properties);
		if (pinned === undefined || isNotFargate(scope.valueOf(launchType))) continue;
		if (!namesDefinition(scope.valueOf(definition), id, family)) continue;
		const version = scope.valueOf(pinned);
		if (isPartial(version)) return unresolved(version);
		versions.push(scalarText(version) ?? "LATEST");
	}
	return versions;
}

/** Services of the template that turn on ECS Exec for a definition; certain ones take precedence over unknown ones. */
function execServicesOf(id: string, family: string, scope: Scope): Value<readonly string[]> {
	const services: string[] = [];
	let unknownExec: Unresolved | null = null;
	for (const { id: name, type, properties, condition } of scope.template.resources.values()) {
		if (type !== "AWS::ECS::Service" || (condition !== null && scope.holds(condition) === false)) continue;
		const { EnableExecuteCommand: written, TaskDefinition: definition } = fieldsIn(properties);
		if (readBoolean(written) === null || readBoolean(written) === false) continue;
		const isMatch = runsDefinition(definition, { id, family }, scope);
		if (isMatch === false) continue;
		const value = scope.valueOf(written);
		const isOn = value === noValue ? null : isPartial(value) ? unresolved(value) : readBoolean(value);
		if (isOn === true && isMatch === true) services.push(formatForDisplay(name));
		else if (isUnresolved(isOn)) unknownExec ??= isOn;
		else if (isOn === true && isPartial(isMatch))
			unknownExec ??= {
				unresolved: `cannot tell which task definition service ${formatForDisplay(name)} runs, because ${unresolved(isMatch).unresolved}`,
			};
	}
	return services.length === 0 && unknownExec !== null ? unknownExec : services;
}

/** Maximum nesting of branches. */
const maxBranches = 8;

/** Whether a service runs a definition; the unknown reference when it may be this one. */
function runsDefinition(
	written: unknown,
	one: { id: string; family: string },
	scope: Scope,
	depth = 0,
): boolean | TemplateText {
	const value = scope.valueOf(written);
	if (namesDefinition(value, one.id, one.family)) return true;
	if (!isPartial(value)) return false;
	const [, ...branches] = itemsIn(fieldsIn(written)["Fn::If"]);
	const isUndecided = value.parts.length === 1 && value.holes[0]?.name.startsWith("Fn::If ");
	const mayBe =
		isUndecided && branches.length === 2 && depth < maxBranches
			? branches.some((branch) => runsDefinition(branch, one, scope, depth + 1) !== false)
			: mayNameFamily(value, one.family);
	return mayBe ? value : false;
}

/** The family is after the last slash and before a revision; a hole that names another resource cannot be part of it. */
function mayNameFamily({ parts }: TemplateText, family: string): boolean {
	const text = parts.map((part) => (typeof part === "string" ? part : part.kind === "other" ? "\0" : "\x01")).join("");
	const [named = ""] = text.slice(text.lastIndexOf("/") + 1).split(":");
	const [before = "", ...rest] = named.split("\0");
	return rest.length > 0 && family.startsWith(before) && family.endsWith(rest.at(-1) ?? "");
}

/** `Ref` of a definition, its ARN, or its family, with or without a revision. */
function namesDefinition(definition: unknown, id: string, family: string): boolean {
	const text = isPartial(definition) ? String(definition) : definition;
	if (typeof text !== "string") return false;
	if (text === family || text === `\${${id}}` || text.endsWith(`\${${id}.TaskDefinitionArn}`)) return true;
	return text.split("/").at(-1)?.split(":")[0] === family;
}

const isNotFargate = (launchType: unknown): boolean => typeof launchType === "string" && launchType !== "FARGATE";
