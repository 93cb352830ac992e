import type { EnvironmentFacts } from "../../core/facts.ts";
import { globMatches } from "../../core/glob.ts";
import type { HiddenText } from "../../core/hidden-text.ts";
import { isAllHoles, withHoles } from "../../core/placeholders.ts";
import { isUnresolved } from "../../core/reading.ts";
import { cut, listed, oneLine } from "../../core/text.ts";
import { nameSays } from "./credential-names.ts";
import { credentialKindIn, kindTexts, leavesPasswordOpen, maxCharacters } from "./credential-values.ts";
import { isHarmless, isNumber, looksRandom, mayBeAccessKey } from "./harmless-values.ts";

interface Settings {
	/** Globs of further variable names that hold credentials; letter case does not matter. */
	readonly names: readonly string[];
	/** Globs of further values that are credentials. */
	readonly values: readonly string[];
	/** Globs of variable names that hold none, whatever they look like. */
	readonly notSecret: readonly string[];
}

/** What a container's environment says of one variable: that it is a credential, or that nobody can tell yet, and why. */
export interface Suspect {
	/** Position in the environment. */
	readonly at: number;
	/** For people; never the value. */
	readonly variable: string;
	readonly verdict: "credential" | "open";
	/** What the credential is, or why it is open. */
	readonly because: string;
}

const longestShown = 64;
/** AWS_SECRET_ACCESS_KEY, s3SecretKey. */
const isOfAccessKey = /(?:access|secret)[_.-]?key/i;
/** What CloudTrail writes in place of values that it does not show. */
export const takenOut = "HIDDEN_DUE_TO_SECURITY_REASONS";

/** Variables that are credentials, or may be; those that are none are left out. */
export function suspectsIn(
	environment: readonly EnvironmentFacts[],
	engine: "ecs" | "docker",
	settings: Settings,
): readonly Suspect[] {
	return environment.flatMap((variable, at) => {
		const found = suspicionOf(variable, engine, settings);
		return found === null ? [] : [{ at, variable: shownName(variable, at), ...found }];
	});
}

/** `DB_PASSWORD (its name says so)`, of the first few. */
export const suspectsText = (suspects: readonly Suspect[]): string =>
	listed(suspects.map(({ variable, because }) => `${variable} (${because})`));

type Suspicion = Pick<Suspect, "verdict" | "because">;

const credential = (because: string): Suspicion => ({ verdict: "credential", because });
const open = (because: string): Suspicion => ({ verdict: "open", because });
const byName = credential("its name says so");
const byForm = credential("its name and its form say so");

function suspicionOf(variable: EnvironmentFacts, engine: "ecs" | "docker", settings: Settings): Suspicion | null {
	const { name, value, noEchoParameter, known } = variable;
	if (isListed(settings.notSecret, name)) return null;
	if (credentialKindIn(name) !== null) return credential("the name itself is a credential");
	if (noEchoParameter !== undefined) {
		return credential(`the NoEcho parameter ${cut(oneLine(noEchoParameter), longestShown)} arrives as plain text`);
	}
	const says = isListed(settings.names, name) ? "secret" : nameSays(name);
	if (value === null) {
		return engine === "docker" && says !== "none" && says !== "setting"
			? open("its value is taken from where the container is started")
			: null;
	}
	if (!isUnresolved(value)) return suspicionOfValue(value, says, name, settings);
	const kind = known?.ask(credentialKindIn) ?? null;
	if (kind !== null) return credential(kindTexts[kind] ?? "");
	const isOpen = says === "secret" || says === "setting" || known?.ask(leavesPasswordOpen) === true;
	const mayBe = (says === "address" || says === "key") && known === undefined;
	if (isOpen || mayBe) return open(cut(oneLine(value.unresolved), 200));
	return null;
}

function suspicionOfValue(
	value: HiddenText,
	says: ReturnType<typeof nameSays>,
	name: string,
	{ values }: Settings,
): Suspicion | null {
	if (value.ask((text) => text === takenOut)) return open("its value was taken out");
	const kind = value.ask(credentialKindIn);
	if (kind !== null) return credential(kindTexts[kind] ?? "");
	if (value.ask((text) => values.some((glob) => globMatches(glob, text.slice(0, maxCharacters))))) {
		return credential("a value that the policy lists");
	}
	if (says === "key" && value.ask(looksRandom)) return byForm;
	const isName = says === "secret" || says === "setting";
	if (isName && isOfAccessKey.test(name) && value.ask(mayBeAccessKey)) return byName;
	if (isName && !value.ask((text) => isHarmless(text) || (says === "setting" && isNumber(text)))) {
		const isFilledIn = value.ask((text) => isAllHoles(withHoles(text)));
		return isFilledIn ? open("a placeholder stands where its value will be") : byName;
	}
	if (value.ask((text) => text.length > maxCharacters)) {
		return open(`only the first ${maxCharacters / 1024} KiB of its value were looked at`);
	}
	return null;
}

/** Names know no letter case here. */
function isListed(globs: readonly string[], name: string): boolean {
	const lower = name.toLowerCase();
	return globs.some((glob) => globMatches(glob.toLowerCase(), lower));
}

/** A name may be a credential by mistake: then its position has to do. */
function shownName({ name }: EnvironmentFacts, at: number): string {
	const text = cut(oneLine(name), longestShown);
	return text === "" || credentialKindIn(name) !== null ? `variable ${at + 1}` : text;
}
