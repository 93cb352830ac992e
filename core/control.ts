import type { FactsByKind } from "./facts.ts";
import type { ControlSettings } from "./policy.ts";
import type { SubjectKind } from "./subject.ts";
import type { Judgement, Severity } from "./verdict.ts";

export type ControlId = keyof ControlSettings;

/** One question about one kind of subject: its metadata, its examples and its pure judgement, in one place. */
export interface Control<K extends SubjectKind = SubjectKind, Id extends ControlId = ControlId> {
	/** Public and never reused; equals the path of the control's file. */
	readonly id: Id;
	readonly on: K;
	/**
	 * What of the subject it is about, in the words of the ECS and ECR APIs (`linuxParameters.tmpfs`): the place in a file
	 * that is to be mended, unless a judgement names a narrower one.
	 */
	readonly field: string;
	/** The desired state, as a sentence. At most 256 characters (ASFF Title). */
	readonly title: string;
	readonly severity: Severity;
	/** What can happen otherwise. */
	readonly why: string;
	/** What to do, in one or two sentences. At most 512 characters (ASFF Recommendation.Text). */
	readonly remediation: string;
	readonly references: readonly string[];
	/** The Security Hub controls that ask the same question, such as `ECS.5` or `ECS.20, ECS.21`. */
	readonly aws?: string;
	/** Whether a failure stops a deploy by default; a severity: only from that severity on. */
	readonly blocking?: true | Severity;
	/** Facts that pass and facts that fail: printed in the documentation and evaluated by the tests. */
	readonly examples: {
		readonly pass: readonly Example<K>[];
		readonly fail: readonly Example<K>[];
		/** Where the default settings have nothing to judge. */
		readonly settings?: Partial<ControlSettings[Id]>;
	};
	/** `all` is for the few that read another control's settings. */
	evaluate(
		facts: FactsByKind[K],
		settings: ControlSettings[Id],
		all: ControlSettings,
	): Judgement | readonly Judgement[];
}

interface Example<K extends SubjectKind> {
	readonly title: string;
	readonly facts: FactsByKind[K];
}

/** Keeps the literal types of a control; does nothing else. */
export function defineControl<K extends SubjectKind, Id extends ControlId>(control: Control<K, Id>): Control<K, Id> {
	return control;
}
