import { isUnresolved, type Unresolved, type Value } from "../../core/reading.ts";
import { cut, oneLine } from "../../core/text.ts";
import type { Judgement } from "../../core/verdict.ts";
import { type Conditions, readConditions } from "./access-conditions.ts";
import { type Principal, readPrincipals } from "./access-principals.ts";

/** What one statement allows. */
export interface Allowance {
	/** Position among the statements. */
	readonly index: number;
	/** `statement 2 (Push)`; statements count from 1. */
	readonly label: string;
	readonly principals: readonly Principal[];
	/** As they are written; `*` for NotAction. */
	readonly actions: readonly Value<string>[];
	readonly conditions: Conditions;
	/** Why it is not known whether it allows or denies. */
	readonly doubt?: string;
}

interface AccessPolicy {
	/** The statements that allow something; what is denied makes nothing public. */
	readonly allowances: readonly Allowance[];
	/** What only the deployment knows: whole statements. */
	readonly open: readonly string[];
	/** Why AWS would not take it, the place first. */
	readonly problems: readonly string[];
	/** Position of the first statement that is open or that AWS would not take. */
	readonly notRead: number | null;
}

/** What was found in a policy or in one of its statements, in halves of sentences. */
export interface AccessJudgement {
	readonly bad: readonly string[];
	/** What would have to be known, or mended, before anybody can say. */
	readonly unclear: readonly string[];
	/** The first statement that is bad or else not clear, as `Judgement.field`; absent where it is none of them. */
	readonly field?: string;
}

/** The part of a judgement that says where the cause stands. */
export const placeOf = ({ field }: AccessJudgement): Pick<Judgement, "field"> => (field === undefined ? {} : { field });

/** Judges every statement that allows something, and what of the document nobody can judge. */
export function judgeEach(document: unknown, judge: (allowance: Allowance) => AccessJudgement): AccessJudgement {
	const { allowances, open, problems, notRead } = readAccessPolicy(document);
	const judged = allowances.map((allowance) => ({ ...judge(allowance), index: allowance.index }));
	const first = judged.find(({ bad }) => bad.length > 0) ?? judged.find(({ unclear }) => unclear.length > 0);
	const cause = first?.index ?? notRead;
	return {
		...(cause !== null && { field: `repositoryPolicyText.Statement.${cause}` }),
		bad: judged.flatMap(({ bad }) => bad),
		unclear: [
			...judged.flatMap(({ unclear }) => unclear),
			...open.map((reason) => `part of it is unknown (${reason})`),
			...problems.map((problem) => `AWS would reject it: ${problem}`),
		],
	};
}

const nothing: AccessPolicy = { allowances: [], open: [], problems: [], notRead: null };

/**
 * Reads a policy document; never throws. One statement may stand without its list.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html, read 2026-11-21.
 */
function readAccessPolicy(document: unknown): AccessPolicy {
	if (isUnresolved(document)) return { ...nothing, open: [document.unresolved] };
	if (!isObject(document)) return { ...nothing, problems: ["it is not a JSON object"] };
	const { Statement: statement } = document;
	if (statement === undefined) return { ...nothing, problems: ["it has no Statement"] };
	const read = (Array.isArray(statement) ? statement : [statement]).map(readStatement);
	const notRead = read.findIndex((one) => typeof one === "string" || isUnresolved(one));
	return {
		notRead: notRead < 0 ? null : notRead,
		allowances: read.filter((one) => typeof one === "object" && one !== null && "label" in one),
		open: read.filter(isUnresolved).map(({ unresolved }) => unresolved),
		problems: read.filter((one) => typeof one === "string"),
	};
}

/** Null for what allows nothing; a text says what is wrong. */
function readStatement(statement: unknown, index: number): Allowance | Unresolved | string | null {
	if (isUnresolved(statement)) return statement;
	const number = `statement ${index + 1}`;
	if (!isObject(statement)) return `${number} is not an object`;
	const { Sid: sid, Effect: effect } = statement;
	const label = typeof sid === "string" && sid !== "" ? `${number} (${cut(oneLine(sid), 64)})` : number;
	if (effect === "Deny") return null;
	if (effect !== "Allow" && !isUnresolved(effect)) return `${label}: Effect is neither Allow nor Deny`;
	const principals = principalsOf(statement);
	if (principals === null) return `${label}: its Principal is missing or not valid`;
	const actions = actionsOf(statement);
	if (actions === null) return `${label}: its Action is missing or not a list of strings`;
	const conditions = readConditions(statement["Condition"]);
	if (conditions === null) return `${label}: its Condition is not valid`;
	return {
		index,
		label,
		principals,
		actions,
		conditions,
		...(isUnresolved(effect) ? { doubt: effect.unresolved } : {}),
	};
}

/** Everybody but a few is everybody. */
function principalsOf(statement: Statement): readonly Principal[] | null {
	if (!("NotPrincipal" in statement)) return readPrincipals(statement["Principal"]);
	return [{ kind: "anyone", text: "NotPrincipal" }];
}

function actionsOf(statement: Statement): readonly Value<string>[] | null {
	if ("NotAction" in statement) return ["*"];
	const { Action: action } = statement;
	const actions: readonly unknown[] = Array.isArray(action) ? action : [action];
	const read = actions.filter((one) => typeof one === "string" || isUnresolved(one));
	return read.length === actions.length && read.length > 0 ? read : null;
}

type Statement = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Statement =>
	typeof value === "object" && value !== null && !Array.isArray(value);
