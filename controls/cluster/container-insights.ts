import { defineControl } from "../../core/control.ts";
import { formatForDisplay } from "../../core/text.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { aCluster } from "../../domain/example-services.ts";

export default defineControl({
	id: "cluster/container-insights",
	on: "cluster",
	field: "settings",
	title: "ECS clusters should have Container Insights enabled",
	severity: "MEDIUM",
	aws: "ECS.12",
	why: "Without Container Insights there are no metrics of tasks and containers, and a failing or abused container is noticed late.",
	remediation:
		"Enable it: aws ecs update-cluster-settings --cluster NAME --settings name=containerInsights,value=enhanced. The value " +
		"enabled is sufficient and costs less.",
	fixCommand: "aws ecs update-cluster-settings --cluster NAME --settings name=containerInsights,value=enhanced",
	references: [
		"https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/deploy-container-insights-ECS.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-12",
	],
	examples: {
		pass: [
			{ title: "Container Insights", facts: aCluster() },
			{ title: "With enhanced observability", facts: aCluster({ containerInsights: "enhanced" }) },
		],
		fail: [
			{ title: "It is disabled", facts: aCluster({ containerInsights: "disabled" }) },
			{ title: "It is not set", facts: aCluster({ containerInsights: null }) },
		],
	},

	evaluate({ name, containerInsights: value }) {
		switch (value) {
			case "enabled":
			case "enhanced":
				return pass(`${name}: Container Insights is ${value}`);
			case "disabled":
			case null:
				return fail(`${name}: Container Insights is ${value ?? "not set"}`);
			default:
				return unknown(`${name}: the value "${formatForDisplay(value)}" of containerInsights is not recognized`);
		}
	},
});
