/** An element of an XML document. */
export interface Element {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string>>;
	readonly children: readonly (Element | string)[];
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
/** The characters that XML 1.0 allows: production [2]. */
const allowed = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** Reads the part of XML 1.0 that reports use, strictly: anything that is not well-formed is an error. */
export function parseXml(text: string): Element {
	if (!allowed.test(text)) throw new Error("a character that XML does not allow");
	const [declaration = ""] = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(text) ?? [];
	if (declaration === "") throw new Error("no declaration");
	const open: { name: string; attributes: Record<string, string>; children: (Element | string)[] }[] = [
		{ name: "", attributes: {}, children: [] },
	];
	const token = /<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
	token.lastIndex = declaration.length;
	while (token.lastIndex < text.length) {
		const at = token.lastIndex;
		const [, closes, name = "", attributes = "", empty, content] = token.exec(text) ?? [];
		if (token.lastIndex === 0) throw new Error(`not well-formed at ${at}: ${text.slice(at, at + 40)}`);
		const parent = open.at(-1);
		if (content !== undefined) parent?.children.push(unescaped(content));
		else if (closes === "/") {
			if (open.pop()?.name !== name) throw new Error(`${name} closes nothing`);
		} else {
			const element = { name, attributes: attributesIn(attributes), children: [] };
			parent?.children.push(element);
			if (empty !== "/") open.push(element);
		}
	}
	const [root] = open;
	const elements = root?.children.filter((child) => typeof child !== "string") ?? [];
	const [document] = elements;
	if (open.length !== 1 || elements.length !== 1 || document === undefined) throw new Error("not one whole document");
	return document;
}

function attributesIn(text: string): Record<string, string> {
	const pairs = [...text.matchAll(/ ([a-zA-Z-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [
		name,
		unescaped(value),
	]);
	if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error(`an attribute twice:${text}`);
	return Object.fromEntries(pairs) as Record<string, string>;
}

function unescaped(text: string): string {
	if (text.includes("]]>")) throw new Error("the end of a CDATA section");
	return text.replace(/&([^;]*);?/g, (whole, name: string) => {
		const meant = whole.endsWith(";") ? entities[name] : undefined;
		if (meant === undefined) throw new Error(`no such entity: ${whole}`);
		return meant;
	});
}
