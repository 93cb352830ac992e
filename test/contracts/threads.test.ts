import { describe } from "@jest/globals";
import { ThreadsInMemory } from "../support/threads.ts";
import { threadContract } from "./threads.ts";

describe("threads in memory", () => {
	threadContract(async () => new ThreadsInMemory());
});
