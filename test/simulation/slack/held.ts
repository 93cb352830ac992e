import type { HeldChanges } from "../../../adapters/dynamodb/held-changes.ts";
import type { SlackPolicy } from "../../../core/policy.ts";
import type { Invocation } from "../invocation.ts";
import type { Services } from "../services.ts";

/** What the quiet hours hold, as one invocation reaches it. */
export function heldPorts(
	{ slack, variant }: Services,
	invocation: Invocation,
	recording: (arns: readonly string[], record: () => Promise<void>) => Promise<void>,
): HeldChanges {
	const { held, holding } = slack;
	return {
		hold: (arn, before, readAt) =>
			invocation.call("dynamodb:UpdateItem", () => {
				holding.add(arn);
				return held.hold(arn, before, readAt);
			}),
		beginAt: (arn, before) =>
			recording([arn], () => invocation.call("dynamodb:UpdateItem", () => held.beginAt(arn, before))),
		claim: (arn, time) => invocation.call("dynamodb:UpdateItem", () => held.claim(arn, time)),
		unclaim: (arn) => invocation.call("dynamodb:UpdateItem", () => held.unclaim(arn)),
		list: (limit) =>
			invocation.call("dynamodb:Query", () =>
				variant === "what the quiet hours hold is not sent" ? [] : held.list(limit),
			),
		release: (arn, readAt) =>
			invocation.call("dynamodb:DeleteItem", async () => {
				if (variant === "what the quiet hours hold is not released") return;
				await held.release(arn, readAt);
				if (!(await held.list(Number.POSITIVE_INFINITY)).some((one) => one.arn === arn)) holding.delete(arn);
			}),
		current: (arn) => invocation.call("dynamodb:GetItem", () => held.current(arn)),
	};
}

export function hoursOf({ policy, variant }: Services): Pick<SlackPolicy, "timeZone" | "quietHours"> {
	const { quietHours, ...others } = policy.slack;
	return variant === "the quiet hours are not kept" ? others : policy.slack;
}
