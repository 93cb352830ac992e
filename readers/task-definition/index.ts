import type { DocumentReader } from "../reader.ts";
import { readTaskDefinitions } from "./read.ts";
import { looksLikeTaskDefinition } from "./recognize.ts";

export default {
	kind: "task-definition",
	source: "document",
	title: "ECS task definitions",
	forms: "for register-task-definition, from describe-task-definition, in CloudTrail events and logs",
	fileNames: String.raw`[^/]*[Tt]ask[._-]?[Dd]ef(initions?|s)?([._A-Z0-9-][^/]*)?\.(json|ya?ml)`,
	keys: ["containerDefinitions", "ContainerDefinitions"],
	precedence: 30,
	recognizes: looksLikeTaskDefinition,
	load: () => readTaskDefinitions,
	editable: { notation: "ecs-api" },
} satisfies DocumentReader;
