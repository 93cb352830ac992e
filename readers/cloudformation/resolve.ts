import { isFields } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { markDynamicReferences } from "../../domain/cloudformation/dynamic-references.ts";
import { holeName, nameHoleByArgument } from "../../domain/cloudformation/hole-identity.ts";
import { abandonedText, holeText, noValue, type TemplateText } from "../../domain/cloudformation/template-text.ts";
import { evaluateCondition, resolveIf } from "./conditions.ts";
import {
	resolveBase64,
	resolveJoin,
	resolveLength,
	resolveSelect,
	resolveSplit,
	resolveSub,
	resolveToJsonString,
} from "./functions.ts";
import { expandLoop } from "./loops.ts";
import { resolveFindInMap } from "./mappings.ts";
import { isLoop } from "./recognize.ts";
import { resolveGetAtt, resolveRef } from "./references.ts";
import type { Assumptions, Scope, Template } from "./scope.ts";

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const afterDeployment = "is only known after deployment";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const intrinsics: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
	["Ref", resolveRef],
	["Fn::GetAtt", resolveGetAtt],
	["Fn::If", resolveIf],
	["Fn::Sub", resolveSub],
	["Fn::Join", resolveJoin],
	["Fn::Select", resolveSelect],
	["Fn::Split", resolveSplit],
	["Fn::FindInMap", resolveFindInMap],
	["Fn::Base64", resolveBase64],
	["Fn::ToJsonString", resolveToJsonString],
	["Fn::Length", resolveLength],
	["Fn::ImportValue", () => holeText("Fn::ImportValue", "Fn::ImportValue reads an export of another stack")],
]);

/** Shared by all scopes of a template, so that the time for any template is bounded. */
export interface Budget {
	steps: number;
	/** Alternatives of resources: judging one takes longer than evaluating it. */
	alternatives: number;
}

export const newBudget = (): Budget => ({ steps: 1_000_000, alternatives: 8_192 });

/** Maximum nesting of values and references. */
const maxLevels = 150;

/** A template under certain assumptions; further possible assumptions are recorded in `questions`. */
export function scopeOf(
	template: Template,
	budget: Budget,
	assumed: Assumptions = new Map(),
	questions: Map<string, readonly (string | boolean)[]> = new Map(),
): Scope {
	const found = new Map<string, unknown>();
	let level = 0;
	const deeper = <T>(evaluate: () => T): T | TemplateText => {
		if (budget.steps <= 0) return abandonedText("the template takes too long to evaluate");
		if (level >= maxLevels) return abandonedText("it is nested too deeply");
		budget.steps -= 1;
		level += 1;
		try {
			return evaluate();
		} finally {
			level -= 1;
		}
	};
	const evaluateOnce = <T>(name: string, evaluate: () => T): T | TemplateText => {
		// The value under a name has the type of its evaluation.
		if (found.has(name)) return found.get(name) as T | TemplateText;
		found.set(name, abandonedText(`${formatForDisplay(name)} refers to itself`));
		const value = deeper(evaluate);
		found.set(name, value);
		return value;
	};
	const scope: Scope = {
		template,
		assumed,
		recordQuestion: (question, answers) => questions.set(question, answers),
		valueOf: (node) => deeper(() => valueIn(node, scope)),
		evaluateOnce,
		holds: (name) =>
			evaluateOnce(`condition ${name}`, () =>
				template.conditions.has(name)
					? evaluateCondition(template.conditions.get(name), scope)
					: holeText(name, `condition ${formatForDisplay(name)} is not defined in the template`),
			),
		emptyIsUnknown: false,
		variableScope: () => variableScope,
	};
	const variableScope: Scope = {
		...scope,
		emptyIsUnknown: true,
		valueOf: (node) => deeper(() => valueIn(node, variableScope)),
	};
	return scope;
}

function valueIn(node: unknown, scope: Scope): unknown {
	if (Array.isArray(node)) return node.map(scope.valueOf).filter((item) => item !== noValue);
	if (!isFields(node)) return markDynamicReferences(node);
	const entries = Object.entries(node);
	const [only] = entries;
	if (entries.length === 1 && only !== undefined) {
		const [name, argument] = only;
		const intrinsic = intrinsics.get(name);
		if (intrinsic !== undefined)
			return nameHoleByArgument(markDynamicReferences(intrinsic(argument, scope)), name, argument);
		if (name.startsWith("Fn::") && !isLoop(name))
			return holeText(holeName(name, argument), `${name} ${afterDeployment}`, { mayBeAbsent: true });
	}
	return mappingOf(entries, scope);
}

function mappingOf(entries: readonly (readonly [string, unknown])[], scope: Scope): unknown {
	const found: [string, unknown][] = [];
	for (const [key, value] of entries) {
		// A transform may add any property.
		if (key === "Fn::Transform")
			return holeText(holeName(key, value), `${key} ${afterDeployment}`, { mayBeAbsent: true });
		if (!isLoop(key)) {
			const isOfVariable = key === "Value" && entries.length === 2 && entries.some(([other]) => other === "Name");
			found.push([key, (isOfVariable ? scope.variableScope() : scope).valueOf(value)]);
			continue;
		}
		const iterations = expandLoop(value, scope);
		if (iterations === null)
			return holeText(holeName(key, value), "the collection of Fn::ForEach is unknown or too long", {
				mayBeAbsent: true,
			});
		for (const iteration of iterations) found.push([iteration.key, scope.valueOf(iteration.value)]);
	}
	return Object.fromEntries(found.filter(([, value]) => value !== noValue));
}
