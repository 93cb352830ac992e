import {
	BatchGetImageCommand,
	BatchGetRepositoryScanningConfigurationCommand,
	DescribeImageScanFindingsCommand,
	DescribeImagesCommand,
	DescribePullThroughCacheRulesCommand,
	DescribeRepositoriesCommand,
	ECRClient,
	GetAuthorizationTokenCommand,
	GetLifecyclePolicyCommand,
	ListTagsForResourceCommand,
} from "@aws-sdk/client-ecr";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { ecrDouble } from "../../../demo/doubles/ecr.ts";
import { emptyRegistry, type Registry, removeFrom, storeRepository } from "../../../demo/doubles/ecr-registry.ts";
import { type Loopback, listen } from "../../../demo/doubles/loopback.ts";

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const [one, two, index] = [digest("1"), digest("2"), digest("3")];
const pushedAt = "2026-11-20T09:30:00.000Z";
const finding = (number: number) => ({ name: `CVE-${number}`, severity: "HIGH" });
const fail = (error: unknown) => {
	throw error;
};

let registry: Registry;
let moto: Loopback;
let double: Loopback;
let ecr: ECRClient;

beforeEach(async () => {
	registry = emptyRegistry("111122223333", "eu-west-1", { scanType: "BASIC", rules: [], pullThroughCacheRules: [] });
	moto = await listen(() => ({ status: 200, body: '{"authorizationData":[]}' }));
	double = await ecrDouble(registry, Promise.resolve(moto.url), fail);
	const credentials = { accessKeyId: "111122223333", secretAccessKey: "local" };
	ecr = new ECRClient({ endpoint: double.url, region: "eu-west-1", credentials, maxAttempts: 1 });
	hold({ images: [{ digest: one, tags: ["1.0"], pushedAt, sizeBytes: 42 }, { digest: two }] });
});
afterEach(() => Promise.all([moto.close(), double.close()]));

function hold(more: Partial<Parameters<typeof storeRepository>[1]>): void {
	storeRepository(registry, { name: "web", ...more }, pushedAt);
}
const scanOf = (nextToken?: string) =>
	ecr.send(new DescribeImageScanFindingsCommand({ repositoryName: "web", imageId: { imageDigest: one }, nextToken }));
const scanning = async () =>
	await ecr.send(new BatchGetRepositoryScanningConfigurationCommand({ repositoryNames: ["web", "no"] }));

test("repositories have no tags, and a missing repository is an error", async () => {
	const tagsOf = (name: string) =>
		ecr.send(new ListTagsForResourceCommand({ resourceArn: `arn:aws:ecr:eu-west-1:111122223333:repository/${name}` }));
	expect((await tagsOf("web")).tags).toEqual([]);
	await expect(tagsOf("nobody")).rejects.toMatchObject({ name: "RepositoryNotFoundException" });
});

describe("images", () => {
	test("are described exactly as given, in the order of their pushes", async () => {
		const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: "web" }));
		expect(imageDetails).toMatchObject([
			{ imageDigest: one, imageTags: ["1.0"], imagePushedAt: new Date(pushedAt), imageSizeInBytes: 42 },
			{ imageDigest: two },
		]);
		expect(imageDetails?.[1]).not.toHaveProperty("imageTags");
	});

	test.each([
		["an image", "web", two.replace("2", "9"), "ImageNotFoundException"],
		["a repository", "nobody", two, "RepositoryNotFoundException"],
	])("of %s that does not exist are AWS's error", async (_, repositoryName, imageDigest, name) => {
		const command = new DescribeImagesCommand({ repositoryName, imageIds: [{ imageDigest }] });
		await expect(ecr.send(command)).rejects.toMatchObject({ name });
	});

	test.each([
		["application/vnd.oci.image.index.v1+json", { imageManifestMediaType: "application/vnd.oci.image.index.v1+json" }],
		["application/vnd.cncf.notary.signature", { artifactMediaType: "application/vnd.cncf.notary.signature" }],
	])("are manifests or artifacts by their media type: %s", async (mediaType, described) => {
		hold({ images: [{ digest: two, mediaType }] });
		const command = new DescribeImagesCommand({ repositoryName: "web", imageIds: [{ imageDigest: two }] });
		expect((await ecr.send(command)).imageDetails).toMatchObject([described]);
	});

	test("of an index list its children, and an unknown id is a failure", async () => {
		hold({ images: [{ digest: index, children: [one, two] }] });
		const imageIds = [{ imageDigest: index }, { imageDigest: digest("9") }];
		const { images, failures } = await ecr.send(new BatchGetImageCommand({ repositoryName: "web", imageIds }));
		const manifest = JSON.parse(images?.[0]?.imageManifest ?? "");
		expect(manifest.manifests.map((child: { digest: string }) => child.digest)).toEqual([one, two]);
		expect(failures).toMatchObject([{ failureCode: "ImageNotFound" }]);
	});

	test("lose a tag that a later image is pushed with, and keep what a change does not name", async () => {
		hold({ images: [{ digest: two, tags: ["1.0"] }] });
		const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: "web" }));
		expect(imageDetails?.map(({ imageTags, imageSizeInBytes }) => [imageTags, imageSizeInBytes])).toEqual([
			[undefined, 42],
			[["1.0"], 0],
		]);
	});
});

describe("a scan", () => {
	test("that does not exist or was removed is ScanNotFoundException", async () => {
		await expect(scanOf()).rejects.toMatchObject({ name: "ScanNotFoundException" });
		hold({ images: [{ digest: one, scan: { status: "COMPLETE", findings: [] } }] });
		expect((await scanOf()).imageScanStatus?.status).toBe("COMPLETE");
		hold({ images: [{ digest: one, scan: null }] });
		await expect(scanOf()).rejects.toMatchObject({ name: "ScanNotFoundException" });
	});

	test("is paged, and every page has the counts of all findings", async () => {
		const findings = Array.from({ length: 130 }, (_, number) => finding(number));
		hold({ images: [{ digest: one, scan: { status: "COMPLETE", findings } }] });
		const first = await scanOf();
		const second = await scanOf(first.nextToken);
		const names = [first, second]
			.flatMap(({ imageScanFindings }) => imageScanFindings?.findings ?? [])
			.map(({ name }) => name);
		expect(names).toEqual(findings.map(({ name }) => name));
		expect(second.imageScanFindings?.findingSeverityCounts).toEqual({ HIGH: 130 });
		expect(second.nextToken).toBeUndefined();
	});

	test("of ENHANCED scanning has Inspector's shape", async () => {
		const given = { ...finding(1), status: "SUPPRESSED", fixAvailable: "YES", firstObservedAt: pushedAt };
		hold({ images: [{ digest: one, scan: { status: "ACTIVE", findings: [given] } }] });
		expect((await scanOf()).imageScanFindings?.enhancedFindings).toMatchObject([
			{
				severity: "HIGH",
				status: "SUPPRESSED",
				fixAvailable: "YES",
				firstObservedAt: new Date(pushedAt),
				packageVulnerabilityDetails: { vulnerabilityId: "CVE-1" },
			},
		]);
	});

	test("has Inspector's shape when a finding has fields of Inspector, with the package of the BASIC form", async () => {
		const attributes = [
			{ key: "package_name", value: "zlib" },
			{ key: "package_version", value: "1.3" },
		];
		const given = [{ ...finding(1), attributes, status: "SUPPRESSED", fixAvailable: "NO" }];
		hold({ images: [{ digest: one, scan: { status: "COMPLETE", findings: given } }] });
		expect((await scanOf()).imageScanFindings?.enhancedFindings).toMatchObject([
			{
				status: "SUPPRESSED",
				fixAvailable: "NO",
				packageVulnerabilityDetails: { vulnerablePackages: [{ name: "zlib", version: "1.3" }] },
			},
		]);
	});

	test("in Inspector's form has its times converted at every depth", async () => {
		const resources = [{ type: "x", details: { awsEcrContainerImage: { pushedAt } } }];
		const given = { severity: "LOW", resources, packageVulnerabilityDetails: { vendorCreatedAt: pushedAt } };
		hold({ images: [{ digest: one, scan: { status: "ACTIVE", findings: [given] } }] });
		const at = new Date(pushedAt);
		expect((await scanOf()).imageScanFindings?.enhancedFindings).toMatchObject([
			{
				resources: [{ details: { awsEcrContainerImage: { pushedAt: at } } }],
				packageVulnerabilityDetails: { vendorCreatedAt: at },
			},
		]);
	});

	test.each(["FAILED", "UNSUPPORTED_IMAGE", "IN_PROGRESS"])("that is %s has no findings", async (status) => {
		hold({ images: [{ digest: one, scan: { status, description: "why", findings: [] } }] });
		const answer = await scanOf();
		expect(answer.imageScanStatus).toEqual({ status, description: "why" });
		expect(answer.imageScanFindings).toBeUndefined();
	});
});

describe("the scanning configuration of a repository", () => {
	const rule = (scanFrequency: "SCAN_ON_PUSH" | "CONTINUOUS_SCAN", ...filters: string[]) => ({
		scanFrequency,
		filters,
	});

	test.each([
		["BASIC", [], { scanFrequency: "MANUAL", appliedScanFilters: [] }],
		["BASIC", [rule("SCAN_ON_PUSH", "we")], { scanFrequency: "SCAN_ON_PUSH", appliedScanFilters: [{ filter: "we" }] }],
		["BASIC", [rule("SCAN_ON_PUSH", "*we")], { scanFrequency: "MANUAL" }],
		["ENHANCED", [rule("SCAN_ON_PUSH", "web"), rule("CONTINUOUS_SCAN", "w*")], { scanFrequency: "CONTINUOUS_SCAN" }],
	] as const)("%s with %j", async (scanType, rules, expected) => {
		registry.settings = {
			scanType,
			rules: rules.map(({ filters, ...rest }) => ({ ...rest, filters: [...filters] })),
			pullThroughCacheRules: [],
		};
		expect((await scanning()).scanningConfigurations).toMatchObject([expected]);
	});

	test("has no frequency under ENHANCED without a rule, whatever its own flag", async () => {
		registry.settings = { scanType: "ENHANCED", rules: [], pullThroughCacheRules: [] };
		hold({ scanOnPush: true });
		const { scanningConfigurations: [found] = [], failures } = await scanning();
		expect(found).not.toHaveProperty("scanFrequency");
		expect(failures).toEqual([{ repositoryName: "no", failureCode: "REPOSITORY_NOT_FOUND" }]);
	});
});

describe("other operations of a repository", () => {
	test("return its settings as given, with the exact text of the lifecycle policy", async () => {
		const lifecyclePolicy = '{ "rules" : [] }';
		hold({
			imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
			imageTagMutabilityExclusionFilters: ["v*"],
			lifecyclePolicy,
		});
		const policy = await ecr.send(new GetLifecyclePolicyCommand({ repositoryName: "web" }));
		const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ["web"] }));
		expect(policy.lifecyclePolicyText).toBe(lifecyclePolicy);
		expect(repositories).toMatchObject([
			{ imageTagMutability: "IMMUTABLE_WITH_EXCLUSION", imageTagMutabilityExclusionFilters: [{ filter: "v*" }] },
		]);
		hold({ lifecyclePolicy: null, imageTagMutability: "IMMUTABLE" });
		await expect(ecr.send(new GetLifecyclePolicyCommand({ repositoryName: "web" }))).rejects.toMatchObject({
			name: "LifecyclePolicyNotFoundException",
		});
		expect(registry.repositories.get("web")?.exclusionFilters).toEqual([]);
	});

	test("return the pull through cache rules", async () => {
		registry.settings = { scanType: "BASIC", rules: [], pullThroughCacheRules: [{ ecrRepositoryPrefix: "hub" }] };
		const { pullThroughCacheRules } = await ecr.send(new DescribePullThroughCacheRulesCommand({}));
		expect(pullThroughCacheRules).toMatchObject([{ ecrRepositoryPrefix: "hub" }]);
	});

	test("fail after it was removed", () => {
		expect([
			removeFrom(registry, "web", two),
			removeFrom(registry, "web", two),
			removeFrom(registry, "web", null),
		]).toEqual([true, false, true]);
		expect(removeFrom(registry, "web", null)).toBe(false);
	});

	test("are forwarded to moto when the double does not implement them", async () => {
		expect((await ecr.send(new GetAuthorizationTokenCommand({}))).authorizationData).toEqual([]);
	});
});
