import type { TaskDefinitionFacts } from "../../../core/facts.ts";
import { isUnresolved, type Unresolved, type Value } from "../../../core/reading.ts";
import { shown } from "../../../core/text.ts";
import { taskDefinitionFactsOf } from "../../ecs/task-definition-facts.ts";
import { fieldsIn } from "../../json.ts";
import { apiShape } from "./api-shape.ts";
import { noValue, Open, rendered, scalarText, unresolved } from "./open-text.ts";
import { repositoryOfImage } from "./repository-of-image.ts";
import type { Resource, Scope } from "./scope.ts";
import { tagsIn } from "./tags.ts";
import { truthIn } from "./truths.ts";

/** An AWS::ECS::TaskDefinition. Its properties are those of RegisterTaskDefinition. */
export function taskDefinitionOf(resource: Resource, scope: Scope, arn: string, readAt: string): TaskDefinitionFacts {
	const properties = scope.valueOf(resource.properties);
	const { Family, Tags } = fieldsIn(properties);
	const family = scalarText(Family) ?? resource.id;
	return taskDefinitionFactsOf(apiShape(properties), {
		arn,
		family: resource.id,
		readAt,
		platformVersions: platformVersionsOf(resource.id, family, scope),
		execServices: execServicesOf(resource.id, family, scope),
		tags: tagsIn(Tags),
		imageRepository: (image) => repositoryOfImage(image, scope) ?? unknownRepository,
	});
}

const unknownRepository = { unread: "the template has no repository of its name" };

/** Fargate platform versions that services and task sets of the template pin for a definition. */
function platformVersionsOf(id: string, family: string, scope: Scope): Value<readonly string[]> {
	const versions: string[] = [];
	// Looked at as little as will do: there may be as many services as definitions.
	for (const { type, properties, condition } of scope.template.resources.values()) {
		if (type !== "AWS::ECS::Service" && type !== "AWS::ECS::TaskSet") continue;
		if (condition !== null && scope.holds(condition) === false) continue;
		const { PlatformVersion: pinned, TaskDefinition: definition, LaunchType: launchType } = fieldsIn(properties);
		if (pinned === undefined || isElsewhere(scope.valueOf(launchType))) continue;
		if (!isOf(scope.valueOf(definition), id, family)) continue;
		const version = scope.valueOf(pinned);
		if (version instanceof Open) return unresolved(version);
		versions.push(scalarText(version) ?? "LATEST");
	}
	return versions;
}

/** Services of the template that turn ECS Exec on for a definition; what is certain comes before what is open. */
function execServicesOf(id: string, family: string, scope: Scope): Value<readonly string[]> {
	const services: string[] = [];
	let open: Unresolved | null = null;
	for (const { id: name, type, properties, condition } of scope.template.resources.values()) {
		if (type !== "AWS::ECS::Service" || (condition !== null && scope.holds(condition) === false)) continue;
		const { EnableExecuteCommand: written, TaskDefinition: definition } = fieldsIn(properties);
		if (truthIn(written) === null || truthIn(written) === false) continue;
		if (!isOf(scope.valueOf(definition), id, family)) continue;
		const value = scope.valueOf(written);
		const isOn = value === noValue ? null : value instanceof Open ? unresolved(value) : truthIn(value);
		if (isOn === true) services.push(shown(name));
		else if (isUnresolved(isOn)) open ??= isOn;
	}
	return services.length === 0 && open !== null ? open : services;
}

/** `Ref` of a definition, its ARN, or its family, with or without a revision. */
function isOf(definition: unknown, id: string, family: string): boolean {
	const text = definition instanceof Open ? rendered(definition) : definition;
	if (typeof text !== "string") return false;
	if (text === `\${${id}}` || text.endsWith(`\${${id}.TaskDefinitionArn}`)) return true;
	return text.split("/").at(-1)?.split(":")[0] === family;
}

const isElsewhere = (launchType: unknown): boolean => typeof launchType === "string" && launchType !== "FARGATE";
