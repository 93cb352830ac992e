import { defineControl } from "../../core/control.ts";
import { formatUnknown, isUnresolved } from "../../core/reading.ts";
import { notApplicable, pass, unknown } from "../../core/verdict.ts";
import { checkEfsVolumes } from "../../domain/containers/efs-volumes.ts";
import { combineProblems, isNonEmpty } from "../../domain/containers/problems.ts";
import { aTaskDefinition } from "../../domain/example-facts.ts";

const withEfs = (...encryption: readonly (string | null)[]) =>
	aTaskDefinition({
		volumes: encryption.map((efsTransitEncryption, index) => ({ name: `shared-${index + 1}`, efsTransitEncryption })),
	});

/** NFS does not encrypt, so without this setting the contents of the files can be read on the network. */
export default defineControl({
	id: "task-definition/efs-in-transit-encryption",
	on: "task-definition",
	field: "volumes",
	title: "EFS volumes should be encrypted in transit",
	severity: "MEDIUM",
	aws: "ECS.18",
	why: "EFS uses NFS: anyone on the network between the task and the file system can read and change the files in transit.",
	remediation:
		'Write "transitEncryption": "ENABLED" in the volume\'s efsVolumeConfiguration; IAM authorization and access points require it anyway.',
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSVolumeConfiguration.html",
		"https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-18",
	],
	examples: {
		pass: [
			{ title: "One encrypted volume", facts: withEfs("ENABLED") },
			{ title: "Every volume is encrypted", facts: withEfs("ENABLED", "ENABLED") },
		],
		fail: [
			{ title: "transitEncryption is not set", facts: withEfs(null) },
			{ title: "The second volume is not encrypted", facts: withEfs("ENABLED", "DISABLED") },
		],
	},

	evaluate({ volumes }) {
		if (isUnresolved(volumes)) return unknown(`the volumes are ${formatUnknown(volumes)}`);
		const { names, problems, unresolved } = checkEfsVolumes(volumes);
		if (isNonEmpty(problems)) return combineProblems(problems);
		if (unresolved !== null) return unknown(unresolved.reason, { field: unresolved.field });
		if (!isNonEmpty(names)) return notApplicable("there is no EFS volume");
		return pass(`EFS volumes are encrypted in transit: ${names.join(", ")}`);
	},
});
