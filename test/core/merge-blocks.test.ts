import { expect, test } from "@jest/globals";
import { mergeBlocks } from "../../core/block-record.ts";
import { aBlock, aRefusal } from "../support/verdicts.ts";

test("many deployments that the gate has decided about do not make a deregistration forgotten", () => {
	const deregistered = aBlock();
	const refused = Array.from({ length: 40 }, (_, at) => aRefusal({ resource: `service-revision-${at}` }));
	expect(mergeBlocks([deregistered], refused)).toEqual([deregistered, ...refused.slice(-20)]);
});
