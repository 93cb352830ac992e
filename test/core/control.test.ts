import { expect, test } from "@jest/globals";
import { defineControl } from "../../core/control.ts";
import { aControl } from "../support/verdicts.ts";

test("defining a control does nothing to it", () => {
	const control = aControl();
	expect(defineControl(control)).toBe(control);
});
