import type { EnvironmentFacts } from "../../core/facts.ts";
import { globMatches } from "../../core/glob.ts";
import type { HiddenText } from "../../core/hidden-text.ts";
import { holeMark } from "../../core/partial-text.ts";
import { markHoles } from "../../core/placeholders.ts";
import { isUnresolved } from "../../core/reading.ts";
import { formatList, toSingleLine, truncate } from "../../core/text.ts";
import { withPseudoParameters } from "../pseudo-parameters.ts";
import { type CredentialHint, credentialHintOf } from "./credential-names.ts";
import { credentialKindIn, credentialKinds, hasCredentialToCome, maxCharacters } from "./credential-values.ts";
import { judgeByName, placeholder, type Suspicion, suspicions } from "./named-values.ts";

interface Settings {
	/** Globs of further variable names that hold credentials; letter case does not matter. */
	readonly names: readonly string[];
	/** Globs of further values that are credentials. */
	readonly values: readonly string[];
	/** Globs of variable names that hold none, whatever they look like. */
	readonly notSecret: readonly string[];
}

/** A variable that is a credential, or of which that cannot be decided, and why. */
export interface Suspect extends Suspicion {
	/** Position in the environment. */
	readonly at: number;
	/** The variable's name for display; never its value. */
	readonly variable: string;
}

/** Under such a name an unresolved value may be a credential, whatever part of it is known. */
const undecidedHints: ReadonlySet<CredentialHint> = new Set([
	"secret",
	"setting",
	"code",
	"authentication",
	"described",
]);
const maxShownLength = 64;
/** What CloudTrail writes in place of values that it redacts. */
export const redactedValue = "HIDDEN_DUE_TO_SECURITY_REASONS";

/** The variables that are credentials or may be; all others are left out. */
export function findSuspects(
	environment: readonly EnvironmentFacts[],
	engine: "ecs" | "docker",
	settings: Settings,
): readonly Suspect[] {
	return environment.flatMap((variable, at) => {
		const found = suspicionOf(variable, engine, settings);
		return found === null ? [] : [{ at, variable: displayName(variable, at), ...found }];
	});
}

/** The name, which says that it may be a secret, of a variable that stands for all that an unread file may contain. */
export const unreadVariables = "any secret";

/** `DB_PASSWORD (its name says so)`, of the first few. */
export const suspectsText = (suspects: readonly Suspect[]): string =>
	formatList(suspects.map(({ variable, because }) => `${variable} (${because})`));

/** What cannot be told of the variables of a container, and why. */
export function undecidedText(container: string, suspects: readonly Suspect[]): string {
	const unread = suspects.filter(({ variable }) => variable === unreadVariables);
	const named = suspects.filter(({ variable }) => variable !== unreadVariables);
	const why = unread.map(({ because }) => because).join(", and because ");
	if (named.length === 0)
		return `cannot tell whether container ${container} has credentials in its environment variables, because ${why}`;
	const others = unread.length === 0 ? "" : `; others are not known, because ${why}`;
	return `cannot tell whether these variables of container ${container} are credentials: ${suspectsText(named)}${others}`;
}

const credential = (because: string): Suspicion => ({ verdict: "credential", because });
const undecided = (because: string): Suspicion => ({ verdict: "unknown", because });

function suspicionOf(variable: EnvironmentFacts, engine: "ecs" | "docker", settings: Settings): Suspicion | null {
	const { name, value, noEchoParameter, madeSecret, known } = variable;
	if (matchesAny(settings.notSecret, name)) return null;
	if (credentialKindIn(name) !== null) return credential("the name itself is a credential");
	if (noEchoParameter !== undefined) {
		return credential(
			`the NoEcho parameter ${truncate(toSingleLine(noEchoParameter), maxShownLength)} reaches the container as plain text`,
		);
	}
	if (madeSecret !== undefined) {
		return credential(
			`${truncate(toSingleLine(madeSecret), 2 * maxShownLength)} is written into the definition in plain text`,
		);
	}
	const nameHint = matchesAny(settings.names, name) ? "secret" : credentialHintOf(name);
	if (value === null) return engine === "docker" ? suspicionOfOpen(fromOutside, undefined, nameHint) : null;
	if (isUnresolved(value)) return suspicionOfOpen(value.unresolved, known?.map(withPseudoParameters), nameHint);
	return suspicionOfValue(value.map(withPseudoParameters), nameHint, name, settings);
}

const fromOutside = "its value comes from the environment that the container is started in";

/** `known`: an unresolved value with marks for what is unresolved. */
function suspicionOfOpen(why: string, known: HiddenText | undefined, nameHint: CredentialHint): Suspicion | null {
	const kind = known?.inspect(credentialKindIn) ?? null;
	if (kind !== null) return credential(credentialKinds[kind] ?? "");
	const isUndecided = undecidedHints.has(nameHint) || known?.inspect(hasCredentialToCome) === true;
	const mayHoldCredential = (nameHint === "address" || nameHint === "key") && known?.inspect(saysSomething) !== true;
	return isUndecided || mayHoldCredential ? undecided(truncate(toSingleLine(why), 200)) : null;
}

const saysSomething = (known: string): boolean => /\w/.test(markHoles(known).replaceAll(holeMark, ""));

function suspicionOfValue(
	value: HiddenText,
	nameHint: CredentialHint,
	name: string,
	{ values }: Settings,
): Suspicion | null {
	if (value.inspect((text) => text === redactedValue)) return undecided("its value was redacted");
	const kind = value.inspect(credentialKindIn);
	if (kind !== null) return credential(credentialKinds[kind] ?? "");
	if (value.inspect((text) => values.some((glob) => globMatches(glob, text.slice(0, maxCharacters))))) {
		return credential("a value that the policy lists");
	}
	const at = value.inspect((text) => suspicions.indexOf(judgeByName(text.slice(0, maxCharacters), nameHint, name)));
	if (suspicions[at] !== undefined && suspicions[at] !== null) return suspicions[at];
	if (value.inspect(hasCredentialToCome)) return placeholder;
	if (value.inspect((text) => text.length > maxCharacters)) {
		return undecided(`only the first ${maxCharacters / 1024} KiB of its value were checked`);
	}
	return null;
}

/** Letter case is ignored. */
function matchesAny(globs: readonly string[], name: string): boolean {
	const lower = name.toLowerCase();
	return globs.some((glob) => globMatches(glob.toLowerCase(), lower));
}

/** The name itself may be a credential by mistake; then the variable is identified by its position. */
function displayName({ name }: EnvironmentFacts, at: number): string {
	const text = truncate(toSingleLine(name), maxShownLength);
	return text === "" || credentialKindIn(name) !== null ? `variable ${at + 1}` : text;
}
