/** Arguments of the AWS provider for what advice names as the ECS and ECR APIs do; what is in `container_definitions` has the API's names. */
const replacements: readonly (readonly [pattern: RegExp, text: string])[] = [
	[/"imageScanningConfiguration": \{"scanOnPush": (\w+)\}/g, "image_scanning_configuration { scan_on_push = $1 }"],
	[/"imageTagMutability": /g, "image_tag_mutability = "],
	[/"(network|ipc|pid)Mode": /g, "$1_mode = "],
	[/"(network|ipc|pid)Mode"/g, "$1_mode"],
	[/"transitEncryption": /g, "transit_encryption = "],
	[/\befsVolumeConfiguration\b/g, "efs_volume_configuration"],
	[/\bhost\.sourcePath\b/g, "host_path"],
];

/** Translates advice from the terms of the ECS and ECR APIs to those of Terraform. */
export const inTerraformTerms = (advice: string): string =>
	replacements.reduce((text, [pattern, terms]) => text.replace(pattern, terms), advice);
