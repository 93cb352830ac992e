import type { Element } from "./xml.ts";

interface Rule {
	/** Whether each attribute must be there. */
	readonly attributes: Readonly<Record<string, "required" | "optional">>;
	/** The elements that it may contain, and how often at most. */
	readonly children: Readonly<Record<string, number>>;
	readonly hasText?: true;
}

const many = Number.POSITIVE_INFINITY;
const outcome: Rule = { attributes: { message: "optional", type: "optional" }, children: {}, hasText: true };

/**
 * The form of JUnit XML that Jenkins, GitLab and Azure Pipelines read, of which there is no standard: the elements and attributes of
 * the schema of Ant and Jenkins, as far as reports use them, with `file` and `line` of a test, which GitLab and pytest have.
 */
const rules: Readonly<Record<string, Rule>> = {
	testsuites: { attributes: { name: "optional" }, children: { testsuite: many } },
	testsuite: {
		attributes: { name: "required", tests: "required", failures: "optional", errors: "optional", skipped: "optional" },
		children: { properties: 1, testcase: many },
	},
	properties: { attributes: {}, children: { property: many } },
	property: { attributes: { name: "required", value: "required" }, children: {} },
	testcase: {
		attributes: { name: "required", classname: "required", file: "optional", line: "optional" },
		children: { failure: 1, error: 1, skipped: 1 },
	},
	failure: outcome,
	error: outcome,
	skipped: outcome,
};

/** What is wrong with a report; empty if it is valid. */
export const junitProblems = (root: Element): readonly string[] =>
	root.name === "testsuites" ? problemsIn(root) : [`${root.name} is not testsuites`];

function problemsIn({ name, attributes, children }: Element): readonly string[] {
	const rule = rules[name];
	if (rule === undefined) return [`${name} is unknown`];
	const inside = children.filter((child): child is Element => typeof child !== "string");
	const texts = children.filter((child): child is string => typeof child === "string");
	const missing = Object.keys(rule.attributes).filter(
		(one) => rule.attributes[one] === "required" && !(one in attributes),
	);
	const counts = ["tests", "failures", "errors", "skipped", "line"].filter((one) => one in attributes);
	const order = Object.keys(rule.children);
	const ranks = inside.map((child) => order.indexOf(child.name));
	return [
		...missing.map((one) => `${name} has no ${one}`),
		...Object.keys(attributes).flatMap((one) => (one in rule.attributes ? [] : [`${name} must not have ${one}`])),
		...counts.flatMap((one) => (/^\d+$/.test(attributes[one] ?? "") ? [] : [`${one} of ${name} is not a number`])),
		...inside.flatMap((child) => (child.name in rule.children ? [] : [`${child.name} in ${name}`])),
		...order.flatMap((one) =>
			inside.filter((child) => child.name === one).length > (rule.children[one] ?? 0)
				? [`${one} in ${name} again`]
				: [],
		),
		...(name === "testsuite" && ranks.some((rank, at) => rank < (ranks[at - 1] ?? 0)) ? ["properties come first"] : []),
		...(rule.hasText !== true && texts.some((text) => text.trim() !== "") ? [`text in ${name}`] : []),
		...inside.flatMap(problemsIn),
	];
}
