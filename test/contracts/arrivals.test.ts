import { describe } from "@jest/globals";
import { ArrivalsInMemory } from "../support/arrivals.ts";
import { arrivalsContract } from "./arrivals.ts";

describe("what is known of the events of a route, in memory", () => {
	arrivalsContract(async () => new ArrivalsInMemory());
});
