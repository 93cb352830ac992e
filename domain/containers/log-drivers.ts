import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { formatUnknown, type Unresolved } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { type Judgement, pass, type Severity, unknown } from "../../core/verdict.ts";
import { mayBe } from "../possible-texts.ts";

/** A log driver that keeps no logs; `text` completes a sentence that begins with the container. */
interface FailingDriver {
	readonly driver: string;
	readonly severity: Severity;
	readonly text: string;
}

const none: FailingDriver = { driver: "none", severity: "HIGH", text: "discards its logs (driver none)" };

const onInstance: FailingDriver = {
	driver: "json-file",
	severity: "LOW",
	text: "logs to json-file: the logs are lost with the instance unless a daemon collects them",
};

/**
 * `none`, and on ECS Managed Instances, which ECS replaces, json-file. There, "the supported log drivers are awslogs, splunk, awsfirelens,
 * and json-file" (LogConfiguration, ECS API reference).
 */
export function failingLogDrivers({ compatibilities }: TaskDefinitionFacts): readonly FailingDriver[] {
	const isManaged = compatibilities.length > 0 && compatibilities.every((one) => one === "MANAGED_INSTANCES");
	return isManaged ? [none, onInstance] : [none];
}

/** The judgement of a log driver that is known in part; `failing`: those that fail. */
export const judgeUnknownDriver = (
	name: string,
	driver: Unresolved,
	failing: readonly Pick<FailingDriver, "driver">[],
): Judgement =>
	driver.isSet === true && !failing.some((one) => mayBe(driver, one.driver))
		? pass(`container ${name} logs to ${formatForDisplay(String(driver.text))}`)
		: unknown(`the log driver of container ${name} is ${formatUnknown(driver)}`);
