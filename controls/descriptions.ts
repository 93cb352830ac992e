import type { Control } from "../core/control.ts";
import { controls } from "./index.ts";

/** What a finding or a message says of a control: plain data. */
export type ControlDescription = Pick<Control, "id" | "title" | "references" | "aws" | "findingType" | "fixCommand">;

/**
 * Every control's description, for what reports verdicts and judges nothing. In a function's bundle this value stands in
 * place of this file (infra/lambda-modules.ts), so that no control's code comes with it.
 */
export const controlDescriptions: readonly ControlDescription[] = controls.map(
	({ id, title, references, aws, findingType, fixCommand }): ControlDescription => ({
		id,
		title,
		references,
		...(aws === undefined ? {} : { aws }),
		...(findingType === undefined ? {} : { findingType }),
		...(fixCommand === undefined ? {} : { fixCommand }),
	}),
);
