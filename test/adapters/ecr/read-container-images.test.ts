import {
	DescribeImageScanFindingsCommand,
	DescribeImagesCommand,
	DescribeRepositoriesCommand,
	ECRClient,
} from "@aws-sdk/client-ecr";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { addRegistryImages } from "../../../adapters/ecr/read-container-images.ts";
import { TryLaterError } from "../../../core/errors.ts";
import type { ContainerFacts } from "../../../core/facts.ts";
import { isUnresolved } from "../../../core/reading.ts";
import { awsError } from "../../support/aws-errors.ts";
import { aContainer, aDigest, aTaskDefinition, readAt } from "../../support/builders.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const registry = "111122223333.dkr.ecr.ap-northeast-1.amazonaws.com";
const ecr = mockClient(ECRClient);
const digest = aDigest();

const read = async (...images: readonly ContainerFacts["image"][]) => {
	const containers = images.map((image, at) => aContainer({ name: `c${at}`, image }));
	const facts = await addRegistryImages(new ECRClient({}), aTaskDefinition({ containers }), place);
	if (isUnresolved(facts.containers)) throw new Error("the containers are known");
	return facts.containers.map(({ imageRepository, registryImage }) => ({ imageRepository, registryImage }));
};
const lasting = (unread: string) => ({ unread, isLasting: true });
const unread = (because: string) => ({ imageRepository: lasting(because), registryImage: lasting(because) });
const byDesign = { ...lasting("its registry is not read here"), isByDesign: true };
const elsewhere = { imageRepository: byDesign, registryImage: byDesign };
const found = expect.objectContaining({ kind: "image", repository: "web", digest, tags: ["1.0"], readAt });

beforeEach(() => {
	ecr.reset();
	ecr
		.on(DescribeRepositoriesCommand)
		.callsFake(({ repositoryNames: [repositoryName] = [] }: { repositoryNames?: string[] }) => ({
			repositories: [{ repositoryName, imageTagMutability: "IMMUTABLE" }],
		}));
	ecr.on(DescribeImagesCommand).resolves({ imageDetails: [{ imageDigest: digest, imageTags: ["1.0"] }] });
	ecr
		.on(DescribeImageScanFindingsCommand)
		.resolves({ imageScanStatus: { status: "COMPLETE" }, imageScanFindings: { findings: [] } });
});

describe("an image in the account's own registry and its repository are read", () => {
	const expected = {
		imageRepository: { value: { tagMutability: "IMMUTABLE", exclusionFilters: [] } },
		registryImage: { value: found },
	};

	test("by its tag", async () => {
		expect(await read(`${registry}/web:1.0`)).toEqual([expected]);
		const asked = ecr.commandCalls(DescribeImagesCommand).map(({ args: [{ input }] }) => input.imageIds);
		expect(asked).toEqual([[{ imageTag: "1.0" }]]);
	});

	test("by its digest, regardless of its current tag", async () => {
		expect(await read(`${registry}/web:2.0@${digest}`)).toEqual([expected]);
		const asked = ecr.commandCalls(DescribeImagesCommand).map(({ args: [{ input }] }) => input.imageIds);
		expect(asked).toEqual([[{ imageDigest: digest }]]);
	});

	test("by the tag latest if it has no tag", async () => {
		ecr.on(DescribeImagesCommand, { imageIds: [{ imageTag: "latest" }] }).resolves({
			imageDetails: [{ imageDigest: digest, imageTags: ["1.0", "latest"] }],
		});
		expect(await read(`${registry}/web`)).toMatchObject([
			{ registryImage: { value: { digest, tags: ["1.0", "latest"] } } },
		]);
	});

	test("once for all containers that use it", async () => {
		expect(await read(`${registry}/web:1.0`, "nginx", `${registry}/web:1.0`)).toEqual([expected, elsewhere, expected]);
		expect(ecr.calls()).toHaveLength(3);
	});

	test("only the first twenty", async () => {
		const readings = await read(...Array.from({ length: 21 }, (_, at) => `${registry}/web-${at}:1.0`));
		expect(readings[19]?.imageRepository).toEqual({ value: expect.anything() });
		expect(readings[20]).toEqual(unread("only 20 images of a task definition are read"));
	});
});

describe("images that are not read", () => {
	test.each([
		"nginx:1",
		"444455556666.dkr.ecr.ap-northeast-1.amazonaws.com/web:1",
		"111122223333.dkr.ecr.us-east-1.amazonaws.com/web:1",
	])("%s, because it is in another registry: unknown by design", async (image) => {
		expect(await read(image)).toEqual([elsewhere]);
		expect(ecr.calls()).toHaveLength(0);
	});

	test.each<[ContainerFacts["image"], string]>([
		["a b", "it is not a valid image name"],
		[null, "the container has no image"],
		[{ unresolved: "Ref X" }, "the container has no image"],
	])("%j", async (image, reason) => {
		expect(await read(image)).toEqual([unread(reason)]);
		expect(ecr.calls()).toHaveLength(0);
	});

	test("unresolved containers", async () => {
		const facts = aTaskDefinition({ containers: { unresolved: "Ref X" } });
		expect(await addRegistryImages(new ECRClient({}), facts, place)).toBe(facts);
	});
});

describe("a missing or denied image or repository is unread", () => {
	const denied = (action: string) => `ecr:${action} was denied (AccessDeniedException)`;
	const image = async () => (await read(`${registry}/web:1.0`))[0];

	test.each([
		["is not found", () => ecr.on(DescribeRepositoriesCommand).rejects(awsError("RepositoryNotFoundException"))],
		["is not in the answer", () => ecr.on(DescribeRepositoriesCommand).resolves({ repositories: [] })],
	])("a repository that %s", async (_, arrange) => {
		arrange();
		expect(await image()).toEqual(unread("its repository does not exist"));
	});

	test.each([
		["is not found", () => ecr.on(DescribeImagesCommand).rejects(awsError("ImageNotFoundException"))],
		["went with its repository", () => ecr.on(DescribeImagesCommand).rejects(awsError("RepositoryNotFoundException"))],
		["is not in the answer", () => ecr.on(DescribeImagesCommand).resolves({ imageDetails: [{ imageDigest: digest }] })],
	])("a tag that %s", async (_, arrange) => {
		arrange();
		expect((await image())?.registryImage).toEqual(lasting("its repository has no tag 1.0"));
	});

	test("an image that is deleted between two calls", async () => {
		ecr.on(DescribeImagesCommand, { imageIds: [{ imageDigest: digest }] }).resolves({ imageDetails: [] });
		ecr.on(DescribeImageScanFindingsCommand).rejects(awsError("ImageNotFoundException"));
		expect((await image())?.registryImage).toEqual(lasting("its repository has no tag 1.0"));
		expect((await read(`${registry}/web@${digest}`))[0]?.registryImage).toEqual(
			lasting("its repository does not contain it"),
		);
	});

	test("a repository that is denied, although its image is read", async () => {
		ecr.on(DescribeRepositoriesCommand).rejects(awsError("AccessDeniedException"));
		expect(await image()).toEqual({
			imageRepository: { unread: denied("DescribeRepositories") },
			registryImage: { value: found },
		});
	});

	test("an image that is denied", async () => {
		ecr.on(DescribeImagesCommand).rejects(awsError("AccessDeniedException"));
		expect((await image())?.registryImage).toEqual({ unread: denied("DescribeImages") });
	});

	test.each([DescribeRepositoriesCommand, DescribeImagesCommand, DescribeImageScanFindingsCommand])(
		"throttling throws TryLaterError",
		async (command) => {
			ecr.on(command as typeof DescribeImagesCommand).rejects(awsError("ThrottlingException"));
			await expect(image()).rejects.toBeInstanceOf(TryLaterError);
		},
	);
});

describe("with the digests to which ECS has resolved the tags", () => {
	const readWith = async (digests: ReadonlyMap<string, string>, ...images: readonly string[]) => {
		const containers = images.map((image, at) => aContainer({ name: `c${at}`, image }));
		const facts = await addRegistryImages(new ECRClient({}), aTaskDefinition({ containers }), place, { digests });
		return isUnresolved(facts.containers) ? [] : facts.containers.map(({ registryImage }) => registryImage);
	};
	const other = aDigest("b");
	const asked = () => ecr.commandCalls(DescribeImagesCommand).map(({ args: [{ input }] }) => input.imageIds);
	beforeEach(() => {
		ecr.on(DescribeImagesCommand).callsFake(({ imageIds: [{ imageDigest = digest }] }) => ({
			imageDetails: [{ imageDigest, imageTags: imageDigest === digest ? ["1.0"] : [] }],
		}));
	});

	test("the image that runs is read, although the tag has moved", async () => {
		const found = await readWith(new Map([["c0", other]]), `${registry}/web:1.0`);
		expect(found).toEqual([{ value: expect.objectContaining({ digest: other, tags: [] }) }]);
		expect(asked()).toEqual([[{ imageDigest: other }]]);
	});

	test("an image without one is resolved by its tag", async () => {
		const found = await readWith(new Map([["c0", other]]), `${registry}/web:1.0`, `${registry}/api:1.0`);
		expect(found).toEqual([
			{ value: expect.objectContaining({ repository: "web", digest: other }) },
			{ value: expect.objectContaining({ repository: "api", digest }) },
		]);
	});

	test("the digest in the name counts", async () => {
		await readWith(new Map([["c0", other]]), `${registry}/web@${digest}`);
		expect(asked()).toEqual([[{ imageDigest: digest }]]);
	});

	test("one image with one digest is read once, and one with two digests twice", async () => {
		const image = `${registry}/web:1.0`;
		const both = [
			["c0", other],
			["c1", other],
			["c2", digest],
		] as const;
		const found = await readWith(new Map(both), image, image, image);
		expect(found.map((one) => ("value" in one ? one.value.digest : null))).toEqual([other, other, digest]);
		expect(asked()).toEqual([[{ imageDigest: other }], [{ imageDigest: digest }]]);
	});

	test("an image that ECR does not have is not found", async () => {
		ecr.on(DescribeImagesCommand).resolves({ imageDetails: [] });
		const [image] = await readWith(new Map([["c0", other]]), `${registry}/web:1.0`);
		expect(image).toEqual(lasting("its repository does not contain it"));
	});
});

test("an image is read without its repository if that is not needed", async () => {
	const containers = [aContainer({ image: `${registry}/web:1.0` })];
	const facts = await addRegistryImages(new ECRClient({}), aTaskDefinition({ containers }), place, {
		withRepositories: false,
	});
	expect(facts.containers).toMatchObject([
		{ imageRepository: lasting("its repository is not read here"), registryImage: { value: { digest } } },
	]);
	expect(ecr.commandCalls(DescribeRepositoriesCommand)).toHaveLength(0);
	expect(ecr.commandCalls(DescribeImagesCommand)).toHaveLength(1);
});
