import type { FactsByKind } from "./facts.ts";
import type { Settings, SettingsOf } from "./settings.ts";
import type { SubjectKind } from "./subject.ts";
import type { Judgement, Severity } from "./verdict.ts";

/** One question about one kind of subject: its settings, its metadata, its examples and its pure judgement, in one place. */
export interface Control<K extends SubjectKind = SubjectKind, Own extends Settings = Settings> {
	/** Public and never reused; equals the path of the control's file. */
	readonly id: string;
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
	/** What the policy can set for it beside `enabled`, `severity` and `blocking`. */
	readonly settings?: Own;
	/** Judges only where the policy enables it. */
	readonly isOffByDefault?: true;
	/** The Security Hub controls that ask the same question, such as `ECS.5` or `ECS.20, ECS.21`. */
	readonly aws?: string;
	/** Whether a failure stops a deploy by default; a severity: only from that severity on. */
	readonly blocking?: true | Severity;
	/** What its findings in Security Hub are about; absent: a best practice. */
	readonly findingType?: "vulnerability";
	/** A waiver may name single vulnerabilities: the others still count. */
	readonly isWaivableByVulnerability?: true;
	/** Id of a control on images: its waivers of the image that a container runs count for this control too. */
	readonly honorsWaiversOf?: string;
	/** Needs to know what the services that run a family pin: read before a block only where this control can cause one. */
	readonly readsServices?: true;
	/** What `fix` changes in a container that fails it; absent: nothing. */
	readonly fixTopic?: FixTopic;
	/** What the report draws from the `fields` of its verdicts. */
	readonly chart?: Chart<Own>;
	/** Facts that pass and facts that fail: printed in the documentation and evaluated by the tests. */
	readonly examples: {
		readonly pass: readonly Example<K>[];
		readonly fail: readonly Example<K>[];
		/** Where the default settings have nothing to judge. */
		readonly settings?: Partial<SettingsOf<Own>>;
	};
	/** Which of its settings contradict each other, and what to write: `warn (0.4) is above maximum (0.3); write …`. */
	contradictionIn?(settings: SettingsOf<Own>): string | null;
	/** Minutes after a push at which a pending verdict is checked again. */
	recheckMinutes?(settings: SettingsOf<Own>): readonly number[];
	/** `read` is for the few that need another control's settings. */
	evaluate(facts: FactsByKind[K], settings: SettingsOf<Own>, read: ReadSettings): Judgement | readonly Judgement[];
}

/** The settings of another control, by the policy for the same subject. */
export type ReadSettings = <K extends SubjectKind, Own extends Settings>(control: Control<K, Own>) => SettingsOf<Own>;

export type FixTopic = "root" | "sizes" | "options" | "mounts";

/** `lifecycle-savings`: freedBytes and expiringImages of each repository; `tmpfs-share`: tmpfsMiB and memoryMiB of each container. */
export type Chart<Own extends Settings = Settings> =
	| { readonly kind: "lifecycle-savings" }
	| {
			readonly kind: "tmpfs-share";
			/** Shares of the memory at which it fails, mildly and fully; 0 to 1. */
			thresholds(settings: SettingsOf<Own>): { readonly warn: number; readonly maximum: number };
	  };

interface Example<K extends SubjectKind> {
	readonly title: string;
	readonly facts: FactsByKind[K];
}

type NoSettings = Readonly<Record<never, never>>;

/** Infers the types of a control's settings; does nothing else. */
export function defineControl<K extends SubjectKind, Own extends Settings = NoSettings>(
	control: Control<K, Own>,
): Control<K, Own> {
	return control;
}
