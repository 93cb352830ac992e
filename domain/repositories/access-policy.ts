import { isUnresolved, type Unresolved, type Value } from "../../core/reading.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import type { Judgement } from "../../core/verdict.ts";
import { type Conditions, readConditions } from "./access-conditions.ts";
import { denialOf, narrowingsBy } from "./access-denials.ts";
import { type Principal, readPrincipals } from "./access-principals.ts";

/** What one statement allows, or the part of it that the same Deny statements narrow. */
export interface AllowStatement {
	/** Index among the statements. */
	readonly index: number;
	/** `statement 2 (Push)`, counted from 1. */
	readonly label: string;
	readonly principals: readonly Principal[];
	/** As written; `*` for NotAction. */
	readonly actions: readonly Value<string>[];
	/** Its own, and those of the Deny statements that cover its actions. */
	readonly conditions: Conditions;
	/** Why it is unknown whether it allows anything: it may be a Deny itself, or another statement may deny the same to everybody. */
	readonly doubt?: string;
}

interface AccessPolicy {
	/** The statements that allow something to someone, narrowed by the Deny statements. */
	readonly allowances: readonly AllowStatement[];
	/** Reasons why whole statements are unresolved. */
	readonly open: readonly string[];
	/** Why AWS would reject it, with the location first. */
	readonly problems: readonly string[];
	/** Index of the first statement that is unresolved or that AWS would reject. */
	readonly firstUnread: number | null;
}

/** What was found in a policy or in one of its statements, as clauses. */
export interface AccessJudgement {
	readonly bad: readonly string[];
	/** What is unresolved or invalid, so that it cannot be judged. */
	readonly unclear: readonly string[];
	/** The first bad statement, or else the first unclear one, as `Judgement.field`; absent without either. */
	readonly field?: string;
}

/** The field of a judgement, in a form that can be spread into a `Judgement`. */
export const fieldOf = ({ field }: AccessJudgement): Pick<Judgement, "field"> => (field === undefined ? {} : { field });

/** Judges every statement that allows something, and reports the parts of the document that cannot be judged. */
export function judgeStatements(
	document: unknown,
	judge: (allowance: AllowStatement) => AccessJudgement,
): AccessJudgement {
	const { allowances, open, problems, firstUnread } = readAccessPolicy(document);
	const judgements = allowances.map((allowance) => ({ ...judge(allowance), index: allowance.index }));
	const first = judgements.find(({ bad }) => bad.length > 0) ?? judgements.find(({ unclear }) => unclear.length > 0);
	const causeIndex = first?.index ?? firstUnread;
	return {
		...(causeIndex !== null && { field: `repositoryPolicyText.Statement.${causeIndex}` }),
		bad: unique(judgements.flatMap(({ bad }) => bad)),
		unclear: [
			...unique(judgements.flatMap(({ unclear }) => unclear)),
			...open.map((reason) => `part of it is unknown (${reason})`),
			...problems.map((problem) => `AWS would reject it (${problem})`),
		],
	};
}

/** What is left of one statement may be several, of which the same holds. */
const unique = (clauses: readonly string[]): readonly string[] => [...new Set(clauses)];

const emptyPolicy: AccessPolicy = { allowances: [], open: [], problems: [], firstUnread: null };

/**
 * Reads a policy document; never throws. A single statement does not need a list.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html, read 2026-11-21.
 */
function readAccessPolicy(document: unknown): AccessPolicy {
	if (isUnresolved(document)) return { ...emptyPolicy, open: [document.unresolved] };
	if (!isObject(document)) return { ...emptyPolicy, problems: ["it is not a JSON object"] };
	const { Statement: statement } = document;
	if (statement === undefined) return { ...emptyPolicy, problems: ["it has no Statement"] };
	const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
	const read = statements.map(readStatement);
	const firstUnread = read.findIndex((one) => typeof one === "string" || isUnresolved(one));
	return {
		firstUnread: firstUnread < 0 ? null : firstUnread,
		allowances: narrowedByDenials(
			read.filter((one) => typeof one === "object" && one !== null && "label" in one),
			statements,
		),
		open: read.filter(isUnresolved).map(({ unresolved }) => unresolved),
		problems: read.filter((one) => typeof one === "string"),
	};
}

/** What is left of the statements that allow something. A statement that may deny does not narrow itself. */
function narrowedByDenials(
	allowances: readonly AllowStatement[],
	statements: readonly unknown[],
): readonly AllowStatement[] {
	const denials = statements.map((one) => (isObject(one) ? denialOf(one) : null));
	return allowances.flatMap((allowance) => {
		const others = denials.flatMap((denial, index) => (denial === null || index === allowance.index ? [] : [denial]));
		const { conditions } = allowance;
		return narrowingsBy(others, allowance.actions).flatMap(
			({ actions, narrowing: { limits, open, isVoid, doubt } }) => {
				if (isVoid) return [];
				return {
					...allowance,
					actions,
					conditions: { ...conditions, limits: [...conditions.limits, ...limits], open: [...conditions.open, ...open] },
					...(doubt === null ? {} : { doubt }),
				};
			},
		);
	});
}

/** Null for a Deny statement; a string describes why the statement is invalid. */
function readStatement(statement: unknown, index: number): AllowStatement | Unresolved | string | null {
	if (isUnresolved(statement)) return statement;
	const number = `statement ${index + 1}`;
	if (!isObject(statement)) return `${number} is not an object`;
	const { Sid: sid, Effect: effect } = statement;
	const label = typeof sid === "string" && sid !== "" ? `${number} (${truncate(toSingleLine(sid), 64)})` : number;
	if (effect === "Deny") return null;
	if (effect !== "Allow" && !isUnresolved(effect)) return `the Effect of ${label} is neither Allow nor Deny`;
	const principals = principalsOf(statement);
	if (principals === null) return `the Principal of ${label} is missing or not valid`;
	const actions = actionsOf(statement);
	if (actions === null) return `the Action of ${label} is missing or not a list of strings`;
	const conditions = readConditions(statement["Condition"]);
	if (conditions === null) return `the Condition of ${label} is not valid`;
	return {
		index,
		label,
		principals,
		actions,
		conditions,
		...(isUnresolved(effect) ? { doubt: effect.unresolved } : {}),
	};
}

/** NotPrincipal counts as anyone, because it names only the exceptions. */
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
