import { expect, test } from "@jest/globals";
import { defineControl } from "../../core/control.ts";
import { aControl } from "../support/verdicts.ts";

test("defineControl returns the control unchanged", () => {
	const control = aControl();
	expect(defineControl(control)).toBe(control);
});
