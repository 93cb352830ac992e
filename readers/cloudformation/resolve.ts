import { isFields } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { branchOf, truthOf } from "./conditions.ts";
import { lookedUp } from "./dynamic-references.ts";
import { encoded, joinOf, jsonText, lengthOf, pieces, selectionOf, substitutionOf } from "./functions.ts";
import { identified, nameFor } from "./hole-identity.ts";
import { unrolled } from "./loops.ts";
import { mappedValue } from "./mappings.ts";
import { isLoop } from "./recognize.ts";
import { attributeOf, referenceTo } from "./references.ts";
import type { Assumptions, Scope, Template } from "./scope.ts";
import { lost, noValue, type TemplateText, textOfHole } from "./template-text.ts";

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const made = "is only known when the template is deployed";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const intrinsics: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
	["Ref", referenceTo],
	["Fn::GetAtt", attributeOf],
	["Fn::If", branchOf],
	["Fn::Sub", substitutionOf],
	["Fn::Join", joinOf],
	["Fn::Select", selectionOf],
	["Fn::Split", pieces],
	["Fn::FindInMap", mappedValue],
	["Fn::Base64", encoded],
	["Fn::ToJsonString", jsonText],
	["Fn::Length", lengthOf],
	["Fn::ImportValue", () => textOfHole("Fn::ImportValue", "Fn::ImportValue reads what another stack exports")],
]);

/** What all scopes of a template may spend together, so that no template can keep a reader busy for long. */
export interface Effort {
	steps: number;
	/** Of the ways to deploy a resource: to judge one takes longer than to work it out. */
	ways: number;
}

export const enoughFor = (): Effort => ({ steps: 1_000_000, ways: 8_192 });

/** Levels of values and references. */
const maxLevels = 150;

/** A template under certain assumptions; what could be assumed further is written into `open`. */
export function scopeOf(
	template: Template,
	effort: Effort,
	assumed: Assumptions = new Map(),
	open: Map<string, readonly (string | boolean)[]> = new Map(),
): Scope {
	const found = new Map<string, unknown>();
	let level = 0;
	const deeper = <T>(look: () => T): T | TemplateText => {
		if (effort.steps <= 0) return lost("the template takes too long to work out");
		if (level >= maxLevels) return lost("it is nested too deeply");
		effort.steps -= 1;
		level += 1;
		try {
			return look();
		} finally {
			level -= 1;
		}
	};
	const once = <T>(name: string, look: () => T): T | TemplateText => {
		// What is kept under a name is what its look gave.
		if (found.has(name)) return found.get(name) as T | TemplateText;
		found.set(name, lost(`${formatForDisplay(name)} refers to itself`));
		const value = deeper(look);
		found.set(name, value);
		return value;
	};
	const scope: Scope = {
		template,
		assumed,
		leaveOpen: (question, answers) => open.set(question, answers),
		valueOf: (node) => deeper(() => valueIn(node, scope)),
		once,
		holds: (name) =>
			once(`condition ${name}`, () =>
				template.conditions.has(name)
					? truthOf(template.conditions.get(name), scope)
					: textOfHole(name, "it is no condition of the template"),
			),
		emptyIsOpen: false,
		ofVariable: () => ofVariable,
	};
	const ofVariable: Scope = { ...scope, emptyIsOpen: true, valueOf: (node) => deeper(() => valueIn(node, ofVariable)) };
	return scope;
}

function valueIn(node: unknown, scope: Scope): unknown {
	if (Array.isArray(node)) return node.map(scope.valueOf).filter((item) => item !== noValue);
	if (!isFields(node)) return lookedUp(node);
	const entries = Object.entries(node);
	const [only] = entries;
	if (entries.length === 1 && only !== undefined) {
		const [name, argument] = only;
		const intrinsic = intrinsics.get(name);
		if (intrinsic !== undefined) return identified(lookedUp(intrinsic(argument, scope)), name, argument);
		if (name.startsWith("Fn::") && !isLoop(name)) return textOfHole(nameFor(name, argument), `${name} ${made}`);
	}
	return mappingOf(entries, scope);
}

function mappingOf(entries: readonly (readonly [string, unknown])[], scope: Scope): unknown {
	const found: [string, unknown][] = [];
	for (const [key, value] of entries) {
		// What these add may be anything, and may be what is looked for.
		if (key === "Fn::Transform") return textOfHole(nameFor(key, value), `${key} ${made}`);
		if (!isLoop(key)) {
			const isOfVariable = key === "Value" && entries.length === 2 && entries.some(([other]) => other === "Name");
			found.push([key, (isOfVariable ? scope.ofVariable() : scope).valueOf(value)]);
			continue;
		}
		const rounds = unrolled(value, scope);
		if (rounds === null) return textOfHole(nameFor(key, value), "Fn::ForEach goes over what is not known");
		for (const round of rounds) found.push([round.key, scope.valueOf(round.value)]);
	}
	return Object.fromEntries(found.filter(([, value]) => value !== noValue));
}
