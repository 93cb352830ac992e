import { defineControl } from "../../core/control.ts";
import { formatForDisplay } from "../../core/text.ts";
import { fail, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { aCapacityProvider } from "../../domain/example-services.ts";

/** Managed termination protection does not work without managed scaling (AutoScalingGroupProvider of the ECS API). */
export default defineControl({
	id: "capacity-provider/termination-protection",
	on: "capacity-provider",
	field: "autoScalingGroupProvider.managedTerminationProtection",
	title: "Instances that run tasks should be protected from scale-in",
	severity: "MEDIUM",
	aws: "ECS.19",
	why: "Without managed termination protection, Auto Scaling may terminate an instance on which tasks run when it scales in.",
	remediation:
		"Enable instance scale-in protection in the Auto Scaling group, then managed scaling and managed termination protection: " +
		"aws ecs update-capacity-provider --name NAME --auto-scaling-group-provider " +
		"managedScaling={status=ENABLED},managedTerminationProtection=ENABLED.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/update-managed-termination-protection.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-19",
	],
	examples: {
		pass: [
			{ title: "Managed termination protection is on", facts: aCapacityProvider() },
			{
				title: "ECS does not return the status of managed scaling",
				facts: aCapacityProvider({ managedScaling: null }),
			},
		],
		fail: [
			{
				title: "Managed termination protection is off",
				facts: aCapacityProvider({ managedTerminationProtection: "DISABLED" }),
			},
			{ title: "It is on without managed scaling", facts: aCapacityProvider({ managedScaling: "DISABLED" }) },
		],
	},

	evaluate({ name, managedTerminationProtection: protection, managedScaling }) {
		switch (protection) {
			case null:
				return notApplicable(`${name}: it has no Auto Scaling group`);
			case "DISABLED":
				return fail(`${name}: managed termination protection is off`);
			case "ENABLED":
				return managedScaling === "DISABLED"
					? fail(`${name}: managed termination protection has no effect, because managed scaling is off`)
					: pass(`${name}: managed termination protection is on`);
			default:
				return unknown(`${name}: managedTerminationProtection "${formatForDisplay(protection)}" is not recognized`);
		}
	},
});
