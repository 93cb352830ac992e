import { retryDelay } from "../../adapters/sqs/retry-soon.ts";
import type { RoutePorts } from "../../pipeline/route.ts";
import type { Invocation } from "./invocation.ts";
import type { Services } from "./services.ts";
import type { SimulatedQueue } from "./sqs.ts";

/** As functions/queue-ports.ts: the ports of a function with a queue of its own, for messages that did not succeed. */
export function queuePorts(
	{ faults }: Services,
	invocation: Invocation,
	queue: SimulatedQueue,
): Pick<RoutePorts, "reject" | "retrySoon"> {
	return {
		reject: async ({ messageId, body }, reason) => {
			const send = () => invocation.call("sqs:SendMessage", () => undefined);
			await queue.rejected.send({ messageId, body, reason }, send);
		},
		retrySoon: async ({ receiptHandle, attributes }) => {
			const seconds = retryDelay(Number(attributes.ApproximateReceiveCount), faults.between(0, 100) / 100);
			const change = () => queue.changeVisibility(receiptHandle, seconds);
			// The message then comes back after the visibility timeout.
			await invocation.call("sqs:ChangeMessageVisibility", change).catch(() => undefined);
		},
	};
}
