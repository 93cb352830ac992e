import { expect, test } from "@jest/globals";
import { PartialText } from "../../core/partial-text.ts";
import { mayBe } from "../../domain/possible-texts.ts";

const hole = { label: "${X}", why: "Ref X" };
const partly = (...parts: readonly (string | typeof hole)[]) => ({ unresolved: "Ref X", text: new PartialText(parts) });

test.each([
	[{ unresolved: "Ref X" }, true],
	[partly(hole), true],
	[partly("ho", hole), true],
	[partly(hole, "st"), true],
	[partly("h", hole, "s", hole, "t"), true],
	[partly("service:", hole), false],
	[partly(hole, "host", hole, "x"), false],
])("whether %j may be host: %j", (value, expected) => {
	expect(mayBe(value, "host")).toBe(expected);
});
