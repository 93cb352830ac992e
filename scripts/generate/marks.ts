/** What surrounds a generated part: comments of Markdown, or of YAML. */
const marksFor = (path: string, name: string): readonly [start: string, end: string] =>
	path.endsWith(".md")
		? [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`]
		: [`# ${name}:start (scripts/generate.ts writes what follows)`, `# ${name}:end`];

/**
 * A page with its generated part as it should be, between the lines `<!-- name:start -->` and `<!-- name:end -->`. Throws when
 * the page does not have each of them once; `what` is what it then says that it has no place for.
 */
export function withGenerated(page: string, path: string, name: string, what: string, content: string): string {
	const [start, end] = marksFor(path, name);
	const [before, rest, ...tooMany] = page.split(start);
	const [old, after] = rest?.split(end) ?? [];
	if (before === undefined || old === undefined || after === undefined || tooMany.length > 0) {
		throw new Error(`${path}: ${what} needs one line ${start} and after it one line ${end}`);
	}
	return `${before}${start}\n${content}\n${end}${after}`;
}
