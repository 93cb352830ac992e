import { expect, test } from "@jest/globals";
import control from "../../../controls/cluster/exec-logging.ts";
import { aCluster } from "../../support/builders.ts";
import { verdictLines } from "../../support/judged.ts";

const byDriver = "pass LOW shop: commands of ECS Exec are logged by the awslogs driver of the container";

test.each<[string | null, boolean, string]>([
	["OVERRIDE", true, "pass LOW shop: commands of ECS Exec are logged to a log group or a bucket"],
	["OVERRIDE", false, "fail LOW shop: commands of ECS Exec are not logged (OVERRIDE names no log group and no bucket)"],
	["DEFAULT", false, byDriver],
	[null, false, byDriver],
	["NONE", false, "fail LOW shop: commands of ECS Exec are not logged (NONE)"],
	["NONE", true, "fail LOW shop: commands of ECS Exec are not logged (NONE)"],
	["STREAM", true, 'unknown LOW shop: the value "STREAM" of logging is not recognized'],
])("gives the right verdict for %p with a target: %p", (execLogging, hasExecLogTarget, expected) => {
	expect(verdictLines(control, aCluster({ execLogging, hasExecLogTarget }))).toEqual([expected]);
});
