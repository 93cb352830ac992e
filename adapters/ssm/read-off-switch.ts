import { GetParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import type { Permission } from "../../core/permission.ts";
import { type Reading, wasRead } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { type OffSwitch, switchValueOf } from "../../domain/blocks/off-switch.ts";
import { callAws } from "../clients/call-aws.ts";
import { readingOf } from "../failures.ts";

export const permissions: readonly Permission[] = [{ action: "ssm:GetParameter", on: "off-switch" }];

/** The parameter that switches off everything that blocks. */
export interface OffSwitchReader {
	/** Of the parameter, for display. */
	readonly name: string;
	/** What it says, as of the last 30 s. Throws TryLaterError, after at most 5 s. */
	readonly read: () => Promise<OffSwitch["says"]>;
}

/** Milliseconds for which a value holds, counted from before it was read. */
const cacheMs = 30_000;

/** For all attempts to read it, because a deployment is waiting for it. */
const deadlineMs = 5_000;

/**
 * Only `policy` and `audit` are cached, so that a parameter that is corrected is used at once, and an older value never stands in for
 * one that cannot be read.
 */
export function createOffSwitchReader(client: SSMClient, name: string, now: () => number = Date.now): OffSwitchReader {
	let cached: { readonly says: OffSwitch["says"]; readonly until: number } | undefined;
	return {
		name,
		read: async () => {
			if (cached !== undefined && now() < cached.until) return cached.says;
			const until = now() + cacheMs;
			const says = await readSwitch(client, name);
			cached = wasRead(says) ? { says, until } : undefined;
			return says;
		},
	};
}

async function readSwitch(client: SSMClient, Name: string): Promise<OffSwitch["says"]> {
	const action = "ssm:GetParameter";
	const answer = callAws(action, (options) => client.send(new GetParameterCommand({ Name }), options), {
		isComplete: ({ Parameter }) => Parameter?.Value !== undefined,
		deadlineMs,
	});
	const reading = await readingOf(action, answer);
	return wasRead(reading) ? switchOf(reading.value.Parameter?.Value ?? "") : reading;
}

const switchOf = (text: string): Reading<"policy" | "audit"> => {
	const value = switchValueOf(text);
	return value === null
		? { unread: `it is ${JSON.stringify(formatForDisplay(text))}; write policy or audit` }
		: { value };
};
