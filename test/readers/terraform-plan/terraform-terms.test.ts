import { expect, test } from "@jest/globals";
import { inTerraformTerms } from "../../../readers/terraform-plan/terraform-terms.ts";

test.each([
	['Write "imageTagMutability": "IMMUTABLE", or not.', 'Write image_tag_mutability = "IMMUTABLE", or not.'],
	[
		'Set "imageScanningConfiguration": {"scanOnPush": true} there.',
		"Set image_scanning_configuration { scan_on_push = true } there.",
	],
	[
		'Remove "pidMode" and "ipcMode", and write "networkMode": "awsvpc".',
		'Remove pid_mode and ipc_mode, and write network_mode = "awsvpc".',
	],
	[
		'Write "transitEncryption": "ENABLED" in the volume\'s efsVolumeConfiguration.',
		'Write transit_encryption = "ENABLED" in the volume\'s efs_volume_configuration.',
	],
	["use a volume without host.sourcePath.", "use a volume without host_path."],
	// What is in container_definitions is JSON with the names of the API.
	['Write "readonlyRootFilesystem": true in the container.', 'Write "readonlyRootFilesystem": true in the container.'],
])("advice names the arguments of Terraform: %s", (advice, expected) => {
	expect(inTerraformTerms(advice)).toBe(expected);
});
