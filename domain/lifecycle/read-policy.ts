import { type LifecyclePolicy, type LifecycleRule, storageClasses, storageClassOf } from "./policy.ts";
import { readRule } from "./read-rule.ts";
import { InvalidLifecyclePolicy } from "./validate.ts";

export type ReadPolicy =
	| { readonly kind: "valid"; readonly policy: LifecyclePolicy }
	/** JSON without any rule: it has no effect. */
	| { readonly kind: "empty" }
	/** AWS would reject it; the reason names the location in the policy. */
	| { readonly kind: "invalid"; readonly reason: string };

/** Limits of PutLifecyclePolicy: 30,720 characters (API model) and 50 rules (ECR service quotas, read 2026-11-21). */
const maxCharacters = 30_720;
const maxRules = 50;

/** Reads and validates the text of a lifecycle policy as PutLifecyclePolicy does. Never throws. */
export function readLifecyclePolicy(text: string): ReadPolicy {
	try {
		const rules = rulesIn(text);
		if (rules.length === 0) return { kind: "empty" };
		if (rules.length > maxRules) {
			throw new InvalidLifecyclePolicy(`it has ${rules.length} rules, but a policy can have at most ${maxRules}`);
		}
		const policy = { rules: rules.map((rule, index) => readRule(rule, `rules[${index}]`)) };
		rejectRepeatedPriorities(policy.rules);
		for (const storageClass of storageClasses) {
			rejectConflicts(policy.rules.filter((rule) => storageClassOf(rule) === storageClass));
		}
		return { kind: "valid", policy };
	} catch (error) {
		if (error instanceof InvalidLifecyclePolicy) return { kind: "invalid", reason: error.message };
		throw error;
	}
}

function rulesIn(text: string): readonly unknown[] {
	if (text.length > maxCharacters) {
		throw new InvalidLifecyclePolicy(
			`the text has ${text.length} characters, but AWS accepts at most ${maxCharacters}`,
		);
	}
	const policy = fromJson(text);
	if (typeof policy !== "object" || policy === null || Array.isArray(policy)) throw notAnObject();
	if (Object.keys(policy).length === 0) return [];
	if (!("rules" in policy)) throw new InvalidLifecyclePolicy("it has no rules");
	if (!Array.isArray(policy.rules)) {
		throw new InvalidLifecyclePolicy("rules is not a list");
	}
	return policy.rules;
}

function fromJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw notAnObject();
	}
}

const notAnObject = () => new InvalidLifecyclePolicy("it is not a JSON object");

function rejectRepeatedPriorities(rules: readonly LifecycleRule[]): void {
	const seen = new Set<number>();
	for (const { rulePriority } of rules) {
		if (seen.has(rulePriority)) {
			throw new InvalidLifecyclePolicy(`rulePriority ${rulePriority} is used by more than one rule`);
		}
		seen.add(rulePriority);
	}
}

/** Rejects rules of one storage class that ECR does not accept together. */
function rejectConflicts(rules: readonly LifecycleRule[]): void {
	if (rules.filter((rule) => rule.selection.tagStatus === "untagged").length > 1) {
		throw new InvalidLifecyclePolicy("more than one rule selects untagged images of one storage class");
	}
	const last = Math.max(...rules.map((rule) => rule.rulePriority));
	const misplaced = rules.find((rule) => rule.selection.tagStatus === "any" && rule.rulePriority !== last);
	if (misplaced !== undefined) {
		throw new InvalidLifecyclePolicy(
			`the rule with tagStatus any must have the highest rulePriority of its storage class, but ${misplaced.rulePriority} is not above all others (${last})`,
		);
	}
	const prefixes = rules.flatMap((rule) => rule.selection.tagPrefixList ?? []);
	const repeated = prefixes.find((prefix, index) => prefixes.indexOf(prefix) !== index);
	if (repeated !== undefined) {
		throw new InvalidLifecyclePolicy(
			`the prefix "${repeated}" is used more than once in the tagPrefixLists of one storage class`,
		);
	}
}
