import { describe, expect, test } from "@jest/globals";
import { type Envelope, envelopeOf } from "../../core/event.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import { arnOf, type Subject } from "../../core/subject.ts";
import { parse } from "../../events/image-pushed/index.ts";
import { kindOfMissedEvent, noteArrivals } from "../../pipeline/arrivals.ts";
import { route } from "../../pipeline/route.ts";
import { aContext, aRoute, batchOf, push } from "../support/route.ts";
import { aSample, eventsIn } from "../support/routes.ts";
import { familyNamed, imageIn, repositoryNamed } from "../support/sweep.ts";
import { anEntryOf } from "../support/verdicts.ts";

const minute = 60_000;

/** The kinds and times of the arrivals that were recorded, and a clock. */
function noting() {
	const recorded: string[] = [];
	const state = { time: Date.parse("2026-11-21T12:00:00Z"), fails: false };
	const arrived = async (kind: string, at: string) => {
		if (state.fails) throw new Error("DynamoDB did not respond");
		recorded.push(`${kind} ${at.slice(11, 16)}`);
	};
	const note = noteArrivals({ arrived }, () => new Date(state.time).toISOString());
	return { note, recorded, state };
}

const envelope = (event: object): Envelope => envelopeOf({ time: "2026-11-21T12:00:00Z", ...event });

describe("the arrival of an event", () => {
	test("is recorded at most once in an hour for each kind", async () => {
		const { note, recorded, state } = noting();
		const created = envelope(aSample("repository-changed", "create"));
		for (let count = 0; count < 6; count++) {
			await note([envelope(push("web")), ...(count < 2 ? [] : [created, created])]);
			state.time += 20 * minute;
		}
		expect(recorded).toEqual([
			"image-pushed 12:00",
			"repository-changed 12:40",
			"image-pushed 13:00",
			"repository-changed 13:40",
		]);
	});

	test("is recorded with the next batch if that failed", async () => {
		const { note, recorded, state } = noting();
		state.fails = true;
		await expect(note([envelope(push("web"))])).rejects.toThrow("DynamoDB");
		state.fails = false;
		await note([envelope(push("web"))]);
		expect(recorded).toEqual(["image-pushed 12:00"]);
	});

	test.each<[string, object]>([
		["from an archive", { ...push("web"), "replay-name": "again" }],
		["that is a message of the pipeline itself", push("web", { source: "shipshape.recheck" })],
		["that is replayed", push("web", { source: "shipshape.replay" })],
	])("is not recorded for an event %s", async (_, event) => {
		const { note, recorded } = noting();
		await note([envelope(event)]);
		expect(recorded).toEqual([]);
	});

	// Others say nothing about the rule, or need no trail.
	test.each<[string, string | null, readonly string[]]>([
		["image-pushed", "image-pushed", []],
		["image-deleted", null, []],
		["repository-changed", "repository-changed", ["scan-frequency-changed"]],
		["task-definition-registered", "task-definition-registered", []],
		["ecs-changed", null, []],
		["deployment-started", null, []],
	])("shows for an event of the rule %s that the kind %s arrives", async (folder, kind, others) => {
		const samples = eventsIn("events", folder, "samples");
		expect(samples.length).toBeGreaterThan(0);
		for (const { name, event } of samples) {
			const { note, recorded } = noting();
			await note([envelope(event)]);
			const expected = kind === null || others.includes(name) ? [] : [`${kind} 12:00`];
			expect([name, recorded]).toEqual([name, expected]);
		}
	});

	test("is noted by the route, not for foreign events, and its failure returns no message to the queue", async () => {
		const noted: string[][] = [];
		const noteArrivals = async (envelopes: readonly Envelope[]) => {
			noted.push(envelopes.map(({ account }) => account));
			throw new Error("DynamoDB did not respond");
		};
		const handle = route(parse, { ...aRoute().ports, noteArrivals });
		const batch = batchOf(push("web"), push("api", { account: "444455556666" }), "not JSON");
		expect(await handle(batch, aContext)).toEqual({ batchItemFailures: [] });
		expect(noted).toEqual([[push("web").account]]);
	});
});

const entry = (subject: Subject, more: Partial<LedgerEntry> = {}): LedgerEntry =>
	anEntryOf({ subject, arn: arnOf(subject), about: {}, ...more });

describe("a change for which there must have been an event", () => {
	const [repository, image, family] = [repositoryNamed("web"), imageIn("web", "sha256:1"), familyNamed("web")];
	const tagged = { about: { tags: "1.0" } };
	const revision = (newest: string, judged = newest) => ({ about: { revision: judged, activeRevision: newest } });
	const service: Subject = { ...familyNamed("web"), kind: "service", cluster: "shop", name: "web" } as Subject;

	test.each<[string, LedgerEntry | null, LedgerEntry, string | null]>([
		["a new repository", null, entry(repository), "repository-changed"],
		[
			"a repository that is created again",
			entry(repository, { state: "gone" }),
			entry(repository),
			"repository-changed",
		],
		["a known repository", entry(repository), entry(repository), null],
		["a repository that is gone", entry(repository), entry(repository, { state: "gone" }), null],
		["a new image with a tag", null, entry(image, tagged), "image-pushed"],
		["a new image without a tag", null, entry(image), null],
		["a tag that is added", entry(image), entry(image, tagged), null],
		["a new family", null, entry(family, revision("1")), "task-definition-registered"],
		["a newer revision", entry(family, revision("7")), entry(family, revision("8")), "task-definition-registered"],
		["the same revision", entry(family, revision("7")), entry(family, revision("7")), null],
		["an older revision", entry(family, revision("8")), entry(family, revision("7")), null],
		["the end of a block", entry(family, revision("7", "8")), entry(family, revision("7")), null],
		["a first active revision", entry(family, revision("none", "8")), entry(family, revision("9")), null],
		["a new service, which ECS may create", null, entry(service), null],
	])("%s: %#", (_, before, after, expected) => {
		expect(kindOfMissedEvent(before, after)).toBe(expected);
	});
});
