import type { BlockAction } from "./block-record.ts";
import type { Control } from "./control.ts";
import type { Destination } from "./destination.ts";
import type { CommonSettings, Settings, SettingsOf } from "./settings.ts";
import type { SubjectKind } from "./subject.ts";
import type { Severity } from "./verdict.ts";

/** The settings of one control; `settingsOf` types them as the control declares. */
type ControlSettings = CommonSettings & Readonly<Record<string, unknown>>;

/** By control id. */
export type PolicyControls = Readonly<Record<string, ControlSettings>>;

export interface Policy {
	/** `audit`: report what would have been blocked; `enforce`: block it. */
	readonly mode: "audit" | "enforce";
	readonly controls: PolicyControls;
	/** In the order of the file: later ones win. */
	readonly scopes: readonly Scope[];
	readonly waivers: readonly Waiver[];
	readonly slack: SlackPolicy;
	readonly block: BlockPolicy;
	readonly sweep: {
		/** Hours after which all subjects are checked again. */
		readonly every: number;
	};
	/** Only of one subject's policy: by control id, `mode` or key of `block`, why it is unknown: the subject's tags were not read. */
	readonly undecided?: ReadonlyMap<string, string>;
}

/** What is reported to Slack, where, and when. */
export interface SlackPolicy {
	readonly minimumSeverity: Severity;
	/** The bot's channel for what no route matches, by name or id; empty for the webhook of the secret. */
	readonly channel: string;
	/** In the order of the file: of those that match a subject, the last one wins. */
	readonly routes: readonly SlackRoute[];
	/** Hours after which a verdict that is still unknown is reported. */
	readonly unknownAfter: number;
	/** IANA name of the time zone of `quietHours` and `summary`. */
	readonly timeZone: string;
	/** Between these times of the day (HH:MM) only what is CRITICAL, also its end, and what was blocked, is reported; the rest follows at the end. */
	readonly quietHours?: { readonly from: string; readonly to: string };
	readonly summary: {
		readonly every: "never" | "day" | "week";
		/** The hour of the day, 0 to 23; weekly summaries are sent on Mondays. */
		readonly hour: number;
	};
	/** Slack's ids of the members (U…) who may approve a deployment that waits; none: nobody is asked. */
	readonly approvers: readonly string[];
	/** Hours after which an approval ends. */
	readonly approvalHours: number;
}

/** Where notifications about some subjects go: to a channel of the bot, or to a webhook that the secret names. */
export interface SlackRoute extends Destination {
	readonly match: Scope["match"];
}

/** What is blocked and how: a switch for each action, and when it does not act. */
interface BlockPolicy extends Readonly<Record<BlockAction, boolean>> {
	/** What happens to a deployment if an image has no scan result, and none is awaited any longer. */
	readonly onUnscanned: "allow" | "block";
	/** What happens to a deployment if a blocking control is `unknown` for another reason. */
	readonly onUnknown: "allow" | "block";
	/** What happens to a deployment if an image is in another registry, which is not read, whatever AWS answers. */
	readonly onOtherRegistry: "allow" | "block";
	/** What happens to a failing deployment that waits in a PAUSE hook; `leave`: a person decides. */
	readonly onPausedFailure: "roll-back" | "leave";
	/** Days that the findings of a blocked revision stay open if no later revision becomes active. */
	readonly keepFor: number;
	/** Globs of task definition families that are never blocked. */
	readonly protected: readonly string[];
	/** Globs of `CLUSTER/SERVICE`: deployments of these services are never blocked. */
	readonly protectedServices: readonly string[];
	/** Failing deployments that somebody answers for. */
	readonly breakGlass: readonly BreakGlass[];
	/** Key of the tag of a revision that does the same: `YYYY-MM-DD OWNER REASON`; empty for none. */
	readonly breakGlassTag: string;
}

/** Nothing is blocked up to and including a date, although it fails; each use is reported. */
interface BreakGlass {
	/** A glob of `task-definition/FAMILY` or `service/CLUSTER/NAME`. */
	readonly resource: string;
	readonly reason: string;
	readonly owner: string;
	/** YYYY-MM-DD, the last day, UTC; of an approval, ISO 8601 with milliseconds. */
	readonly expires: string;
	/** Only of an approval in Slack, which no policy file has: ids of the controls whose failures were approved. */
	readonly approved?: readonly string[];
}

/** What a scope may change of `block`. */
export type ScopedBlock = Pick<
	BlockPolicy,
	BlockAction | "onUnscanned" | "onUnknown" | "onOtherRegistry" | "onPausedFailure"
>;

/** Different settings for some subjects. */
export interface Scope {
	/** For every key, one of its globs has to match; a value that the subject does not have matches none. */
	readonly match: {
		/** Account and Region of the subject's ARN; subjects in files have neither. */
		readonly account?: readonly string[];
		readonly region?: readonly string[];
		/** Name of a repository; includes the images in it. */
		readonly repository?: readonly string[];
		/** Family of a task definition, or name of a Compose service. */
		readonly family?: readonly string[];
		/** Name of a cluster; includes the services in it, and a task definition that is being deployed there. */
		readonly cluster?: readonly string[];
		/** Globs of the tag's value, by the tag's key. */
		readonly tag?: Readonly<Record<string, readonly string[]>>;
	};
	/** Mappings are merged into the other settings; lists and single values replace them. */
	readonly controls: Readonly<Record<string, Partial<ControlSettings>>>;
	readonly mode?: Policy["mode"];
	readonly block?: Partial<ScopedBlock>;
}

/** A failure that its owner accepts until a date. */
export interface Waiver {
	/** Id of the control. */
	readonly control: string;
	/**
	 * A glob of the subject's ARN or name (`repository/payments`, `image/payments@sha256:…`, `task-definition/web`); for a
	 * subject in a file, of `path`, `path#name` or the name; for a verdict on a container, also of the image as it is written.
	 */
	readonly resource: string;
	/** Ids such as `CVE-2026-0001`: only these are waived, the others count. Absent: the whole failure. */
	readonly vulnerabilities?: readonly string[];
	readonly reason: string;
	readonly owner: string;
	/** YYYY-MM-DD, the last day on which the waiver is valid, UTC. */
	readonly expires: string;
}

const defaultBlockPolicy: BlockPolicy = {
	...{ deregister: true, tag: false, gate: true, pause: true, "stop-deployment": true, "set-back": false },
	...{ "cloudformation-hook": true, onUnscanned: "allow", onUnknown: "allow", onOtherRegistry: "allow" },
	...{ onPausedFailure: "roll-back", keepFor: 7 },
	...{ protected: [], protectedServices: [], breakGlass: [], breakGlassTag: "shipshape:break-glass" },
};

const defaultSlackPolicy: SlackPolicy = {
	...{ minimumSeverity: "LOW", channel: "", routes: [], unknownAfter: 24, timeZone: "UTC" },
	...{ summary: { every: "never", hour: 9 }, approvers: [], approvalHours: 24 },
};

/** The policy without a policy file. */
export function defaultPolicyOf(controls: readonly Control[]): Policy {
	return {
		mode: "audit",
		controls: Object.fromEntries(controls.map((control) => [control.id, defaultSettingsOf(control)])),
		scopes: [],
		waivers: [],
		slack: defaultSlackPolicy,
		block: defaultBlockPolicy,
		sweep: { every: 24 },
	};
}

function defaultSettingsOf({ isOffByDefault, settings = {} }: Control): ControlSettings {
	const own = Object.entries(settings).map(([name, setting]) => [name, setting.default]);
	return { enabled: isOffByDefault !== true, ...Object.fromEntries(own) };
}

/**
 * The settings of a control in a policy, or its defaults. The only place that types them: a policy's settings are validated
 * against the control's declaration when the policy is read.
 */
export function settingsOf<K extends SubjectKind, Own extends Settings>(
	controls: PolicyControls,
	control: Control<K, Own>,
): SettingsOf<Own> {
	return (controls[control.id] ?? defaultSettingsOf(control)) as SettingsOf<Own>;
}
