import { describe } from "@jest/globals";
import { AnswersInMemory } from "../support/answers.ts";
import { answersContract } from "./answers.ts";

describe("answers in memory", () => {
	answersContract(async () => new AnswersInMemory());
});
