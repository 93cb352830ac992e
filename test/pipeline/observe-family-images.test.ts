import { describe, expect, test } from "@jest/globals";
import imageVulnerabilities from "../../controls/task-definition/image-vulnerabilities.ts";
import tmpfsSupported from "../../controls/task-definition/tmpfs-supported.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../core/facts.ts";
import type { Policy } from "../../core/policy.ts";
import { aContainer, anImage, aScan, aVulnerability } from "../support/builders.ts";
import { FamilyAccount, revisionArn, subject } from "../support/family-account.ts";

const id = imageVulnerabilities.id;
const vulnerable = anImage({ scans: { value: [aScan({ vulnerabilities: [aVulnerability()] })] } });
const awaited = (since: string) =>
	anImage({
		awaitedSince: since,
		readAt: "2026-11-01T10:01:09.000Z",
		scans: { value: [aScan({ status: "PENDING" })] },
	});
const throttled = new TryLaterError("ecr:DescribeImages did not respond (ThrottlingException)");

/** A family whose images are as given; revision 8 is the new one. */
function accountWith(image: ContainerFacts["registryImage"] | TryLaterError, failing: readonly number[] = []) {
	const account = new FamilyAccount("enforce", [7, 8], failing);
	account.more = [imageVulnerabilities];
	const reads: (number | null)[] = [];
	account.withImages = async (facts: TaskDefinitionFacts) => {
		reads.push(facts.revision);
		if (image instanceof TryLaterError) throw image;
		return { ...facts, containers: [aContainer({ registryImage: image })] };
	};
	return { account, reads, status: () => account.entry?.controls[id]?.status };
}

const withBlock = (account: FamilyAccount, block: Partial<Policy["block"]>): void => {
	Object.assign(account, { policy: { ...account.policy, block: { ...account.policy.block, ...block } } });
};

describe("a new revision whose image fails is blocked", () => {
	test("its image is read once", async () => {
		const { account, reads, status } = accountWith({ value: vulnerable });
		await account.registered(8);
		expect(account.deregistered).toEqual([revisionArn(8)]);
		expect(account.entry?.blocks).toMatchObject([{ because: [id], outcome: "done" }]);
		expect(status()).toBe("fail");
		expect(reads).toEqual([8]);
	});

	test("its findings are kept although the previous revision is active again", async () => {
		const { account } = accountWith({ value: vulnerable });
		await account.registered(8);
		expect(account.entry?.about).toEqual({ revision: "8", activeRevision: "7" });
	});

	test("an image that could not be read blocks nothing, unless the policy says so", async () => {
		const unread = { unread: "its registry is not read here" };
		const careless = accountWith(unread);
		await careless.account.registered(8);
		expect(careless.account.deregistered).toEqual([]);
		expect(careless.status()).toBe("unknown");
		const strict = accountWith(unread);
		withBlock(strict.account, { onUnknown: "block" });
		await strict.account.registered(8);
		expect(strict.account.deregistered).toEqual([revisionArn(8)]);
	});
});

describe("a scan result that is not available yet", () => {
	test("blocks nothing, is awaited since the latest push, and blocks the revision once it is available", async () => {
		const first = accountWith({ value: awaited("2026-11-01T10:00:30.000Z") });
		const images = [
			awaited("2026-11-01T10:00:30.000Z"),
			awaited("2026-11-01T10:01:00.000Z"),
			anImage({ awaitedSince: null }),
		];
		first.account.withImages = async (facts) => ({
			...facts,
			containers: images.map((value) => aContainer({ registryImage: { value } })),
		});
		const outcome = await first.account.registered(8);
		expect(outcome).toMatchObject({ kind: "recorded", awaitedSince: "2026-11-01T10:01:00.000Z" });
		expect(first.account.entry?.controls[id]).toMatchObject({ status: "unknown", pending: true });
		expect(first.account.deregistered).toEqual([]);
		first.account.withImages = async (facts) => ({
			...facts,
			containers: [aContainer({ registryImage: { value: vulnerable } })],
		});
		expect(await first.account.registered(8)).toMatchObject({ kind: "recorded", awaitedSince: null });
		expect(first.account.deregistered).toEqual([revisionArn(8)]);
	});

	test.each([
		["the revision waited for it", 0],
		["the revision was registered after the wait", 20],
	])("blocks the revision when it comes after the wait for it, which reported it as missing: %s", async (_, minute) => {
		let image = awaited("2026-11-01T10:00:00.000Z");
		const { account } = accountWith({ value: image });
		account.withImages = async (facts) => ({
			...facts,
			containers: [aContainer({ registryImage: { value: facts.revision === 8 ? image : anImage() } })],
		});
		account.minute = minute;
		image = { ...image, readAt: `2026-11-01T10:${String(minute).padStart(2, "0")}:30.000Z` };
		await account.registered(8);
		account.minute = 30;
		image = { ...image, readAt: "2026-11-01T10:30:00.000Z" };
		await account.event();
		expect(account.entry?.controls[id]).toMatchObject({ status: "unknown", pending: false });
		expect((await account.ledger.users(image.arn, null)).users).toEqual([subject]);
		image = vulnerable;
		account.minute = 40;
		await account.event();
		expect(account.deregistered).toEqual([revisionArn(8)]);
	});

	test("is not awaited if no verdict depends on it", async () => {
		const { account } = accountWith({ value: anImage({ awaitedSince: "2026-11-01T10:00:30.000Z" }) });
		expect(await account.registered(8)).toMatchObject({ awaitedSince: null });
	});
});

describe("images that cannot be read now", () => {
	test("do not prevent a block for another reason, and are requested again", async () => {
		const { account, reads, status } = accountWith(throttled, [8]);
		await expect(account.registered(8)).rejects.toBe(throttled);
		expect(account.deregistered).toEqual([revisionArn(8)]);
		expect(account.entry?.blocks).toMatchObject([{ revision: 8, outcome: "done" }]);
		expect(account.entry?.controls[id]).toMatchObject({
			status: "unknown",
			message: expect.stringContaining("could not be checked because ecr:DescribeImages did not respond"),
		});
		expect(status()).toBe("unknown");
		expect(reads).toEqual([8]);
	});

	test("do not block a passing revision, and are requested again", async () => {
		const { account, status } = accountWith(throttled);
		await expect(account.registered(8)).rejects.toBe(throttled);
		expect(account.deregistered).toEqual([]);
		expect(status()).toBe("unknown");
	});

	test("delay the decision if the policy blocks unknown verdicts", async () => {
		const { account } = accountWith(throttled, [8]);
		withBlock(account, { onUnknown: "block" });
		await expect(account.registered(8)).rejects.toBe(throttled);
		expect(account.deregistered).toEqual([]);
		expect(account.entry).toBeUndefined();
	});

	test("an error of our own is not treated as a missing response", async () => {
		const { account } = accountWith({ value: vulnerable });
		account.withImages = async () => {
			throw new TypeError("a bug");
		};
		await expect(account.registered(8)).rejects.toThrow("a bug");
	});
});

test("images and services that cannot be read are unknown, and the check is retried", async () => {
	const { account } = accountWith(throttled);
	account.withServices = async () => {
		throw new TryLaterError("ecs:ListClusters was throttled");
	};
	await expect(account.registered(8)).rejects.toThrow("ecs:ListClusters was throttled");
	expect(account.status).toBe("pass");
});

test("an image that cannot be read for a moment keeps its verdict, and the check is retried", async () => {
	const { account, status } = accountWith({ value: vulnerable });
	await account.registered(8);
	account.withImages = async () => {
		throw throttled;
	};
	await expect(account.event()).rejects.toBe(throttled);
	expect(status()).toBe("fail");
});

test("an image that cannot be read for a moment is unknown in a new revision", async () => {
	const { account, status } = accountWith({ value: anImage() });
	account.revisions = [7];
	await account.registered(7);
	account.revisions = [7, 8];
	account.withImages = async () => {
		throw throttled;
	};
	await expect(account.registered(8)).rejects.toBe(throttled);
	expect(status()).toBe("unknown");
});

test("services are searched before a block only if they can decide it, and an error then delays it", async () => {
	const { account } = accountWith({ value: anImage() }, [8]);
	account.withServices = async () => {
		throw new TryLaterError("ecs:ListClusters was throttled");
	};
	const controls = { ...account.policy.controls, [tmpfsSupported.id]: { enabled: true, blocking: true } };
	account.more = [tmpfsSupported];
	Object.assign(account, { policy: { ...account.policy, controls } });
	await expect(account.registered(8)).rejects.toThrow("ecs:ListClusters was throttled");
	expect(account.deregistered).toEqual([]);
});
