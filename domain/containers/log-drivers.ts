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

/** "For tasks on Fargate, the supported log drivers are awslogs, splunk, and awsfirelens" (LogConfiguration, ECS API reference). */
const fargateDrivers = ["awslogs", "splunk", "awsfirelens"];

const mustFitFargate = ({ engine, compatibilities }: TaskDefinitionFacts): boolean =>
	engine === "ecs" && compatibilities.includes("FARGATE");

/** The judgement of a log driver that is not known, or in part. */
export function judgeUnknownDriver(name: string, driver: Unresolved, facts: TaskDefinitionFacts): Judgement {
	if (driver.isSet === true) {
		if (!failingLogDrivers(facts).some((one) => mayBe(driver, one.driver)))
			return pass(`container ${name} logs to ${formatForDisplay(String(driver.text))}`);
		const drivers = mustFitFargate(facts) ? fargateDrivers.filter((one) => mayBe(driver, one)) : [];
		if (drivers.length > 0)
			return pass(`container ${name} logs to ${drivers.join(" or ")}: Fargate accepts no other driver`);
	}
	return unknown(`the log driver of container ${name} is ${formatUnknown(driver)}`);
}
