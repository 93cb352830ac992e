// Facts that pass the controls, so that an example or a test states only what matters to it.
import type {
	ContainerFacts,
	EnvironmentFacts,
	ImageFacts,
	RepositoryFacts,
	ScanFacts,
	StoredImage,
	TaskDefinitionFacts,
	TmpfsFacts,
	Vulnerability,
} from "../core/facts.ts";
import { HiddenText } from "../core/hidden-text.ts";

/** When the examples were read, unless one says otherwise. */
export const readAt = "2026-11-21T12:00:00.000Z";

/** `sha256:` followed by the same hex digit 64 times. */
export const aDigest = (digit = "a"): string => `sha256:${digit.repeat(64)}`;

const keepNewestRule = {
	rulePriority: 2,
	selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 20 },
	action: { type: "expire" },
};

/** A compliant repository: immutable, scanned on push, with a lifecycle policy, empty. */
export const aRepository = (facts: Partial<RepositoryFacts> = {}): RepositoryFacts => ({
	kind: "repository",
	name: "payments",
	arn: `arn:aws:ecr:ap-northeast-1:111122223333:repository/${facts.name ?? "payments"}`,
	tagMutability: "IMMUTABLE",
	exclusionFilters: [],
	scanning: { value: { scanOnPush: true, scanFrequency: "SCAN_ON_PUSH", appliedFilters: ["*"] } },
	lifecyclePolicy: { value: JSON.stringify({ rules: [aLifecycleRule(), keepNewestRule] }) },
	declaredScanOnPush: null,
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
	readAt,
	...facts,
});

/** A valid rule of a lifecycle policy: untagged images expire after 14 days. */
export const aLifecycleRule = (rule: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
	rulePriority: 1,
	selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
	action: { type: "expire" },
	...rule,
});

/** An image in a repository: tagged, 1 GiB, pushed an hour before it was read. */
export const aStoredImage = (image: Partial<StoredImage> = {}): StoredImage => ({
	digest: aDigest(),
	tags: ["1.4.2"],
	pushedAt: "2026-11-21T11:00:00.000Z",
	sizeBytes: 1024 ** 3,
	...image,
});

/** A scanned image without vulnerabilities, pushed an hour before it was read. */
export const anImage = (facts: Partial<ImageFacts> = {}): ImageFacts => {
	const digest = facts.digest ?? aDigest();
	const repository = facts.repository ?? "payments";
	return {
		kind: "image",
		repository,
		digest,
		arn: `arn:aws:ecr:ap-northeast-1:111122223333:repository/${repository}/${digest}`,
		tags: ["1.4.2"],
		pushedAt: "2026-11-21T11:00:00.000Z",
		sizeBytes: 50_000_000,
		artifact: "image",
		scans: { value: [aScan({ digest })] },
		awaitedSince: "2026-11-21T11:00:00.000Z",
		readAt,
		...facts,
	};
};

/** A complete scan without findings. */
export const aScan = (scan: Partial<ScanFacts> = {}): ScanFacts => ({
	digest: aDigest(),
	status: "COMPLETE",
	description: "The scan was completed successfully.",
	completedAt: "2026-11-21T11:01:00Z",
	vulnerabilities: [],
	...scan,
});

/** A HIGH vulnerability as BASIC scanning reports it. */
export const aVulnerability = (vulnerability: Partial<Vulnerability> = {}): Vulnerability => ({
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
	...vulnerability,
});

/** A Linux task definition for Fargate with 1 GiB of memory and one compliant container. */
export const aTaskDefinition = (facts: Partial<TaskDefinitionFacts> = {}): TaskDefinitionFacts => ({
	kind: "task-definition",
	family: "web",
	arn: `arn:aws:ecs:ap-northeast-1:111122223333:task-definition/${facts.family ?? "web"}`,
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
	containers: [aContainer()],
	neighbours: [],
	tags: { value: {} },
	readAt,
	...facts,
});

/** A compliant container: an immutable, scanned image, a read-only root filesystem and a small, restricted `/tmp`. */
export const aContainer = (facts: Partial<ContainerFacts> = {}): ContainerFacts => ({
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
	tmpfs: [aTmpfs()],
	mounts: [],
	...facts,
});

/** A compliant task definition with one container that differs in these facts. */
export const aTaskWith = (container: Partial<ContainerFacts>): TaskDefinitionFacts =>
	aTaskDefinition({ containers: [aContainer(container)] });

/** An environment variable with a literal value. */
export const aVariable = (name: string, value: string): EnvironmentFacts => ({ name, value: new HiddenText(value) });

/** A tmpfs of 64 MiB at `/tmp` with the three required options. */
export const aTmpfs = (facts: Partial<TmpfsFacts> = {}): TmpfsFacts => ({
	path: "/tmp",
	sizeMiB: 64,
	options: ["noexec", "nosuid", "nodev"],
	...facts,
});
