import { describe, expect, test } from "@jest/globals";
import imageVulnerabilities from "../../controls/task-definition/image-vulnerabilities.ts";
import { TryLaterError } from "../../core/errors.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import { aContainer, anImage, aScan, aVulnerability } from "../support/builders.ts";
import { FamilyAccount, revisionArn, subject } from "../support/family-account.ts";

const since = "2026-11-01T10:00:00.000Z";
const scanning = anImage({ awaitedSince: since, readAt: since, scans: { value: [aScan({ status: "IN_PROGRESS" })] } });
const vulnerable = anImage({ scans: { value: [aScan({ vulnerabilities: [aVulnerability()] })] } });
const clean = anImage();

/** Revisions 7 and 8 exist; the image of revision 8 is as given, and those of the others are clean. */
function accountWith(image: typeof clean | TryLaterError) {
	const account = new FamilyAccount("enforce", [7, 8], []);
	account.more = [imageVulnerabilities];
	const images = new Map<number | null, typeof image>([[8, image]]);
	account.withImages = async (facts: TaskDefinitionFacts) => {
		const found = images.get(facts.revision) ?? clean;
		if (found instanceof TryLaterError) throw found;
		return { ...facts, containers: [aContainer({ registryImage: { value: found } })] };
	};
	return { account, scanEnds: (result: typeof clean) => images.set(8, result) };
}

describe("F2, B06: a registered revision whose image is being scanned is decided about when the scan ends", () => {
	test("although a newer revision was registered meanwhile", async () => {
		const { account, scanEnds } = accountWith(scanning);
		expect(await account.registered(8)).toMatchObject({ kind: "recorded", awaitedSince: since });
		account.revisions = [7, 8, 9];
		await account.registered(9);
		scanEnds(vulnerable);
		await account.event();
		expect(account.deregistered).toEqual([revisionArn(8)]);
		expect(account.status).toBe("pass");
		expect(account.entry?.about).toEqual({ revision: "9", activeRevision: "9" });
	});

	test("although its check was overtaken by that of a newer revision, which did not know of it", async () => {
		const { account, scanEnds } = accountWith(scanning);
		account.revisions = [7, 8, 9];
		const { read } = account;
		let isOvertaken = false;
		account.read = async (...of) => {
			if (!isOvertaken) {
				isOvertaken = true;
				account.minute += 5;
				await account.registered(9);
				account.minute -= 6;
			}
			return read(...of);
		};
		expect(await account.registered(8)).toMatchObject({ kind: "recorded", awaitedSince: since });
		scanEnds(vulnerable);
		await account.event();
		expect(account.deregistered).toEqual([revisionArn(8)]);
	});

	test("although its event arrived after that of a newer revision", async () => {
		const { account, scanEnds } = accountWith(scanning);
		account.revisions = [7, 8, 9];
		await account.registered(9);
		expect(await account.registered(8)).toMatchObject({ awaitedSince: since });
		scanEnds(vulnerable);
		await account.event();
		expect(account.deregistered).toEqual([revisionArn(8)]);
	});

	test("because the image's check sends the family to its queue", async () => {
		const { account } = accountWith(scanning);
		await account.registered(8);
		expect(await account.ledger.users(scanning.arn, null)).toEqual({ users: [subject], next: null });
	});

	test("and is left alone if its image is clean", async () => {
		const { account, scanEnds } = accountWith(scanning);
		await account.registered(8);
		expect([...account.ledger.candidates.values()].map(({ revision }) => revision)).toEqual([8]);
		scanEnds(clean);
		expect(await account.event()).toMatchObject({ awaitedSince: null });
		expect(account.deregistered).toEqual([]);
		expect(account.ledger.candidates.size).toBe(0);
	});

	test("but not a day after its registration", async () => {
		const { account, scanEnds } = accountWith(scanning);
		await account.event([{ revision: 8, until: "2026-11-01T10:01:30.000Z" }]);
		scanEnds(vulnerable);
		await account.event();
		expect(account.deregistered).toEqual([]);
		expect(account.ledger.candidates.size).toBe(0);
	});

	test("and one whose image cannot be read now is retried, although a newer revision passes", async () => {
		const throttled = new TryLaterError("ecr:DescribeImages was throttled");
		const { account, scanEnds } = accountWith(throttled);
		account.revisions = [7, 8, 9];
		await expect(account.registered(8)).rejects.toBe(throttled);
		scanEnds(vulnerable);
		await account.registered(8);
		expect(account.deregistered).toEqual([revisionArn(8)]);
	});
});

describe("F8: a check that blocks but is overtaken leaves no blocked revision without its finding", () => {
	/** While revision 8 is deregistered, another check records revision 7, which it read later. */
	async function overtaken() {
		const account = new FamilyAccount("enforce", [7, 8], [8]);
		const works = account.deregister;
		account.deregister = async (resource) => {
			account.deregister = works;
			const done = await works(resource);
			account.minute += 5;
			await account.event();
			account.minute -= 6;
			return done;
		};
		return account;
	}

	test("the second reading judges the blocked revision", async () => {
		const account = await overtaken();
		await account.registered(8);
		expect(account.entry).toMatchObject({ about: { revision: "8" }, blocks: [{ revision: 8, outcome: "done" }] });
		expect(account.status).toBe("fail");
		expect(account.ledger.intents.size).toBe(0);
	});

	test("if the second reading fails, the next delivery reads again", async () => {
		const account = await overtaken();
		const { read } = account;
		let throttle = false;
		account.read = async (...of) => {
			if (throttle && account.deregistered.length > 0 && account.entry?.blocks.length === 1) {
				throttle = false;
				throw new TryLaterError("ThrottlingException");
			}
			return read(...of);
		};
		throttle = true;
		await expect(account.registered(8)).rejects.toThrow("ThrottlingException");
		await account.registered(8);
		expect(account.status).toBe("fail");
		expect(account.ledger.intents.size).toBe(0);
	});
});
