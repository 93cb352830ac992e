import type { FactsByKind } from "./facts.ts";
import type { Settings, SettingsOf } from "./settings.ts";
import type { SubjectKind } from "./subject.ts";
import type { Judgement, Severity } from "./verdict.ts";

/** A rule for one kind of subject: its metadata, settings and examples, and the pure function that judges. */
export interface Control<K extends SubjectKind = SubjectKind, Own extends Settings = Settings> {
	/** Public, never reused; the path of the control's file below controls/, without `.ts`. */
	readonly id: string;
	readonly on: K;
	/**
	 * The field that the control is about, as the ECS and ECR APIs call it (`linuxParameters.tmpfs`). Gives the location in a
	 * file, unless a judgement names a narrower field.
	 */
	readonly field: string;
	/** The desired state, as a sentence. At most 256 characters (ASFF Title). */
	readonly title: string;
	readonly severity: Severity;
	/** The risk if it fails. */
	readonly why: string;
	/** What to do, in one or two sentences. At most 512 characters (ASFF Recommendation.Text). */
	readonly remediation: string;
	/** The same in the terms of Compose and docker run, if those differ. */
	readonly dockerRemediation?: string;
	readonly references: readonly string[];
	/** What the policy can set for it in addition to `enabled`, `severity` and `blocking`. */
	readonly settings?: Own;
	/** It is evaluated only if the policy enables it. */
	readonly isOffByDefault?: true;
	/** The Security Hub controls that check the same, such as `ECS.5` or `ECS.20, ECS.21`. */
	readonly aws?: string;
	/** Whether a failure blocks a deployment by default; a severity: only failures of that severity or worse. */
	readonly blocking?: true | Severity;
	/** Type of its findings in Security Hub; absent: a best practice. */
	readonly findingType?: "vulnerability";
	/** A waiver can name single vulnerabilities; the others still count. */
	readonly isWaivableByVulnerability?: true;
	/** Id of a control on images. A waiver of that control for the image that a container runs also applies to this control. */
	readonly honorsWaiversOf?: string;
	/** It needs the services that run the family. Before a block, these are read only if this control can cause the block. */
	readonly readsServices?: true;
	/** It needs the repositories of the images. */
	readonly readsRepositories?: true;
	/** It needs the images that ECS uses. */
	readonly readsUsedImages?: true;
	/** What `fix` changes in a container that fails the control; absent: nothing. */
	readonly fixTopic?: FixTopic;
	/**
	 * The one command of the AWS CLI that ends a failure whatever its cause, and changes nothing else; absent: there is none. In it
	 * `NAME` stands for the subject's name and `CLUSTER` for that of a service's cluster.
	 */
	readonly fixCommand?: string;
	/** Chart in the report, drawn from the `fields` of its verdicts. */
	readonly chart?: Chart<Own>;
	/** Facts that pass and facts that fail: printed in the documentation and evaluated by the tests. */
	readonly examples: {
		readonly pass: readonly Example<K>[];
		readonly fail: readonly Example<K>[];
		/** For controls that judge nothing with their default settings. */
		readonly settings?: Partial<SettingsOf<Own>>;
	};
	/** How its settings contradict each other, and what to write: `warn (0.4) is above maximum (0.3); write …`. Null if they do not. */
	contradictionIn?(settings: SettingsOf<Own>): string | null;
	/** Minutes after a push at which a pending verdict is checked again. */
	recheckMinutes?(settings: SettingsOf<Own>): readonly number[];
	/** `read` returns the settings of another control. */
	evaluate(facts: FactsByKind[K], settings: SettingsOf<Own>, read: ReadSettings): Judgement | readonly Judgement[];
}

/** Returns the settings of another control under the policy for the same subject. */
export type ReadSettings = <K extends SubjectKind, Own extends Settings>(control: Control<K, Own>) => SettingsOf<Own>;

export type FixTopic = "root" | "sizes" | "options" | "mounts";

/** `lifecycle-savings`: freedBytes and expiringImages of each repository; `tmpfs-share`: tmpfsMiB and memoryMiB of each container. */
export type Chart<Own extends Settings = Settings> =
	| { readonly kind: "lifecycle-savings" }
	| {
			readonly kind: "tmpfs-share";
			/** Shares of the memory above which it fails, with a lower and with its full severity; 0 to 1. */
			thresholds(settings: SettingsOf<Own>): { readonly warn: number; readonly maximum: number };
	  };

interface Example<K extends SubjectKind> {
	readonly title: string;
	readonly facts: FactsByKind[K];
}

type NoSettings = Readonly<Record<never, never>>;

/** Returns the control unchanged; exists so that the types of its settings are inferred. */
export function defineControl<K extends SubjectKind, Own extends Settings = NoSettings>(
	control: Control<K, Own>,
): Control<K, Own> {
	return control;
}
