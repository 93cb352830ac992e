import { blocksOf, sectionOf, textOf } from "./docs.ts";

/*
 * What docs/enforcement.md shows, for the two tests that run it: on the deployed stack, and without one.
 */

export const page = textOf("docs/enforcement.md");

/** The blocks of a section in a language, such as `json`. */
export const blocksIn = (heading: string, language: string): readonly string[] =>
	blocksOf(sectionOf(page, heading))
		.filter((block) => block.language === language)
		.map(({ text }) => text);

/** The only one. */
export function blockIn(heading: string, language: string): string {
	const [block, ...others] = blocksIn(heading, language);
	if (block === undefined || others.length > 0)
		throw new Error(`docs/enforcement.md: "${heading}" must have one block in "${language}"`);
	return block;
}

/** Code inside sentences that is run, or that the logs and messages of the deployed stack must have. */
export const onDeployedStack = {
	describe: "aws ecs describe-services",
	answer: "aws ecs continue-service-deployment",
	register: "aws ecs register-task-definition",
	hookResult: "aws cloudformation get-hook-result",
	hookFilter: 'filter message = "decided" and stack like "STACK_NAME"',
	overridden: '"outcome":"overridden"',
	refusal: "Deploy refused",
	override: "Deploy not refused (overridden)",
	unchecked: 'outcome = "failed"',
	uninstall: "npx --no-install shipshape uninstall --yes",
} as const;

/** The fields of a log line that a query of CloudWatch Logs Insights names; its own begin with `@`. */
export const fieldsIn = (query: string): readonly string[] => [
	...[...query.matchAll(/(?:filter|and) (\w+) (?:=|like) /g)].map(([, name = ""]) => name),
	...(/\| fields (.*)/.exec(query)?.[1] ?? "").split(", ").filter((name) => /^\w/.test(name)),
];

/** Whether a log line has the values that the query filters by. */
export const isFound = (line: Readonly<Record<string, unknown>>, query: string): boolean =>
	[...query.matchAll(/(?:filter|and) (\w+) (=|like) "([^"]*)"/g)].every(([, name = "", operator, value = ""]) => {
		const found = String(line[name]);
		return operator === "=" ? found === value : found.includes(value);
	});
