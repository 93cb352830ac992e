import { describe } from "@jest/globals";
import { RequeueInMemory } from "../support/requeue.ts";
import { requeueContract } from "./requeue.ts";

describe("a route's own queue in memory", () => {
	requeueContract(async () => {
		const queue = new RequeueInMemory();
		return {
			requeue: queue.requeue,
			received: async () => queue.received(),
			pass: async (seconds) => {
				queue.seconds += seconds;
			},
		};
	});
});
