import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { event, pushed, recorded, recordedArn, registered } from "./recorded-events.ts";

/** An account that has nothing in common with the demo's own: another Region, ENHANCED scanning, names that hurt. */
export const other = { account: "444455556666", region: "eu-central-1" } as const;

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
export const images = { api: digest("a"), gateway: digest("b"), tool: digest("c"), lost: digest("d") } as const;

/** Text that would notify a whole channel, or break out of a message, if anybody passed it on as it is. */
export const nasty = "<!channel> & <https://evil.example|click> *now*";

const enhanced = (number: number, severity: string, more: object = {}) => ({
	name: `CVE-2026-${10_000 + number}`,
	severity,
	status: "ACTIVE",
	fixAvailable: "YES",
	title: `${nasty} ${number}`,
	firstObservedAt: "2026-10-01T00:00:00Z",
	packageVulnerabilityDetails: { vulnerablePackages: [{ name: "libfoo", version: "1.0", fixedInVersion: "1.1" }] },
	...more,
});

/** More than a page of findings: what decides stands on the second one, what does not count on the first. */
const manyFindings = [
	...Array.from({ length: 100 }, (_, at) =>
		enhanced(at, "CRITICAL", { status: at % 2 === 0 ? "SUPPRESSED" : "CLOSED" }),
	),
	...Array.from({ length: 30 }, (_, at) => enhanced(200 + at, "LOW")),
	enhanced(999, "HIGH"),
];

/** With a rule that only AWS knows: moto refuses it. */
const lifecyclePolicy = {
	rules: [
		{
			rulePriority: 1,
			selection: { tagStatus: "any", countType: "sinceImagePulled", countUnit: "days", countNumber: 60 },
			action: { type: "transition", targetStorageClass: "archive" },
		},
	],
};

const pushedAt = "2026-06-01T12:00:00Z";
const container = (name: string, more: object) => ({ name, image: "api:1", essential: true, ...more });

const description = {
	...other,
	registry: {
		scanType: "ENHANCED",
		rules: [
			{ scanFrequency: "CONTINUOUS_SCAN", filters: ["prod/*"] },
			{ scanFrequency: "SCAN_ON_PUSH", filters: ["api"] },
		],
	},
	repositories: [
		{
			name: "prod/api_gateway.v2",
			imageTagMutability: "MUTABLE_WITH_EXCLUSION",
			imageTagMutabilityExclusionFilters: [{ filterType: "WILDCARD", filter: "release-*" }],
			lifecyclePolicy,
			images: [
				{
					digest: images.gateway,
					tags: ["release-9"],
					pushedAt,
					sizeBytes: 5,
					scan: { status: "ACTIVE", findings: manyFindings },
				},
			],
		},
		{
			name: "api",
			imageTagMutability: "IMMUTABLE",
			lifecyclePolicy,
			images: [{ digest: images.api, tags: ["1"], pushedAt, sizeBytes: 7, scan: { status: "ACTIVE", findings: [] } }],
		},
		// Its own flag says that it is scanned; under ENHANCED nobody looks at it.
		{
			name: "tools__internal/x-y",
			imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
			imageTagMutabilityExclusionFilters: ["*"],
			scanOnPush: true,
			images: [
				{
					digest: images.tool,
					tags: ["t"],
					pushedAt,
					sizeBytes: 9,
					scan: { status: "UNSUPPORTED_IMAGE", description: nasty },
				},
				{ digest: images.lost, pushedAt, sizeBytes: 9 },
			],
		},
	],
	taskDefinitions: [
		{
			family: "Nightly_Job-2",
			requiresCompatibilities: ["EC2"],
			volumes: null,
			containerDefinitions: [
				container("job", { memoryReservation: 256, environment: [{ name: "TOKEN", value: "hunter2-hunter2" }] }),
			],
		},
		{
			family: "cache",
			requiresCompatibilities: ["FARGATE"],
			cpu: "256",
			memory: "1 GB",
			containerDefinitions: [
				container("c", {
					readonlyRootFilesystem: true,
					linuxParameters: {
						tmpfs: [{ containerPath: `/tmp/${nasty}`, size: 512, mountOptions: ["noexec", "nosuid", "nodev"] }],
					},
				}),
			],
		},
	],
	expected: {
		exact: true,
		failing: [
			{ control: "repository/tag-immutability", subject: "repository/prod/api_gateway.v2" },
			{ control: "image/vulnerabilities", subject: `image/prod/api_gateway.v2@${images.gateway}` },
			{ control: "repository/scan-on-push", subject: "repository/tools__internal/x-y" },
			{ control: "repository/tag-immutability", subject: "repository/tools__internal/x-y" },
			{ control: "repository/lifecycle-policy", subject: "repository/tools__internal/x-y" },
			{ control: "image/scanned", subject: `image/tools__internal/x-y@${images.tool}` },
			{ control: "image/scanned", subject: `image/tools__internal/x-y@${images.lost}` },
			{ control: "image/traceable-tag", subject: `image/prod/api_gateway.v2@${images.gateway}` },
			{ control: "image/traceable-tag", subject: `image/api@${images.api}` },
			{ control: "image/traceable-tag", subject: `image/tools__internal/x-y@${images.tool}` },
			{ control: "repository/lifecycle-effective", subject: "repository/prod/api_gateway.v2" },
			{ control: "repository/lifecycle-effective", subject: "repository/api" },
			...["read-only-root", "no-plaintext-secrets", "logging", "non-root-user", "memory-limit"].map((control) => ({
				control: `task-definition/${control}`,
				subject: "task-definition/Nightly_Job-2",
			})),
			{ control: "task-definition/logging", subject: "task-definition/cache" },
			{ control: "task-definition/non-root-user", subject: "task-definition/cache" },
			{
				control: "task-definition/tmpfs-size",
				subject: `arn:aws:ecs:${other.region}:${other.account}:task-definition/cache`,
			},
		],
	},
};

/** Ten events, one of them malformed, and two that belong to nobody. */
export const events: Readonly<Record<string, unknown>> = {
	"01-gateway-scanned.json": event(
		"aws.inspector2",
		"Inspector2 Scan",
		{
			"scan-status": "INITIAL_SCAN_COMPLETE",
			"repository-name": recordedArn("ecr", "repository/prod/api_gateway.v2"),
			"finding-severity-counts": { CRITICAL: 0, HIGH: 0, MEDIUM: 0, TOTAL: 0 },
			"image-digest": images.gateway,
			"image-tags": ["release-9"],
			version: "1.0",
		},
		[recordedArn("ecr", "repository/prod/api_gateway.v2")],
	),
	"02-gateway-pushed.json": pushed("prod/api_gateway.v2", images.gateway),
	"03-api-pushed.json": pushed("api", images.api),
	"04-no-detail.json": event("aws.ecr", "ECR Image Scan", null),
	"05-tool-pushed.json": pushed("tools__internal/x-y", images.tool),
	"06-lost-pushed.json": pushed("tools__internal/x-y", images.lost),
	"07-job-registered.json": registered("Nightly_Job-2"),
	"08-cache-registered.json": registered("cache"),
	"09-gone-pushed.json": pushed("never/was", images.api),
	"10-elsewhere.json": event("com.example", "ECR Image Scan", { "scan-status": "COMPLETE" }),
	"11-delete-failed.json": event("aws.ecr", "ECR Image Action", { result: "FAILURE", "action-type": "DELETE" }),
	"12-api-finding.json": event("aws.inspector2", "Inspector2 Finding", {
		awsAccountId: recorded.account,
		status: "ACTIVE",
		resources: [{ type: "AWS_ECR_CONTAINER_IMAGE", id: recordedArn("ecr", `repository/api/${images.api}`) }],
	}),
};

/** Writes the account and its events below a folder. */
export function writeOther(folder: string): { readonly account: string; readonly events: string } {
	const paths = { account: join(folder, "account.json"), events: join(folder, "events") };
	mkdirSync(paths.events, { recursive: true });
	writeFileSync(paths.account, JSON.stringify(description, null, "\t"));
	for (const [name, content] of Object.entries(events)) {
		writeFileSync(join(paths.events, name), JSON.stringify(content));
	}
	return paths;
}
