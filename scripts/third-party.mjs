// The licenses of what is bundled. Plain JavaScript, for scripts/build.mjs.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const terms = (license) => license.split("END OF TERMS AND CONDITIONS")[0].replace(/\s+/g, " ").trim();

/** A license in which the Apache License is only named, with its copyright, because the package has it as its own LICENSE. */
function withoutOurs(text) {
	if (terms(text) !== terms(readFileSync(join(root, "LICENSE"), "utf8"))) return text;
	const [copyright] = /^ *Copyright \d.*$/m.exec(text) ?? [];
	return [
		"Apache License, Version 2.0: the text of LICENSE",
		...(copyright === undefined ? [] : [copyright.trim()]),
	].join("\n");
}

/**
 * The license texts of the bundled packages, which their licenses require; each text once. Some packages of the AWS SDK only name
 * their license: it is that of the others of the same scope.
 */
export function licensesOf(inputs) {
	const names = inputs.flatMap((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
	const packages = [...new Set(names)].sort().map((name) => {
		const home = join(root, "node_modules", name);
		const file = readdirSync(home).find((one) => /^licen[cs]e/i.test(one));
		const { license } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
		const text = file === undefined ? undefined : readFileSync(join(home, file), "utf8").trim();
		return { name, kind: `${name.split("/")[0]} ${license}`, text };
	});
	const texts = packages.map(({ name, kind, text }) => {
		const found = text ?? packages.find((one) => one.kind === kind && one.text !== undefined)?.text;
		if (found === undefined) throw new Error(`${name} has no license file`);
		return [name, withoutOurs(found)];
	});
	const named = [...new Set(texts.map(([, text]) => text))].map((text) => {
		const same = texts.flatMap(([name, own]) => (own === text ? [name] : []));
		return `${same.join("\n")}\n\n${text}\n`;
	});
	return named.join(`\n${"-".repeat(80)}\n\n`);
}
