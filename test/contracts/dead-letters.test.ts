import { describe } from "@jest/globals";
import { DeadLettersInMemory } from "../support/dead-letters.ts";
import { deadLetterContract } from "./dead-letters.ts";

describe("dead letters in memory", () => {
	deadLetterContract(async (now) => {
		const letters = new DeadLettersInMemory(now);
		return {
			letters,
			received: async () => letters.received,
			setDown: (isDown) => {
				letters.isDown = isDown;
			},
			expire: (at) => letters.expire(at),
		};
	});
});
