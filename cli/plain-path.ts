/**
 * A path as messages and reports show it: `./infra/./web.json` and `infra//web.json` are `infra/web.json`, so that one file has one name
 * however it is given. `..` stays, because it may follow a link; `./-` stays, because `-` alone is standard input.
 */
export function plainPath(path: string): string {
	const plain = path.replace(/\/{2,}/g, "/").replace(/(^|\/)(?:\.\/)+/g, "$1");
	if (plain === "-" && path !== "-") return "./-";
	return plain === "" && path !== "" ? "." : plain;
}
