import type { TaskDefinitionFacts } from "../../core/facts.ts";

/**
 * Whether logs stay on an ECS Managed Instance, which ECS replaces. There, "the supported log drivers are awslogs, splunk, awsfirelens, and
 * json-file" (LogConfiguration, ECS API reference).
 */
export const isLostWithInstance = (logDriver: string | null, { compatibilities }: TaskDefinitionFacts): boolean =>
	logDriver === "json-file" &&
	compatibilities.length > 0 &&
	compatibilities.every((one) => one === "MANAGED_INSTANCES");
