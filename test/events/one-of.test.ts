import { expect, test } from "@jest/globals";
import { MalformedEventError } from "../../core/errors.ts";
import type { EventParser, ParsedEvent } from "../../core/event.ts";
import { oneOf } from "../../events/one-of.ts";
import { answerTo, aSample } from "../support/routes.ts";

const event = aSample("image-pushed", "push");
const answering =
	(kind: "ignore" | "other", reason: string): EventParser =>
	() => ({ kind, reason });
const malformed: EventParser = () => {
	throw new MalformedEventError("detail.x is missing");
};

test.each<[string, readonly [EventParser, ...EventParser[]], ParsedEvent | string]>([
	[
		"the first of two that take the event",
		[answering("ignore", "one"), answering("ignore", "two")],
		{ kind: "ignore", reason: "one" },
	],
	[
		"the only one that takes the event",
		[answering("other", "one"), answering("ignore", "two"), answering("other", "three")],
		{ kind: "ignore", reason: "two" },
	],
	[
		"the first that takes the event, although it is malformed",
		[answering("other", "one"), malformed, answering("ignore", "three")],
		"refused: detail.x is missing",
	],
	[
		"a later one is not asked about an event that was taken",
		[answering("ignore", "one"), malformed],
		{ kind: "ignore", reason: "one" },
	],
	[
		"none: the event is of another kind",
		[answering("other", "one"), answering("other", "two")],
		{ kind: "other", reason: "two" },
	],
])("answers as %s", (_, parsers, expected) => {
	expect(answerTo(oneOf(...parsers), event)).toEqual(expected);
});
