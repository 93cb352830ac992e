import type { TemplateText } from "../../domain/cloudformation/template-text.ts";
import type { DocumentPath } from "../document/source-document.ts";

export interface Parameter {
	readonly type: string;
	/** Null when it has none. */
	readonly defaultValue: string | null;
	/** Empty when any value is allowed. */
	readonly allowedValues: readonly string[];
	readonly noEcho: boolean;
}

export interface Resource {
	readonly id: string;
	readonly type: string;
	/** As written, with intrinsic functions. */
	readonly properties: unknown;
	/** As written; CloudFormation does not interpret it. */
	readonly metadata: unknown;
	/** The path of the resource in the document. */
	readonly path: DocumentPath;
	/** The condition under which the resource exists; null when it always does. */
	readonly condition: string | null;
	/** `Metadata["aws:cdk:path"]`: the path of the construct that it comes from; null without it. */
	readonly cdkPath: string | null;
}

/** The sections of a template that could be read. */
export interface Template {
	readonly parameters: ReadonlyMap<string, Parameter>;
	readonly mappings: ReadonlyMap<string, unknown>;
	readonly conditions: ReadonlyMap<string, unknown>;
	readonly resources: ReadonlyMap<string, Resource>;
}

/** Assumptions about what the template does not decide: the value of a parameter, or the result of a comparison. */
export type Assumptions = ReadonlyMap<string, string | boolean>;

/** A template under certain assumptions. */
export interface Scope {
	readonly template: Template;
	readonly assumed: Assumptions;
	/** Records a question about which an assumption could be made. */
	readonly recordQuestion: (question: string, answers: readonly (string | boolean)[]) => void;
	/** Plain data with `TemplateText` for unknown values; `noValue` for a removed property. Never throws. */
	readonly valueOf: (node: unknown) => unknown;
	/** Evaluates something named once and keeps the value; a `TemplateText` when it refers to itself. */
	readonly evaluateOnce: <T>(name: string, evaluate: () => T) => T | TemplateText;
	/** Whether a condition holds; a `TemplateText` when the template does not decide. */
	readonly holds: (condition: string) => boolean | TemplateText;
	/** Whether a parameter that is empty by default, and allows any value, counts as unknown. */
	readonly emptyIsUnknown: boolean;
	/** The scope for the value of an environment variable, where an empty default may be set at deployment, perhaps to a credential. */
	readonly variableScope: () => Scope;
}
