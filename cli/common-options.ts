import type { Option } from "./arguments.ts";
import { kindLines, kinds } from "./kinds.ts";

/** Options that several commands have. */
export const kindOption: Option = {
	type: "choice",
	value: "KIND",
	help: "the kind of the files, when their content does not show it",
	choices: kinds,
	choiceLines: kindLines(),
};

export const policyOption: Option = {
	type: "string",
	value: "FILE",
	help: "default: the nearest shipshape.yaml, from this folder up to the root of the checkout",
};

export const outputOption: Option = {
	type: "string",
	value: "FILE",
	help: "writes the report to FILE instead of printing it",
};

export const stackOption: Option = {
	type: "string",
	value: "NAME",
	help: "the CloudFormation stack; default: Shipshape",
};

export const jsonOption: Option = { type: "flag", help: "prints JSON" };

export const noColorOption: Option = {
	type: "flag",
	help: "no colors; NO_COLOR and FORCE_COLOR are also supported",
};
