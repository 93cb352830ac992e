import { beforeEach, describe, expect, test } from "@jest/globals";
import type { ReadUsedImages } from "../../adapters/ecr/images-in-use.ts";
import { controls } from "../../controls/index.ts";
import { TryLaterError } from "../../core/errors.ts";
import { recheckSource } from "../../core/event.ts";
import type { RepositoryFacts } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";
import { arnOf } from "../../core/subject.ts";
import { imagesInUseOf } from "../../domain/images/used-images.ts";
import { parse } from "../../events/image-pushed/index.ts";
import { observeRepositoriesAndImages } from "../../pipeline/observe.ts";
import { recheckMessages } from "../../pipeline/recheck.ts";
import { type RoutePorts, route } from "../../pipeline/route.ts";
import { aDigest, anImage, aRepository, aStoredImage } from "../support/builders.ts";
import { ImagesInUseAccount, repositorySubject } from "../support/images-in-use.ts";
import { aContext, aRoute, batchOf, push } from "../support/route.ts";

const subject = repositorySubject("payments");
const arn = arnOf(subject);
const expiring = aStoredImage({ digest: aDigest("b"), tags: [], pushedAt: "2026-10-01T12:00:00Z" });
const inUse = { repository: "payments", digest: aDigest("b"), tag: null, usedBy: ["service shop/web"] };

let account: ImagesInUseAccount;
let setUp: ReturnType<typeof aRoute>;
let deliver: (...bodies: readonly unknown[]) => ReturnType<ReturnType<typeof route>>;
let readings: number;
beforeEach(() => {
	account = new ImagesInUseAccount();
	setUp = aRoute();
	readings = 0;
	const readers = {
		repository: async (_: unknown, readAt: string, read: ReadUsedImages): Promise<RepositoryFacts> => {
			readings += 1;
			const images = [aStoredImage(), expiring];
			const used = await read(subject);
			const imagesInUse = wasRead(used) ? { value: imagesInUseOf(subject.name, used.value, images) } : used;
			return aRepository({ name: subject.name, arn, images: { value: images }, imagesInUse, readAt });
		},
		usedImages: account.read,
		image: async () => anImage(),
	};
	const ports: RoutePorts = {
		...setUp.ports,
		observe: observeRepositoriesAndImages(readers, controls, setUp.ports.rules),
		now: account.now,
	};
	const handle = route(parse, ports);
	deliver = (...bodies) => handle(batchOf(...bodies), aContext);
});

const recheckNow = (of = subject) => recheckMessages([of], () => "id", account.now())[0] ?? "";
const pushed = () => deliver(push("payments", { time: account.now() }));
/** Handles the requests to refresh the images in use, and the messages that follow from them. */
const refreshed = async () => {
	await account.work();
	for (const _ of account.rechecked.splice(0)) await deliver(recheckNow());
};
const verdict = () => setUp.ledger.entries.get(arn)?.controls["repository/lifecycle-safe"];
const history = () =>
	setUp.ledger.history
		.filter((entry) => entry.arn === arn)
		.map(({ controls: { "repository/lifecycle-safe": one } }) => [one?.status, one?.pending, one?.settled].join(" "));

test("the first push leaves the verdict pending, which is not reported, and the refresh settles it", async () => {
	await pushed();
	account.seconds = 10;
	await refreshed();
	expect(history()).toEqual(["unknown true ", "pass false "]);
});

test("F4: a verdict never becomes unknown and back because a snapshot is old, or because ECS does not respond", async () => {
	await pushed();
	account.seconds = 10;
	await refreshed();
	for (const ecs of [new TryLaterError("throttled"), { unread: "it was denied" }, { value: [] }]) {
		account.ecs = ecs;
		account.seconds += 1_200;
		await pushed();
		account.seconds += 10;
		await refreshed();
	}
	expect(
		history()
			.slice(1)
			.map((one) => one.split(" ")[0]),
	).not.toContain("unknown");
	expect(verdict()?.status).toBe("pass");
});

test("a service that is deployed later makes the verdict fail after the next push, and the earlier one stands until then", async () => {
	await pushed();
	account.seconds = 10;
	await refreshed();
	account.ecs = { value: [inUse] };
	account.seconds = 600;
	await pushed();
	expect(verdict()?.status).toBe("pass");
	account.seconds = 610;
	await refreshed();
	expect(verdict()).toMatchObject({ status: "fail", message: expect.stringContaining("service shop/web") });
	expect(history()).toEqual(["unknown true ", "pass false ", "pass false ", "fail false "]);
});

test("a permission that is missing from the start makes the verdict unknown, with the reason, and no longer pending", async () => {
	account.ecs = { unread: "ecs:ListTasks was denied (AccessDeniedException)" };
	await pushed();
	account.seconds = 10;
	await refreshed();
	expect(verdict()).toMatchObject({ status: "unknown", pending: false, message: expect.stringContaining("ListTasks") });
});

test("an event that is delivered late is not judged by a snapshot that was new at its time, because its check covers later events", async () => {
	await pushed();
	account.seconds = 10;
	await refreshed();
	account.seconds = 60;
	const late = push("payments", { time: account.now() });
	account.ecs = { value: [inUse] };
	account.seconds = 1_200;
	const covered = push("payments", { time: account.now() });
	account.seconds = 1_210;
	await deliver(late);
	await deliver(covered);
	await refreshed();
	expect(verdict()?.status).toBe("fail");
});

test("a check after a refresh that is delayed for minutes needs a newer snapshot, because it covers the events until then", async () => {
	await pushed();
	account.seconds = 10;
	await account.work();
	const delayed = recheckNow();
	account.ecs = { value: [inUse] };
	account.seconds = 480;
	const covered = push("payments", { time: account.now() });
	account.seconds = 490;
	await deliver(delayed);
	await deliver(covered);
	await refreshed();
	expect(verdict()?.status).toBe("fail");
});

test("a request for a snapshot that cannot be sent costs no other verdict of the repository, and is repeated", async () => {
	account.isQueueDown = true;
	expect((await pushed()).batchItemFailures).toHaveLength(1);
	expect(verdict()).toMatchObject({ status: "unknown", message: expect.stringContaining("sqs:SendMessage") });
	expect(setUp.ledger.entries.get(arn)?.controls["repository/tag-immutability"]?.status).toBe("pass");
	account.isQueueDown = false;
	expect((await pushed()).batchItemFailures).toEqual([]);
	await refreshed();
	expect(verdict()?.status).toBe("pass");
});

test("a repository that was checked with the new snapshot anyway is not checked again", async () => {
	await pushed();
	account.seconds = 10;
	await account.work();
	const message = recheckNow();
	account.seconds = 20;
	await pushed();
	const before = readings;
	await deliver(message);
	expect(readings).toBe(before);
});

describe("E14: a message with a source of our own", () => {
	const refusal = "source is neither AWS nor the replay source";
	const letters = () => setUp.letters.received.map(({ attributes }) => attributes["reason"]);

	test.each(["shipshape", "shipshape.recheck2", "my.app", "Shipshape.Recheck"])(
		"is refused from %s",
		async (source) => {
			await deliver({ ...JSON.parse(recheckNow()), source });
			expect([letters(), readings]).toEqual([[refusal], 0]);
		},
	);

	test("is ignored and counted for another account or Region than the queue's", async () => {
		await deliver(recheckNow({ ...subject, account: "444455556666" }), recheckNow({ ...subject, region: "eu-west-1" }));
		expect([letters().length, readings]).toEqual([0, 0]);
		expect(setUp.notes.filter((note) => note === "foreign")).toHaveLength(2);
	});

	test("is never taken for an event of AWS: a registration in it is refused", async () => {
		await deliver({ ...push("payments"), source: recheckSource });
		expect(letters()).toEqual(["detail.subjects must be a list"]);
	});
});
