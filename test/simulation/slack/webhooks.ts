import { postMessage } from "../../../adapters/slack/post-message.ts";
import { destinationKey } from "../../../domain/notifications/destination.ts";
import type { Invocation } from "../invocation.ts";
import type { Services } from "../services.ts";
import { type Delivery, type Posting, show } from "./delivery.ts";
import type { Line } from "./lines.ts";

const webhook = "https://hooks.slack.com/services/T00000000/B00000000/x";

/** Posts through an incoming webhook: with the real adapter, whose request is one call. */
export function postToWebhook(
	services: Services,
	invocation: Invocation,
	{ turnIn }: Line,
	posting: Posting,
	delivery: Delivery,
): Promise<string> {
	const { slack, clock } = services;
	const line = destinationKey(delivery.destination);
	return postMessage(
		{ text: "", blocks: [] },
		{
			readWebhook: async () => webhook,
			send: () => {
				const [turn, sentAt, { startedAt }] = [turnIn(line), clock.time, invocation];
				return invocation.call("slack:post", () =>
					slack.receive(line, { line, startedAt, turn, sentAt, at: clock.time }, () =>
						show(services, invocation, posting, delivery),
					),
				);
			},
		},
	);
}
