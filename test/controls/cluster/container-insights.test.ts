import { expect, test } from "@jest/globals";
import control from "../../../controls/cluster/container-insights.ts";
import { aCluster } from "../../support/builders.ts";
import { verdictLines } from "../../support/judged.ts";

test.each<[string | null, string]>([
	["enabled", "pass MEDIUM shop: Container Insights is enabled"],
	["enhanced", "pass MEDIUM shop: Container Insights is enhanced"],
	["disabled", "fail MEDIUM shop: Container Insights is disabled"],
	[null, "fail MEDIUM shop: Container Insights is not set"],
	["sampled", 'unknown MEDIUM shop: the value "sampled" of containerInsights is not recognized'],
])("gives the right verdict for the value %p", (containerInsights, expected) => {
	expect(verdictLines(control, aCluster({ containerInsights }))).toEqual([expected]);
});
