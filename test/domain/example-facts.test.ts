import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { controls } from "../../controls/index.ts";
import { judge } from "../../core/judge.ts";
import { anImage, aRepository, aStoredImage, aTaskDefinition, aVulnerability } from "../../domain/example-facts.ts";

test.each([
	["repository", aRepository()],
	["image", anImage()],
	["task definition", aTaskDefinition()],
])("the example %s passes every control", (_, facts) => {
	const verdicts = judge(controls, facts, defaultPolicy);
	expect(verdicts.length).toBeGreaterThan(1);
	expect(verdicts.filter(({ status }) => status !== "pass" && status !== "not-applicable")).toEqual([]);
});

test("given facts replace the defaults, and the ARN contains the name", () => {
	expect(aRepository({ name: "team/app" }).arn).toBe("arn:aws:ecr:ap-northeast-1:111122223333:repository/team/app");
	expect(anImage({ repository: "team/app", digest: "sha256:1" })).toMatchObject({
		arn: "arn:aws:ecr:ap-northeast-1:111122223333:repository/team/app/sha256:1",
		scans: { value: [{ digest: "sha256:1" }] },
	});
	expect(aTaskDefinition({ family: "worker" }).arn).toBe(
		"arn:aws:ecs:ap-northeast-1:111122223333:task-definition/worker",
	);
	expect(aRepository({ tagMutability: "MUTABLE" }).tagMutability).toBe("MUTABLE");
});

test("the example repository has exactly these facts", () => {
	expect(aRepository()).toEqual({
		kind: "repository",
		name: "payments",
		arn: "arn:aws:ecr:ap-northeast-1:111122223333:repository/payments",
		tagMutability: "IMMUTABLE",
		exclusionFilters: [],
		scanning: { value: { scanOnPush: true, scanFrequency: "SCAN_ON_PUSH", appliedFilters: ["*"] } },
		declaredScanOnPush: null,
		lifecyclePolicy: {
			value:
				'{"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":' +
				'"days","countNumber":14},"action":{"type":"expire"}},{' +
				'"rulePriority":2,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":20},"action":{"type":"expire"}}]}',
		},
		accessPolicy: { value: null },
		account: "111122223333",
		encryption: {
			type: "KMS",
			kmsKey: "arn:aws:kms:ap-northeast-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
		},
		pullThroughCachePrefixes: { value: [] },
		images: { value: [] },
		imagesInUse: { value: [] },
		tags: { value: {} },
		readAt: "2026-11-21T12:00:00.000Z",
	});
	expect(aStoredImage()).toEqual({
		digest: `sha256:${"a".repeat(64)}`,
		tags: ["1.4.2"],
		pushedAt: "2026-11-21T11:00:00.000Z",
		sizeBytes: 1_073_741_824,
	});
});

test("the example image has exactly these facts", () => {
	const digest = `sha256:${"a".repeat(64)}`;
	expect(anImage()).toEqual({
		kind: "image",
		repository: "payments",
		digest,
		arn: `arn:aws:ecr:ap-northeast-1:111122223333:repository/payments/${digest}`,
		tags: ["1.4.2"],
		pushedAt: "2026-11-21T11:00:00.000Z",
		sizeBytes: 50_000_000,
		artifact: "image",
		scans: {
			value: [
				{
					digest,
					status: "COMPLETE",
					description: "The scan was completed successfully.",
					completedAt: "2026-11-21T11:01:00Z",
					vulnerabilities: [],
				},
			],
		},
		awaitedSince: "2026-11-21T11:00:00.000Z",
		readAt: "2026-11-21T12:00:00.000Z",
	});
	expect(aVulnerability()).toEqual({
		id: "CVE-2026-0001",
		severity: "HIGH",
		status: "ACTIVE",
		fixAvailable: null,
		exploitAvailable: false,
		epss: null,
		packageName: "openssl",
		installedVersion: "3.0.1",
		fixedVersion: null,
		uri: null,
	});
});

test("the example task definition has exactly these facts", () => {
	expect(aTaskDefinition()).toEqual({
		kind: "task-definition",
		family: "web",
		arn: "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web",
		revision: 7,
		status: "ACTIVE",
		engine: "ecs",
		operatingSystem: "linux",
		compatibilities: ["EC2", "FARGATE"],
		platformVersions: [],
		execServices: [],
		memoryMiB: 1024,
		pidMode: null,
		ipcMode: null,
		networkMode: "awsvpc",
		volumes: [],
		neighbours: [],
		tags: { value: {} },
		containers: [
			{
				name: "app",
				image: "111122223333.dkr.ecr.ap-northeast-1.amazonaws.com/payments:1.4.2",
				imageRepository: { value: { tagMutability: "IMMUTABLE", exclusionFilters: [] } },
				registryImage: { value: anImage() },
				readonlyRootFilesystem: true,
				privileged: null,
				user: "1000",
				capabilities: { add: [], drop: ["ALL"] },
				environment: [],
				logDriver: "awslogs",
				memoryMiB: null,
				memoryReservationMiB: null,
				tmpfs: [{ path: "/tmp", sizeMiB: 64, options: ["noexec", "nosuid", "nodev"] }],
				mounts: [],
			},
		],
		readAt: "2026-11-21T12:00:00.000Z",
	});
});
