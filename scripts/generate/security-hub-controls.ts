/** A control of Security Hub CSPM, as its user guide lists it. */
interface SecurityHubControl {
	readonly id: string;
	readonly title: string;
	/** How the equivalent control of Shipshape differs, or why there is none; absent: it asks the same. */
	readonly note?: string;
}

/** When the lists of controls in Security Hub's user guide were read. */
export const readOn = "2026-11-29";

export const guide = "https://docs.aws.amazon.com/securityhub/latest/userguide";

/** Listed because old findings name them. */
export const retired = ["ECS.1"];

const anyTag =
	"Security Hub requires some tag if no keys are configured. Shipshape's control is off until the policy lists keys.";

/**
 * Every control of ECR and ECS, and the retired ECS.1, from `ecr-controls.html` and `ecs-controls.html` of the user guide, which
 * skip numbers: there is no ECS.6, ECS.7 or ECS.11. `aws` of a control of Shipshape names its equivalents.
 */
export const securityHubControls: readonly SecurityHubControl[] = [
	{
		id: "ECR.1",
		title: "ECR private repositories should have image scanning configured",
		note: "What counts is the frequency that is in effect, which registry-wide rules decide as well as the repository.",
	},
	{
		id: "ECR.2",
		title: "ECR private repositories should have tag immutability configured",
		note:
			"Security Hub documents only IMMUTABLE. Shipshape also accepts exclusion filters for tags that the policy lets move, and " +
			"does not apply to pull through cache repositories.",
	},
	{
		id: "ECR.3",
		title: "ECR repositories should have at least one lifecycle policy configured",
		note: "A policy without rules, or one that is not valid, fails as well. Further controls check whether it works and is safe.",
	},
	{
		id: "ECR.4",
		title: "ECR public repositories should be tagged",
		note: "None: Shipshape checks private repositories only. Its control `required-tags` for repositories asks the same of those.",
	},
	{
		id: "ECR.5",
		title: "ECR repositories should be encrypted with customer managed AWS KMS keys",
		note: "Off by default. Security Hub can be limited to certain keys; Shipshape accepts every customer managed key.",
	},
	{
		id: "ECS.1",
		title: "Amazon ECS task definitions should have secure networking modes and user definitions",
		note: "None: Security Hub retired it in 2026. ECS.4, ECS.17, ECS.20 and ECS.21 replace it.",
	},
	{
		id: "ECS.2",
		title: "ECS services should not have public IP addresses assigned to them automatically",
		note: "The same finding covers the service's task sets (ECS.16).",
	},
	{
		id: "ECS.3",
		title: "ECS task definitions should not share the host's process namespace",
		note: "The same control covers the IPC namespace and the network mode (ECS.17).",
	},
	{ id: "ECS.4", title: "ECS containers should run as non-privileged" },
	{
		id: "ECS.5",
		title: "ECS task definitions should configure containers to be limited to read-only access to root filesystems",
		note: "A failure can block the deployment. Further controls check that the container has the writable paths it needs.",
	},
	{
		id: "ECS.8",
		title: "Secrets should not be passed as container environment variables",
		note: "Security Hub looks for three names of variables. Shipshape recognizes credentials of any kind by name and by value.",
	},
	{
		id: "ECS.9",
		title: "ECS task definitions should have a logging configuration",
		note: "The driver `none` fails as well.",
	},
	{
		id: "ECS.10",
		title: "ECS Fargate services should run on the latest Fargate platform version",
		note: "Task sets are checked as well. A later version than the latest known one passes.",
	},
	{ id: "ECS.12", title: "ECS clusters should use Container Insights" },
	{ id: "ECS.13", title: "ECS services should be tagged", note: anyTag },
	{ id: "ECS.14", title: "ECS clusters should be tagged", note: anyTag },
	{ id: "ECS.15", title: "ECS task definitions should be tagged", note: anyTag },
	{
		id: "ECS.16",
		title: "ECS task sets should not automatically assign public IP addresses",
		note: "The finding is about the service that the task set belongs to.",
	},
	{
		id: "ECS.17",
		title: "ECS task definitions should not use host network mode",
		note: "The same control covers the process and IPC namespaces, with a higher severity (ECS.3).",
	},
	{ id: "ECS.18", title: "ECS Task Definitions should use in-transit encryption for EFS volumes" },
	{
		id: "ECS.19",
		title: "ECS capacity providers should have managed termination protection enabled",
		note: "It fails as well if managed scaling is off, without which the protection has no effect.",
	},
	{
		id: "ECS.20",
		title: "ECS Task Definitions should configure non-root users in Linux container definitions",
		note: "The same control covers Windows (ECS.21). `0` and `root` with any group fail as well.",
	},
	{
		id: "ECS.21",
		title: "ECS Task Definitions should configure non-administrator users in Windows container definitions",
		note: "The same control covers Linux (ECS.20).",
	},
];
