import { expect, test } from "@jest/globals";
import control from "../../../controls/service/platform-version.ts";
import type { ServiceFacts } from "../../../core/facts.ts";
import { aService, aTaskDefinition } from "../../support/builders.ts";
import { verdictLines } from "../../support/judged.ts";

const on = (version: string, family: string | null = "LINUX", of = "service") => ({ of, version, family });
const windows: ServiceFacts["definition"] = { value: aTaskDefinition({ operatingSystem: "windows" }) };
const latest = "the latest is 1.4.0 for Linux, 1.0.0 for Windows";
const unread: ServiceFacts["definition"] = { unread: "it was denied" };

test.each<[string, Partial<ServiceFacts>, string]>([
	["1.4.0", {}, "pass MEDIUM shop/web: the service is set to 1.4.0"],
	["LATEST", { platformVersions: [on("LATEST")] }, "pass MEDIUM shop/web: the service is set to LATEST"],
	[
		"LATEST on an unknown operating system",
		{ platformVersions: [on("LATEST", null)], definition: unread },
		"pass MEDIUM shop/web: the service is set to LATEST",
	],
	["a later version", { platformVersions: [on("1.5.0")] }, "pass MEDIUM shop/web: the service is set to 1.5.0"],
	[
		"1.0.0 on Windows",
		{ platformVersions: [on("1.0.0", "WINDOWS_SERVER_2022_CORE")] },
		"pass MEDIUM shop/web: the service is set to 1.0.0",
	],
	[
		"a family in lower case, as DescribeServices returns it",
		{ platformVersions: [on("1.0.0", "Windows_Server_2019_Full")] },
		"pass MEDIUM shop/web: the service is set to 1.0.0",
	],
	[
		"1.0.0 of a service whose definition is for Windows",
		{ platformVersions: [on("1.0.0", null)], definition: windows },
		"pass MEDIUM shop/web: the service is set to 1.0.0",
	],
	["1.3.0", { platformVersions: [on("1.3.0")] }, `fail MEDIUM shop/web: the service is set to 1.3.0; ${latest}`],
	[
		"1.0.0 on Linux",
		{ platformVersions: [on("1.0.0")] },
		`fail MEDIUM shop/web: the service is set to 1.0.0; ${latest}`,
	],
	[
		"1.3.0 of a service whose definition is for Linux",
		{ platformVersions: [on("1.3.0", null)] },
		`fail MEDIUM shop/web: the service is set to 1.3.0; ${latest}`,
	],
	[
		"0.9.0 on an unknown operating system",
		{ platformVersions: [on("0.9.0", null)], definition: unread },
		`fail MEDIUM shop/web: the service is set to 0.9.0; ${latest}`,
	],
	[
		"an old task set",
		{ platformVersions: [on("LATEST"), on("1.3.0", "LINUX", "ecs-svc/1")] },
		`fail MEDIUM shop/web: task set ecs-svc/1 is set to 1.3.0; ${latest}`,
	],
	[
		"1.0.0 on an unknown operating system",
		{ platformVersions: [on("1.0.0", null)], definition: unread },
		"unknown MEDIUM shop/web: the service is set to 1.0.0; whether on Linux or Windows is unknown",
	],
	[
		"text that is no version",
		{ platformVersions: [on("next")] },
		"unknown MEDIUM shop/web: the service is set to next, which is not recognized",
	],
	["no version on Fargate", { platformVersions: [] }, "unknown MEDIUM shop/web: ECS returned no platform version"],
	[
		"neither a version nor a launch type",
		{ platformVersions: [], launchTypes: [] },
		"unknown MEDIUM shop/web: cannot tell whether it runs on Fargate",
	],
	["EC2", { platformVersions: [], launchTypes: ["EC2"] }, "not-applicable MEDIUM shop/web: it does not run on Fargate"],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, aService(facts))).toEqual([expected]);
});
