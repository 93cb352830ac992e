/**
 * The syntax of HCL as far as it is needed to read what a file writes literally. Offsets are UTF-16 code units in the text.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export interface Body {
	readonly attributes: readonly Attribute[];
	readonly blocks: readonly Block[];
}

export interface Attribute {
	readonly name: string;
	readonly offset: number;
	readonly expression: Expression;
}

export interface Block extends Range {
	readonly type: string;
	readonly labels: readonly string[];
	readonly body: Body;
}

export interface Range {
	readonly offset: number;
	/** After its last character. */
	readonly end: number;
}

export type Expression = Literal | Template | List | Mapping | Call | Reference | Compound;

interface Literal extends Range {
	readonly is: "literal";
	readonly value: string | number | boolean | null;
}

/** A quoted text or a heredoc, in the order of its parts. */
export interface Template extends Range {
	readonly is: "template";
	readonly parts: readonly (TemplateText | Expression)[];
}

/** Text that is written as it is: its characters follow each other in the source. */
export interface TemplateText {
	readonly is: "text";
	readonly text: string;
	readonly offset: number;
}

interface List extends Range {
	readonly is: "list";
	readonly items: readonly Expression[];
}

export interface Mapping extends Range {
	readonly is: "mapping";
	readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
}

interface Call extends Range {
	readonly is: "call";
	readonly name: string;
	readonly parts: readonly Expression[];
}

/** `aws_ecr_repository.web[0].name` has the steps `aws_ecr_repository`, `web` and `name`, and the part `0`. */
export interface Reference extends Range {
	readonly is: "reference";
	readonly steps: readonly string[];
	readonly parts: readonly Expression[];
}

/** Operators, conditions, `for` and whatever else Terraform has to evaluate. */
export interface Compound extends Range {
	readonly is: "compound";
	readonly parts: readonly Expression[];
}

/** What an expression consists of. */
function partsOf(expression: Expression): readonly Expression[] {
	switch (expression.is) {
		case "literal":
			return [];
		case "template":
			return expression.parts.flatMap((part) => (part.is === "text" ? [] : [part]));
		case "list":
			return expression.items;
		case "mapping":
			return expression.entries.flatMap(({ key, value }) => [key, value]);
		default:
			return expression.parts;
	}
}

/** All references in an expression, itself included. */
export const referencesIn = (expression: Expression): readonly Reference[] => [
	...(expression.is === "reference" ? [expression] : []),
	...partsOf(expression).flatMap(referencesIn),
];
