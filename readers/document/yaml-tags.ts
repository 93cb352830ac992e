import { isScalar, type Node, parse, Scalar } from "yaml";
import { isFields } from "../../core/json.ts";

/** Tags of YAML 1.2 that the parser resolves. */
const coreTag = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq))$/;
/** CloudFormation's short forms start with a capital letter; future functions will too. */
const shortForm = /^!([A-Z][A-Za-z0-9]*)$/;
/** Compose's tags: remove a value, or replace another file's value instead of merging with it. */
const composeTag = /^!(?:reset|override)$/;

/** What a tag means: a plain value (null), a value under a key that stands for the tag, or unknown. */
export type TagMeaning = { readonly key: string | null } | "unknown";

export function tagMeaning({ tag }: Node): TagMeaning {
	if (tag === undefined || coreTag.test(tag)) return { key: null };
	const [, name] = shortForm.exec(tag) ?? [];
	if (name !== undefined) return { key: name === "Ref" || name === "Condition" ? name : `Fn::${name}` };
	return composeTag.test(tag) ? { key: tag } : "unknown";
}

/** What a tagged mapping adds through a merge key: its tag is about the values of other files. `!reset` adds nothing. */
export function withoutComposeTag(value: unknown): unknown {
	if (!isFields(value)) return value;
	if (Object.hasOwn(value, "!reset")) return {};
	return Object.hasOwn(value, "!override") ? value["!override"] : value;
}

/** The value of a scalar; a number that would lose digits (`1.10`, `012`) stays a string. */
export function scalarValue(node: Scalar, key: string | null): unknown {
	if (key === "Fn::GetAtt") return attributeOf(String(node.value));
	// The parser reads every value under a custom tag as a string.
	const plain = key?.startsWith("!") && node.type === Scalar.PLAIN;
	const value: unknown = plain ? parse(node.source ?? "") : node.value;
	if (typeof value !== "number" || node.source === undefined) return value;
	const same = Number.isFinite(value) && (String(value) === node.source || /^0[ox]|e/i.test(node.source));
	return same ? value : node.source;
}

/** `!GetAtt Resource.Attribute`; the attribute may contain dots (`Nested.Outputs.Url`). */
function attributeOf(text: string): unknown {
	const point = text.indexOf(".");
	return point === -1 ? text : [text.slice(0, point), text.slice(point + 1)];
}

export const isMergeKey = (key: unknown): boolean =>
	isScalar(key) && key.value === "<<" && key.type === Scalar.PLAIN && key.tag === undefined;
