import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { fieldsIn, isFields } from "../../core/json.ts";
import { toApiShape } from "../../domain/cloudformation/api-shape.ts";
import { tagsIn } from "../../domain/cloudformation/tags.ts";
import { type DefinitionContext, taskDefinitionFactsOf } from "../../domain/ecs-json/task-definition-facts.ts";
import { imageRepositoryIn } from "./repository-of-image.ts";
import type { Resource, Scope } from "./scope.ts";

/**
 * An AWS::ECS::DaemonTaskDefinition: a task definition without a network mode, for ECS Managed Instances (RegisterDaemonTaskDefinition,
 * ECS API reference).
 */
export function daemonDefinitionOf(
	{ id, properties }: Resource,
	scope: Scope,
	arn: string,
	readAt: string,
): TaskDefinitionFacts {
	const written = scope.valueOf(properties);
	const definition = { ...fieldsIn(toApiShape(written)), requiresCompatibilities: ["MANAGED_INSTANCES"] };
	return taskDefinitionFactsOf(definition, contextIn(scope, { arn, family: id, readAt, written }));
}

/** `written`: the properties, as far as they are known. */
const contextIn = (
	scope: Scope,
	{ written, ...named }: Pick<DefinitionContext, "arn" | "family" | "readAt"> & { readonly written: unknown },
): DefinitionContext => ({
	...named,
	tags: tagsIn(fieldsIn(written)["Tags"]),
	imageRepository: imageRepositoryIn(scope),
});

const writtenByEcs = {
	unresolved: "ECS writes the task definition of an Express service; it is checked in the account",
};

/** "The default value for an express service is 512 MiB" (CreateExpressGatewayService, ECS API reference). */
const defaultMemory = "512";

/**
 * What an AWS::ECS::ExpressGatewayService says of the task definition that ECS writes for it: its one container, on Fargate. Null if it
 * names a task definition instead.
 */
export function expressDefinitionOf(
	{ id, properties }: Resource,
	scope: Scope,
	arn: string,
	readAt: string,
): TaskDefinitionFacts | null {
	const written = scope.valueOf(properties);
	const { primaryContainer, memory = defaultMemory } = fieldsIn(toApiShape(written));
	if (primaryContainer === undefined || primaryContainer === null) return null;
	const { awsLogsConfiguration: logs, ...container } = fieldsIn(primaryContainer);
	const main = {
		...{ name: "Main", ...container, readonlyRootFilesystem: writtenByEcs, user: writtenByEcs },
		logConfiguration: isFields(logs) ? { logDriver: "awslogs" } : writtenByEcs,
	};
	const definition = {
		...{ memory, networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"] },
		containerDefinitions: [main],
	};
	return taskDefinitionFactsOf(definition, contextIn(scope, { arn, family: id, readAt, written }));
}
