import type { EnvironmentFacts } from "../../core/facts.ts";
import { globMatches } from "../../core/glob.ts";
import type { HiddenText } from "../../core/hidden-text.ts";
import { isAllHoles } from "../../core/partial-text.ts";
import { markHoles } from "../../core/placeholders.ts";
import { isUnresolved } from "../../core/reading.ts";
import { formatList, toSingleLine, truncate } from "../../core/text.ts";
import { credentialHintOf } from "./credential-names.ts";
import { credentialKindIn, credentialKinds, hasPlaceholderPassword, maxCharacters } from "./credential-values.ts";
import { canBeAccessKey, isHarmless, isNumber, looksRandom } from "./harmless-values.ts";

interface Settings {
	/** Globs of further variable names that hold credentials; letter case does not matter. */
	readonly names: readonly string[];
	/** Globs of further values that are credentials. */
	readonly values: readonly string[];
	/** Globs of variable names that hold none, whatever they look like. */
	readonly notSecret: readonly string[];
}

/** A variable that is a credential, or of which that cannot be decided, and why. */
export interface Suspect {
	/** Position in the environment. */
	readonly at: number;
	/** The variable's name for display; never its value. */
	readonly variable: string;
	readonly verdict: "credential" | "unknown";
	/** What the credential is, or why it cannot be decided. */
	readonly because: string;
}

const maxShownLength = 64;
/** AWS_SECRET_ACCESS_KEY, s3SecretKey. */
const accessKeyName = /(?:access|secret)[_.-]?key/i;
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

/** `DB_PASSWORD (its name says so)`, of the first few. */
export const suspectsText = (suspects: readonly Suspect[]): string =>
	formatList(suspects.map(({ variable, because }) => `${variable} (${because})`));

type Suspicion = Pick<Suspect, "verdict" | "because">;

const credential = (because: string): Suspicion => ({ verdict: "credential", because });
const undecided = (because: string): Suspicion => ({ verdict: "unknown", because });
const byName = credential("its name indicates a credential");
const byNameAndFormat = credential("its name and format indicate a credential");

function suspicionOf(variable: EnvironmentFacts, engine: "ecs" | "docker", settings: Settings): Suspicion | null {
	const { name, value, noEchoParameter, known } = variable;
	if (matchesAny(settings.notSecret, name)) return null;
	if (credentialKindIn(name) !== null) return credential("the name itself is a credential");
	if (noEchoParameter !== undefined) {
		return credential(
			`the NoEcho parameter ${truncate(toSingleLine(noEchoParameter), maxShownLength)} reaches the container as plain text`,
		);
	}
	const nameHint = matchesAny(settings.names, name) ? "secret" : credentialHintOf(name);
	if (value === null) {
		return engine === "docker" && nameHint !== "none" && nameHint !== "setting"
			? undecided("its value comes from the environment that the container is started in")
			: null;
	}
	if (!isUnresolved(value)) return suspicionOfValue(value, nameHint, name, settings);
	const kind = known?.inspect(credentialKindIn) ?? null;
	if (kind !== null) return credential(credentialKinds[kind] ?? "");
	const isUndecided =
		nameHint === "secret" || nameHint === "setting" || known?.inspect(hasPlaceholderPassword) === true;
	const mayHoldCredential = (nameHint === "address" || nameHint === "key") && known === undefined;
	if (isUndecided || mayHoldCredential) return undecided(truncate(toSingleLine(value.unresolved), 200));
	return null;
}

function suspicionOfValue(
	value: HiddenText,
	nameHint: ReturnType<typeof credentialHintOf>,
	name: string,
	{ values }: Settings,
): Suspicion | null {
	if (value.inspect((text) => text === redactedValue)) return undecided("its value was redacted");
	const kind = value.inspect(credentialKindIn);
	if (kind !== null) return credential(credentialKinds[kind] ?? "");
	if (value.inspect((text) => values.some((glob) => globMatches(glob, text.slice(0, maxCharacters))))) {
		return credential("a value that the policy lists");
	}
	if (nameHint === "key" && value.inspect(looksRandom)) return byNameAndFormat;
	const isSecretName = nameHint === "secret" || nameHint === "setting";
	if (isSecretName && accessKeyName.test(name) && value.inspect(canBeAccessKey)) return byName;
	if (isSecretName && !value.inspect((text) => isHarmless(text) || (nameHint === "setting" && isNumber(text)))) {
		const isPlaceholder = value.inspect((text) => isAllHoles(markHoles(text)));
		return isPlaceholder ? undecided("its value is a placeholder") : byName;
	}
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
