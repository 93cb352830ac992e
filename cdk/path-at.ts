const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** The keys and indexes that lead to what begins at a line and column of a JSON text, both from 1; as far as they are found. */
export function pathAt(text: string, line: number, column: number): readonly string[] {
	let wanted = column - 1;
	for (let passed = 1; passed < line; passed++) wanted += text.slice(wanted - column + 1).indexOf("\n") + 1;
	const path: { key: string; readonly isList: boolean }[] = [];
	let isKey = false;
	for (const { 0: token, index } of text.matchAll(tokens)) {
		const last = path.at(-1);
		if (isKey && token.startsWith('"') && last !== undefined) {
			last.key = JSON.parse(token);
			isKey = false;
		}
		if (index >= wanted) return path.map(({ key }) => key);
		if (token === "{" || token === "[") path.push({ key: token === "[" ? "0" : "", isList: token === "[" });
		else if (token === "}" || token === "]") path.pop();
		else if (token === "," && last?.isList === true) last.key = String(Number(last.key) + 1);
		const inner = path.at(-1);
		if (token === "{" || (token === "," && inner?.isList === false)) isKey = true;
		else if (token === "[" || token === "]" || token === "}") isKey = false;
	}
	return path.map(({ key }) => key);
}
