import { describe } from "@jest/globals";
import { StreamPorts } from "../support/stream-ports.ts";
import { publishedContract, rejectionsContract } from "./published.ts";
import { sinkNotesContract } from "./sink-notes.ts";
import { undeliveredContract } from "./undelivered.ts";

describe("the ports of the stream's readers in memory", () => {
	publishedContract(async () => {
		const { ledger } = new StreamPorts();
		return { published: ledger, expire: (at) => ledger.expire(at) };
	});
	rejectionsContract(async () => {
		const { ledger } = new StreamPorts();
		return { published: ledger, expire: (at) => ledger.expire(at) };
	});

	describe("what sinks note", () => {
		sinkNotesContract(async () => new StreamPorts().notes);
	});

	describe("what could not be delivered", () => {
		undeliveredContract(async () => {
			const ports = new StreamPorts();
			return {
				keep: ports.storeUndelivered,
				received: async () => ports.undelivered,
				setDown: (isDown) => {
					ports.isQueueDown = isDown;
				},
			};
		});
	});
});
