import type { DocumentPath } from "../document/source-document.ts";
import type { TemplateText } from "./template-text.ts";

export interface Parameter {
	readonly type: string;
	/** Null when it has none. */
	readonly defaultValue: string | null;
	/** Empty when any value may be given. */
	readonly allowedValues: readonly string[];
	readonly noEcho: boolean;
}

export interface Resource {
	readonly id: string;
	readonly type: string;
	/** As it is written, intrinsic functions and all. */
	readonly properties: unknown;
	/** Of the resource in the document. */
	readonly path: DocumentPath;
	/** The condition under which there is such a resource; null when there always is. */
	readonly condition: string | null;
}

/** The sections of a template, as far as they could be read. */
export interface Template {
	readonly parameters: ReadonlyMap<string, Parameter>;
	readonly mappings: ReadonlyMap<string, unknown>;
	readonly conditions: ReadonlyMap<string, unknown>;
	readonly resources: ReadonlyMap<string, Resource>;
}

/** What is assumed of what the template leaves open: a parameter's value, or that a comparison holds. */
export type Assumptions = ReadonlyMap<string, string | boolean>;

/** A template under certain assumptions. */
export interface Scope {
	readonly template: Template;
	readonly assumed: Assumptions;
	/** Writes down what could be assumed further. */
	readonly recordQuestion: (question: string, answers: readonly (string | boolean)[]) => void;
	/** Plain data with `TemplateText` where something is not known; `noValue` where nothing is to stand. Never throws. */
	readonly valueOf: (node: unknown) => unknown;
	/** What a look at something named gives, which is looked at once; a `TemplateText` where it comes back to itself. */
	readonly evaluateOnce: <T>(name: string, evaluate: () => T) => T | TemplateText;
	/** Whether a condition holds; a `TemplateText` where the template does not decide. */
	readonly holds: (condition: string) => boolean | TemplateText;
	/** Whether a parameter that is empty by default, and may be anything, stands open. */
	readonly emptyIsUnknown: boolean;
	/** For the value of a container's variable: there an empty default is filled in by whoever deploys, perhaps with a credential. */
	readonly variableScope: () => Scope;
}
