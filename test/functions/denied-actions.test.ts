import { createRequire } from "node:module";
import { BatchGetImageCommand, DescribeImagesCommand, GetRepositoryPolicyCommand } from "@aws-sdk/client-ecr";
import {
	DescribeServicesCommand,
	DescribeTaskDefinitionCommand,
	ListClustersCommand,
	ListServicesCommand,
} from "@aws-sdk/client-ecs";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { type AdapterName, adapterPermissions } from "../../adapters/permissions.ts";
import {
	capacityProviderControls,
	clusterControls,
	serviceControls,
	taskDefinitionControls,
} from "../../controls/index.ts";
import type { Control } from "../../core/control.ts";
import type { Permission } from "../../core/permission.ts";
import type { Subject } from "../../core/subject.ts";
import { routes } from "../../functions/manifest.ts";
import { familyPorts, imagePorts, repositoryAndImagePorts } from "../../functions/ports.ts";
import type { CheckPorts } from "../../pipeline/check.ts";
import { awsError } from "../support/aws-errors.ts";
import { aDigest } from "../support/builders.ts";
import { ecr, ecs, useMockedAccount } from "../support/mocked-account.ts";

useMockedAccount();

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" } as const;
const indexDigest = aDigest("f");
const repository: Subject = { kind: "repository", ...place, name: "payments" };
const image: Subject = { kind: "image", ...place, repository: "payments", digest: aDigest() };
const index: Subject = { ...image, digest: indexDigest };
const family: Subject = { kind: "task-definition", ...place, family: "web" };
const service: Subject = { kind: "service", ...place, cluster: "shop", name: "web" };
const cluster: Subject = { kind: "cluster", ...place, name: "shop" };
const capacityProvider: Subject = { kind: "capacity-provider", ...place, name: "batch" };
const indexType = "application/vnd.oci.image.index.v1+json";

/** Beside the image there is an index with it, and the family runs the image on Fargate with a tmpfs. */
beforeEach(() => {
	const pushed = { imagePushedAt: new Date("2026-10-01T00:00:00Z"), imageSizeInBytes: 1 };
	ecr.on(DescribeImagesCommand).callsFake(({ imageIds }) => {
		const isIndex = imageIds?.[0]?.imageDigest === indexDigest;
		const detail = { ...pushed, imageDigest: isIndex ? indexDigest : aDigest(), imageTags: ["1.0.0"] };
		return { imageDetails: [isIndex ? { ...detail, imageManifestMediaType: indexType } : detail] };
	});
	const manifests = [{ digest: aDigest(), platform: { architecture: "arm64", os: "linux" } }];
	ecr.on(BatchGetImageCommand).resolves({
		images: [
			{
				imageId: { imageDigest: indexDigest },
				imageManifestMediaType: indexType,
				imageManifest: JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests }),
			},
		],
		failures: [],
	});
	ecr.on(GetRepositoryPolicyCommand).resolves({ policyText: JSON.stringify({ Version: "2012-10-17", Statement: [] }) });
	const { account, region } = place;
	ecs.on(DescribeTaskDefinitionCommand).resolves({
		taskDefinition: {
			family: "web",
			revision: 3,
			status: "ACTIVE",
			taskDefinitionArn: `arn:aws:ecs:${region}:${account}:task-definition/web:3`,
			requiresCompatibilities: ["FARGATE"],
			memory: "512",
			containerDefinitions: [
				{
					name: "web",
					image: `${account}.dkr.ecr.${region}.amazonaws.com/payments:1.0.0`,
					readonlyRootFilesystem: true,
					linuxParameters: { tmpfs: [{ containerPath: "/tmp", size: 64 }] },
				},
			],
		},
		tags: [],
	});
	ecs.on(ListClustersCommand).resolves({ clusterArns: [`arn:aws:ecs:${region}:${account}:cluster/shop`] });
	ecs.on(ListServicesCommand).resolves({ serviceArns: [`arn:aws:ecs:${region}:${account}:service/shop/web`] });
	ecs.on(DescribeServicesCommand).resolves({
		services: [
			{
				serviceArn: `arn:aws:ecs:${region}:${account}:service/shop/web`,
				status: "ACTIVE",
				taskDefinition: "web:3",
				launchType: "FARGATE",
				platformVersion: "1.4.0",
			},
		],
		failures: [],
	});
});

/** Statuses by control, of a subject of that name; those of several containers together. */
async function statuses(
	ports: Pick<CheckPorts, "observe">,
	name: string,
	subject: Subject,
): Promise<readonly [string, string][]> {
	const known = { entry: null, intents: [], candidates: [] };
	const trigger = { time: "2026-11-21T12:00:00Z", announcedAt: null, registered: [], replayed: false };
	const { verdicts } = await ports.observe(subject, "2026-11-21T12:00:00.000Z", known, trigger);
	return (verdicts ?? []).map(({ control, status }) => [
		name === "index" ? `${control} of the index` : control,
		status,
	]);
}

async function allStatuses(): Promise<ReadonlyMap<string, string>> {
	const pushed = repositoryAndImagePorts("image-pushed");
	const ofEcs = familyPorts("task-definition-registered");
	return new Map([
		...(await statuses(pushed, "repository", repository)),
		...(await statuses(imagePorts("image-scanned"), "image", image)),
		...(await statuses(pushed, "index", index)),
		...(await statuses(ofEcs, "family", family)),
		...(await statuses(ofEcs, "service", service)),
		...(await statuses(ofEcs, "cluster", cluster)),
		...(await statuses(ofEcs, "capacity provider", capacityProvider)),
	]);
}

/** Reads of ECR and ECS that the routes make. */
const reads = new Set(
	routes
		.flatMap(({ adapters }): readonly AdapterName[] => adapters)
		.flatMap((name): readonly Permission[] => adapterPermissions[name])
		.filter(({ through, action }) => through === undefined && /^ec[rs]:(?!Deregister|Tag|Untag)/.test(action))
		.map(({ action }) => action),
);

/** Loads a client with the classes of its commands. */
const load = createRequire(import.meta.filename);
type Commands = Readonly<Record<string, typeof DescribeImagesCommand & typeof DescribeTaskDefinitionCommand>>;

function deny(action: string): void {
	const [service, name] = action.split(":");
	const command = (load(`@aws-sdk/client-${service}`) as Commands)[`${name}Command`];
	if (command === undefined) throw new RangeError(`${action} is no call`);
	const error = awsError("AccessDeniedException", 400);
	if (service === "ecr") ecr.on(command).rejects(error);
	else ecs.on(command).rejects(error);
}

const enabled = (controls: readonly Control[]): readonly string[] =>
	controls.filter(({ isOffByDefault }) => isOffByDefault !== true).map(({ id }) => id);
const scans = ["image/scanned", "image/vulnerabilities"];
const onIndex = (...controls: readonly string[]) => controls.map((control) => `${control} of the index`);
const images = ["task-definition/image-vulnerabilities", "service/runs-compliant-revision"];
const versions = ["task-definition/tmpfs-supported"];

/** What is unknown without each permission. */
const unknownWithout: Readonly<Record<string, readonly string[]>> = {
	"ecr:DescribeImages": [
		"repository/lifecycle-safe",
		"image/traceable-tag",
		...onIndex("image/traceable-tag"),
		...images,
	],
	"ecr:DescribeImageScanFindings": [...scans, ...onIndex(...scans), ...images],
	"ecr:BatchGetImage": onIndex(...scans),
	"ecr:DescribeRepositories": ["repository/tag-immutability", "task-definition/image-pinned"],
	"ecr:GetRepositoryPolicy": ["repository/least-privilege", "repository/no-public-access"],
	// Only scopes read tags, and this policy has none.
	"ecr:ListTagsForResource": [],
	"ecr:BatchGetRepositoryScanningConfiguration": ["repository/scan-on-push"],
	"ecr:GetRegistryScanningConfiguration": ["repository/scan-on-push"],
	"ecr:GetLifecyclePolicy": ["effective", "policy", "safe"].map((name) => `repository/lifecycle-${name}`),
	"ecr:DescribePullThroughCacheRules": ["repository/tag-immutability"],
	"ecs:DescribeTaskDefinition": [...enabled(taskDefinitionControls), "service/runs-compliant-revision"],
	// Only needed if ECS does not find the family.
	"ecs:ListTaskDefinitions": [],
	"ecs:ListClusters": versions,
	"ecs:ListServices": versions,
	"ecs:DescribeServices": [...versions, ...enabled(serviceControls)],
	"ecs:DescribeClusters": enabled(clusterControls),
	"ecs:DescribeCapacityProviders": enabled(capacityProviderControls),
};

describe("A06, X01: without a permission, exactly the controls that need it are unknown", () => {
	test("every read of the routes is in the table", () => {
		expect(Object.keys(unknownWithout).sort()).toEqual([...reads].sort());
	});

	test.each(Object.entries(unknownWithout))("%s", async (action, controls) => {
		const before = await allStatuses();
		deny(action);
		const after = await allStatuses();
		expect([...after.keys()]).toEqual([...before.keys()]);
		const changed = [...before.keys()].filter((key) => after.get(key) !== before.get(key));
		expect(changed.sort()).toEqual([...controls].sort());
		expect(new Set(changed.map((key) => after.get(key)))).toEqual(new Set(controls.length > 0 ? ["unknown"] : []));
	});
});
