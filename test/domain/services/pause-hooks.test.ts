import { expect, test } from "@jest/globals";
import { withoutPauseHooks } from "../../../domain/services/pause-hooks.ts";

const pause = (lifecycleStages: readonly string[], hookDetails?: unknown) => ({
	...{ targetType: "PAUSE", lifecycleStages, hookDetails },
});
const mark = { shipshape: "gate" };
const approval = pause(["POST_SCALE_UP"]);
const lambda = { targetType: "AWS_LAMBDA", lifecycleStages: ["PRE_SCALE_UP"], hookDetails: mark };

test.each<[string, readonly object[], string | undefined, readonly object[]]>([
	["a marked hook goes", [approval, pause(["PRE_SCALE_UP"], mark)], undefined, [approval]],
	["a mark may be JSON in a string, as in CloudFormation", [pause(["PRE_SCALE_UP"], '{"shipshape": "gate"}')], "", []],
	[
		"a marked hook goes, and the approval in its stage stays",
		[approval, pause(["POST_SCALE_UP"], mark)],
		"",
		[approval],
	],
	["a hook with other details stays", [pause(["PRE_SCALE_UP"], "gate")], undefined, [pause(["PRE_SCALE_UP"], "gate")]],
	["a function with the details of the mark stays", [lambda], "PRE_SCALE_UP", [lambda]],
	["the only hook of a tagged stage goes", [approval, pause(["PRE_SCALE_UP"])], "PRE_SCALE_UP", [approval]],
	["no hook goes if a tagged stage has two", [approval, approval], "POST_SCALE_UP", [approval, approval]],
	[
		"a hook stays in the stages that the tag does not name",
		[pause(["PRE_SCALE_UP", "POST_SCALE_UP"])],
		"PRE_SCALE_UP",
		[approval],
	],
])("%s", (_, hooks, tag, left) => {
	expect(withoutPauseHooks(hooks, tag)).toEqual(left);
});

test("a hook that stays is the same object", () => {
	expect(withoutPauseHooks([approval], undefined)[0]).toBe(approval);
});
