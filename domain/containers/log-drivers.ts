import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, type Unresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { type Judgement, pass, unknown } from "../../core/verdict.ts";
import { mayBe } from "../possible-texts.ts";

/**
 * The log drivers that keep no logs: `none`, and on ECS Managed Instances, which ECS replaces, json-file. There, "the supported log drivers
 * are awslogs, splunk, awsfirelens, and json-file" (LogConfiguration, ECS API reference).
 */
export function failingLogDrivers({ compatibilities }: TaskDefinitionFacts): readonly string[] {
	const isManaged = compatibilities.length > 0 && compatibilities.every((one) => one === "MANAGED_INSTANCES");
	return isManaged ? ["none", "json-file"] : ["none"];
}

/** The judgement of a log driver that is known in part; `failing`: those that fail. */
export const judgeUnknownDriver = (name: string, driver: Unresolved, failing: readonly string[]): Judgement =>
	driver.isSet === true && !failing.some((one) => mayBe(driver, one))
		? pass(`container ${name} logs to ${formatForDisplay(String(driver.text))}`)
		: unknown(`the log driver of container ${name} is ${formatUnknown(driver)}`);
