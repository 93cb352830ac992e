import { ECRClient } from "@aws-sdk/client-ecr";
import { afterEach, describe } from "@jest/globals";
import { readImage } from "../../adapters/ecr/read-image.ts";
import { readRepository } from "../../adapters/ecr/read-repository.ts";
import { ecrDouble } from "../../demo/doubles/ecr.ts";
import { emptyRegistry, removeFrom, storeRepository } from "../../demo/doubles/ecr-registry.ts";
import type { Loopback } from "../../demo/doubles/loopback.ts";
import { aDigest, readAt } from "../support/builders.ts";
import { RegistryInMemory } from "../support/registry.ts";
import { registryContract } from "./registry.ts";

describe("the registry in memory", () => {
	registryContract(async () => {
		const registry = new RegistryInMemory();
		return { ...registry, drop: (...of) => registry.drop(...of) };
	});
});

describe("the demo's double of ECR, read by the adapters", () => {
	let double: Loopback | undefined;
	afterEach(() => double?.close());

	registryContract(async () => {
		const registry = emptyRegistry("111122223333", "ap-northeast-1", {
			scanType: "BASIC",
			rules: [],
			pullThroughCacheRules: [],
		});
		const image = { digest: aDigest(), tags: ["1.4.2"] };
		const scans = [
			{ name: "payments", pushedAt: "2026-11-21T10:00:00.000Z", status: "COMPLETE" },
			{ name: "fresh", pushedAt: readAt, status: "IN_PROGRESS" },
		];
		for (const { name, pushedAt, status } of scans) {
			storeRepository(registry, { name, images: [{ ...image, pushedAt, scan: { status, findings: [] } }] }, readAt);
		}
		const noEmulator = Promise.reject(new Error("only operations of the double itself are needed"));
		noEmulator.catch(() => {});
		double = await ecrDouble(registry, noEmulator, () => {});
		const credentials = { accessKeyId: "111122223333", secretAccessKey: "local" };
		const client = new ECRClient({ endpoint: double.url, region: "ap-northeast-1", credentials, maxAttempts: 1 });
		return {
			repository: (subject, at) => readRepository(client, subject, at, async () => ({ value: [] })),
			image: (...of) => readImage(client, ...of),
			drop: (name, digest) => void removeFrom(registry, name, digest),
		};
	});
});
