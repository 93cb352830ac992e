import { describe, expect, test } from "@jest/globals";
import { TryLaterError } from "../../core/errors.ts";
import { FamilyAccount, revisionArn } from "../support/family-account.ts";

describe("a newly registered revision that fails a blocking control", () => {
	test("is deregistered in enforce mode, and its finding stays open", async () => {
		const account = new FamilyAccount("enforce", [7, 8], [8]);
		await account.registered(8);
		expect(account.deregistered).toEqual([revisionArn(8)]);
		expect(account.entry?.blocks).toEqual([
			{
				action: "deregister",
				resource: revisionArn(8),
				revision: 8,
				because: ["task-definition/read-only-root"],
				at: "2026-11-01T10:01:09.000Z",
				outcome: "done",
			},
		]);
		expect(account.status).toBe("fail");
		expect(account.entry?.about).toEqual({ revision: "8", activeRevision: "7" });
		expect(account.ledger.intents.size).toBe(0);
	});

	test("keeps its finding after our own deregistration until a later revision passes", async () => {
		const account = new FamilyAccount("enforce", [7, 8], [8]);
		await account.registered(8);
		await account.event();
		expect(account.status).toBe("fail");
		account.revisions = [7, 8, 9];
		await account.registered(9);
		expect(account.status).toBe("pass");
		expect(account.entry?.about).toEqual({ revision: "9", activeRevision: "9" });
	});

	test("is not deregistered but reported in audit mode", async () => {
		const account = new FamilyAccount("audit", [8], [8]);
		await account.registered(8);
		expect(account.deregistered).toEqual([]);
		expect(account.entry?.blocks).toMatchObject([{ outcome: "would-have", reason: "the policy's mode is audit" }]);
	});

	test("is blocked even if a newer revision is already active; the finding is about the newer one", async () => {
		const account = new FamilyAccount("enforce", [7, 8], [7]);
		await account.registered(8);
		await account.registered(7);
		expect(account.deregistered).toEqual([revisionArn(7)]);
		expect(account.status).toBe("pass");
	});

	test("is blocked if it is the family's first revision, and the family is not reported as gone", async () => {
		const account = new FamilyAccount("enforce", [1], [1]);
		await account.registered(1);
		expect(account.entry).toMatchObject({ state: "present", about: { revision: "1", activeRevision: "none" } });
		expect(account.status).toBe("fail");
	});

	test("is not blocked by an event that does not register it", async () => {
		const account = new FamilyAccount("enforce", [8], [8]);
		await account.event();
		expect(account.deregistered).toEqual([]);
		expect(account.status).toBe("fail");
	});

	test("is blocked once if the event is delivered twice", async () => {
		const account = new FamilyAccount("enforce", [7, 8], [8]);
		await account.registered(8);
		await account.registered(8);
		expect(account.deregistered).toEqual([revisionArn(8)]);
		expect(account.entry?.blocks).toMatchObject([{ outcome: "done" }]);
	});
});

describe("a failed block is never reported as a block", () => {
	test("denied: recorded as failed with the reason, and thrown, so that it is retried and ends as a dead letter", async () => {
		const account = new FamilyAccount("enforce", [8], [8]);
		account.deregister = async () => ({ outcome: "failed", reason: "AccessDeniedException" });
		await expect(account.registered(8)).rejects.toThrow("AccessDeniedException");
		expect(account.ledger.intents.size).toBe(1);
		expect(account.entry?.blocks).toMatchObject([{ outcome: "failed", reason: "AccessDeniedException" }]);
		expect(account.status).toBe("fail");
	});

	test("throttled: recorded as failed, thrown for a retry, done at the next delivery", async () => {
		const account = new FamilyAccount("enforce", [7, 8], [8]);
		const works = account.deregister;
		account.deregister = async () => {
			throw new TryLaterError("ThrottlingException");
		};
		await expect(account.registered(8)).rejects.toThrow("ThrottlingException");
		expect(account.entry?.blocks).toMatchObject([{ outcome: "failed", reason: "ThrottlingException" }]);
		account.deregister = works;
		await account.registered(8);
		expect(account.entry?.blocks).toMatchObject([{ revision: 8, outcome: "done" }]);
		expect(account.ledger.intents.size).toBe(0);
	});

	test("interrupted between deregistering and recording: the next delivery completes the record", async () => {
		const account = new FamilyAccount("enforce", [7, 8], [8]);
		const works = account.deregister;
		account.deregister = async (resource) => {
			await works(resource);
			throw new Error("killed");
		};
		await expect(account.registered(8)).rejects.toThrow("killed");
		expect(account.entry).toBeUndefined();
		await account.registered(8);
		expect(account.entry?.blocks).toMatchObject([{ revision: 8, outcome: "done" }]);
		expect(account.status).toBe("fail");
	});

	test("interrupted, and the revision was deleted in the meantime: still recorded as done", async () => {
		const account = new FamilyAccount("enforce", [7, 8], [8]);
		account.deregister = async () => {
			throw new Error("killed");
		};
		await expect(account.registered(8)).rejects.toThrow("killed");
		account.revisions = [7];
		await account.event();
		expect(account.entry?.blocks).toMatchObject([{ revision: 8, outcome: "done" }]);
		expect(account.ledger.intents.size).toBe(0);
		expect(account.status).toBe("pass");
	});

	test("interrupted, and the revision cannot be read: neither reported nor forgotten", async () => {
		const account = new FamilyAccount("enforce", [7, 8], [8]);
		const works = account.deregister;
		account.deregister = async () => {
			throw new TryLaterError("ThrottlingException");
		};
		await expect(account.registered(8)).rejects.toThrow("ThrottlingException");
		account.isDenied = true;
		await expect(account.registered(8)).rejects.toThrow("cannot tell whether revision 8 is deregistered");
		expect(account.entry?.blocks).toMatchObject([{ outcome: "failed" }]);
		account.isDenied = false;
		account.deregister = works;
		await account.event();
		expect(account.entry?.blocks).toMatchObject([{ revision: 8, outcome: "done" }]);
	});
});

describe("two deliveries of one registration at the same time", () => {
	test("record one block, regardless of which one is faster", async () => {
		const account = new FamilyAccount("enforce", [7, 8], [8]);
		const works = account.deregister;
		account.deregister = async (resource) => {
			account.deregister = async () => ({ outcome: "gone" });
			await works(resource);
			await account.registered(8);
			return { outcome: "done" };
		};
		await account.registered(8);
		expect(account.entry?.blocks).toMatchObject([{ revision: 8, outcome: "done" }]);
		expect(account.status).toBe("fail");
		expect(account.ledger.intents.size).toBe(0);
	});

	test("record one block when the later one ends after the deregistration, before it records anything", async () => {
		const account = new FamilyAccount("enforce", [7, 8], [8]);
		const works = account.deregister;
		account.deregister = async (resource) => {
			account.deregister = async (other) => {
				await works(other);
				throw new Error("killed");
			};
			await expect(account.registered(8)).rejects.toThrow("killed");
			return works(resource);
		};
		await account.registered(8);
		expect(account.entry?.blocks).toMatchObject([{ revision: 8, outcome: "done" }]);
		expect(account.status).toBe("fail");
		expect(account.ledger.intents.size).toBe(0);
	});
});

test("a block ends permanently with a later revision, even if that one is deregistered", async () => {
	const account = new FamilyAccount("enforce", [7, 8], [8]);
	await account.registered(8);
	account.revisions = [7, 8, 9];
	await account.registered(9);
	account.inactive.add(9);
	await account.event();
	expect(account.status).toBe("pass");
	expect(account.entry?.about).toEqual({ revision: "7", activeRevision: "7" });
});

test("a registration is handled even after a check with another trigger, because it may have to be blocked", async () => {
	const account = new FamilyAccount("enforce", [7, 8], [8]);
	await account.event();
	expect(account.status).toBe("fail");
	account.minute = 0;
	await account.registered(8);
	expect(account.deregistered).toEqual([revisionArn(8)]);
});

test("two failing revisions at once, one of them not recorded: the next delivery records both", async () => {
	const account = new FamilyAccount("enforce", [7, 8, 9], [8, 9]);
	const works = account.deregister;
	account.deregister = async (resource) => {
		account.deregister = works;
		await works(resource);
		await account.registered(9);
		throw new Error("killed");
	};
	await expect(account.registered(8)).rejects.toThrow("killed");
	await account.registered(8);
	const outcomes = account.entry?.blocks.map(({ revision, outcome }) => `${revision} ${outcome}`);
	expect(outcomes?.toSorted()).toEqual(["8 done", "9 done"]);
	expect(account.status).toBe("fail");
	expect(account.ledger.intents.size).toBe(0);
});

test("services that cannot be searched now do not prevent a block: it is recorded and the search is retried", async () => {
	const account = new FamilyAccount("enforce", [7, 8], [8]);
	account.withServices = async () => {
		throw new TryLaterError("ecs:ListClusters was throttled");
	};
	await expect(account.registered(8)).rejects.toThrow("ecs:ListClusters was throttled");
	expect(account.deregistered).toEqual([revisionArn(8)]);
	expect(account.entry?.blocks).toMatchObject([{ revision: 8, outcome: "done" }]);
});
