import { expect, test } from "@jest/globals";
import type { SlackSecret } from "../../../adapters/secrets-manager/slack-secret.ts";
import { sparingReader } from "../../../adapters/secrets-manager/sparing-reader.ts";
import { PermanentRejectionError } from "../../../core/errors.ts";

const secret: SlackSecret = { webhooks: {}, signingSecret: "s" };

/** A secret that answers with each of these in turn, and the last one from then on; a clock in seconds. */
function secretOf(...values: readonly (SlackSecret | null | Error)[]) {
	const asked: (string | undefined)[] = [];
	const clock = { seconds: 0 };
	const read = sparingReader(
		async (fresh) => {
			asked.push(fresh);
			const value = values[Math.min(asked.length, values.length) - 1] ?? null;
			if (value instanceof Error) throw value;
			return value;
		},
		() => clock.seconds * 1_000,
	);
	return { read, asked, clock };
}

test.each([
	["turned off", null],
	["that cannot be used", new PermanentRejectionError("the Slack secret is neither a webhook nor JSON")],
])("a secret %s is asked for once in half a minute, fresh or not, and then again", async (_, empty) => {
	const { read, asked, clock } = secretOf(empty, secret);
	const outcome = async (fresh?: "fresh") => read(fresh).catch((error: unknown) => error);
	expect([await outcome(), await outcome(), await outcome("fresh")]).toEqual([empty, empty, empty]);
	clock.seconds = 29.9;
	await outcome();
	expect(asked).toHaveLength(1);
	clock.seconds = 30;
	expect([await outcome(), asked.length]).toEqual([secret, 2]);
});

test("a fresh secret is read at most once a minute, and the cached one is returned otherwise", async () => {
	const { read, asked, clock } = secretOf(secret);
	for (const seconds of [0, 1, 59.9, 60]) {
		clock.seconds = seconds;
		expect(await read("fresh")).toEqual(secret);
	}
	expect(asked).toEqual(["fresh", undefined, undefined, "fresh"]);
});
