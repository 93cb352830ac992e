import { expect, test } from "@jest/globals";
import { controls } from "../../controls/index.ts";
import { TryLaterError } from "../../core/errors.ts";
import { parse as parseDeleted } from "../../events/image-deleted/index.ts";
import { parse as parsePushed } from "../../events/image-pushed/index.ts";
import { oneOf } from "../../events/one-of.ts";
import { parse as parseChanged } from "../../events/repository-changed/index.ts";
import { observeRepositoriesAndImages } from "../../pipeline/observe.ts";
import { route } from "../../pipeline/route.ts";
import { aRepository } from "../support/builders.ts";
import { RegistryInMemory } from "../support/registry.ts";
import { aContext, aRoute, batchOf, push } from "../support/route.ts";
import { aSample } from "../support/routes.ts";

/** What the function for repositories and images does, a minute after each event. */
function anAccount() {
	const { ports, ledger, letters, notes } = aRoute();
	const registry = new RegistryInMemory();
	let mutability = "IMMUTABLE";
	const readers = {
		repository: async (...of: Parameters<RegistryInMemory["repository"]>) => {
			const facts = await registry.repository(...of);
			return facts === null ? null : aRepository({ ...facts, tagMutability: mutability });
		},
		usedImages: async () => ({ value: [] }),
		image: registry.image,
	};
	let minute = 1;
	const observe = observeRepositoriesAndImages(readers, controls, ports.rules);
	const now = () => `2026-11-21T12:${String(minute++).padStart(2, "0")}:00.000Z`;
	const handle = route(oneOf(parsePushed, parseDeleted, parseChanged), { ...ports, observe, now });
	return {
		registry,
		letters,
		notes,
		setMutability: (value: string) => {
			mutability = value;
		},
		handle: async (event: object) =>
			handle(batchOf({ ...event, time: `2026-11-21T12:${String(minute).padStart(2, "0")}:00Z` }), aContext),
		states: () =>
			Object.fromEntries([...ledger.entries.values()].map(({ arn, state }) => [arn.split(":repository/")[1], state])),
		statusOf: (control: string) =>
			[...ledger.entries.values()].flatMap((entry) => entry.controls[control]?.status ?? []),
	};
}
const deleted = (digest: string) => ({
	...push("payments"),
	detail: { ...push("payments").detail, "action-type": "DELETE", "image-digest": digest },
});
const { "image-digest": digest } = push("payments").detail;

test("A01: a deleted image is gone, and its repository is checked again", async () => {
	const { handle, registry, states } = anAccount();
	await handle(push("payments"));
	registry.drop("payments", digest);
	await handle(deleted(digest));
	expect(states()).toEqual({ payments: "present", [`payments/${digest}`]: "gone" });
});

test("A01: an image that is already deleted when it is first checked is gone", async () => {
	const { handle, registry, states } = anAccount();
	registry.drop("payments", digest);
	expect(await handle(deleted(digest))).toEqual({ batchItemFailures: [] });
	expect(states()).toEqual({ payments: "present", [`payments/${digest}`]: "gone" });
});

test("E12: a push that is delivered after the deletion leaves the image gone", async () => {
	const { handle, registry, states } = anAccount();
	await handle(push("payments"));
	registry.drop("payments", digest);
	await handle(deleted(digest));
	await handle(push("payments"));
	expect(states()).toEqual({ payments: "present", [`payments/${digest}`]: "gone" });
});

test("A02: a deleted repository is gone", async () => {
	const { handle, registry, states } = anAccount();
	await handle(push("shop/returns"));
	registry.drop("shop/returns");
	await handle(aSample("repository-changed", "delete"));
	expect(states()).toMatchObject({ "shop/returns": "gone" });
});

test("an image that lost a tag and still exists keeps its entry", async () => {
	const { handle, states } = anAccount();
	await handle(push("payments"));
	await handle(deleted(digest));
	expect(states()).toEqual({ payments: "present", [`payments/${digest}`]: "present" });
});

test("a repository that is weakened without a push fails at once, and passes when it is fixed", async () => {
	const { handle, setMutability, statusOf } = anAccount();
	await handle(push("payments"));
	const seen = [statusOf("repository/tag-immutability")];
	for (const value of ["MUTABLE", "IMMUTABLE"]) {
		setMutability(value);
		await handle(aSample("repository-changed", "tags-made-mutable"));
		seen.push(statusOf("repository/tag-immutability"));
	}
	expect(seen).toEqual([["pass"], ["fail"], ["pass"]]);
});

test.each([
	[
		"E16: a failed call",
		{
			...aSample("repository-changed", "create"),
			detail: { ...(aSample("repository-changed", "create")["detail"] as object), errorCode: "AccessDenied" },
		},
		"the call failed and changed nothing",
	],
	[
		"an event that no parser of the function is for",
		aSample("image-scanned", "basic-complete"),
		"the event is not about the settings of a repository",
	],
])("%s ends with a reason and without a check", async (_, event, reason) => {
	const { handle, states, letters, notes } = anAccount();
	expect(await handle(event)).toEqual({ batchItemFailures: [] });
	expect([states(), letters.received, notes]).toEqual([{}, [], [reason, "flushed"]]);
});

test("a change of the whole registry has all repositories checked, and is delivered again if that fails", async () => {
	const { handle, states, notes } = anAccount();
	const event = aSample("repository-changed", "registry-scanning-changed");
	expect(await handle(event)).toEqual({ batchItemFailures: [] });
	expect(states()).toEqual({});
	expect(notes.slice(0, 2)).toEqual([
		"the change is of the whole registry",
		"all repositories in ap-northeast-1 after 2026-11-21T12:01:00Z",
	]);
	const { ports, notes: log } = aRoute();
	const checkRepositories = async () => Promise.reject(new TryLaterError("SQS did not respond"));
	const failing = route(parseChanged, { ...ports, checkRepositories });
	expect((await failing(batchOf(event), aContext)).batchItemFailures).toHaveLength(1);
	expect(log).toContain("message-1 failed: SQS did not respond");
});
