import type { Control } from "./control.ts";
import type { CommonSettings, Settings, SettingsOf } from "./settings.ts";
import type { SubjectKind } from "./subject.ts";
import type { Severity } from "./verdict.ts";

/** The settings of one control; `settingsOf` gives them the types that the control declares. */
type ControlSettings = CommonSettings & Readonly<Record<string, unknown>>;

/** By control id. */
export type PolicyControls = Readonly<Record<string, ControlSettings>>;

export interface Policy {
	/** `audit` says what it would have done; `enforce` does it. */
	readonly mode: "audit" | "enforce";
	readonly controls: PolicyControls;
	/** In the order of the file: later ones win. */
	readonly scopes: readonly Scope[];
	readonly waivers: readonly Waiver[];
	readonly slack: { readonly minimumSeverity: Severity };
	readonly block: {
		/** Deregister a newly registered revision that fails a blocking control. */
		readonly deregister: boolean;
		/** Whether a blocking control that could not be judged stops the deploy too. */
		readonly onUnknown: "allow" | "block";
		/** Days that the findings of a blocked revision stay open when no later revision passes. */
		readonly keepFor: number;
		/** Globs of task definition families that are never blocked. */
		readonly protected: readonly string[];
	};
}

/** Other settings for some subjects. */
export interface Scope {
	/** Every key that is given has to match one of its globs; what a subject does not have matches none. */
	readonly match: {
		/** Account and Region of the subject's ARN: what is judged in a file has none. */
		readonly account?: readonly string[];
		readonly region?: readonly string[];
		/** Of a repository and of the images in it. */
		readonly repository?: readonly string[];
		/** Of a task definition, also the name of a Compose service. */
		readonly family?: readonly string[];
		/** Of services and clusters, which nothing judges yet. */
		readonly cluster?: readonly string[];
		/** Globs of the tag's value, by the tag's key. */
		readonly tag?: Readonly<Record<string, readonly string[]>>;
	};
	/** Mappings are merged into the settings that hold otherwise, lists and single values replace theirs. */
	readonly controls: Readonly<Record<string, Partial<ControlSettings>>>;
}

/** A failure that somebody answers for until a day. */
export interface Waiver {
	/** Id of the control. */
	readonly control: string;
	/**
	 * A glob of the subject's ARN or of its name (`repository/payments`, `image/payments@sha256:…`, `task-definition/web`); of what
	 * a file holds `path`, `path#name` or that name; and for the verdict on a container the image that it names, as written.
	 */
	readonly resource: string;
	/** Ids such as `CVE-2026-0001`: only these are taken out, the others count. Absent: the whole failure. */
	readonly vulnerabilities?: readonly string[];
	readonly reason: string;
	readonly owner: string;
	/** YYYY-MM-DD: it holds through that day, UTC. */
	readonly expires: string;
}

/** The policy that holds without a policy file. */
export function defaultPolicyOf(controls: readonly Control[]): Policy {
	return {
		mode: "audit",
		controls: Object.fromEntries(controls.map((control) => [control.id, defaultSettingsOf(control)])),
		scopes: [],
		waivers: [],
		slack: { minimumSeverity: "LOW" },
		block: { deregister: true, onUnknown: "allow", keepFor: 7, protected: [] },
	};
}

function defaultSettingsOf({ isOffByDefault, settings = {} }: Control): ControlSettings {
	const own = Object.entries(settings).map(([name, setting]) => [name, setting.default]);
	return { enabled: isOffByDefault !== true, ...Object.fromEntries(own) };
}

/**
 * The settings of a control as a policy has them, or its defaults. The one place that gives them their types: whoever makes
 * a policy has compared them with what the control declares.
 */
export function settingsOf<K extends SubjectKind, Own extends Settings>(
	controls: PolicyControls,
	control: Control<K, Own>,
): SettingsOf<Own> {
	return (controls[control.id] ?? defaultSettingsOf(control)) as SettingsOf<Own>;
}
