import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";

interface Locked {
	readonly optionalDependencies?: Record<string, string>;
	readonly resolved?: string;
	readonly integrity?: string;
	/** Comes inside another package, which has the hash. */
	readonly inBundle?: boolean;
}

const lock = JSON.parse(readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8")) as {
	packages: Record<string, Locked>;
};
const installed = Object.entries(lock.packages).filter(([path]) => path !== "");
const names = new Set(installed.map(([path]) => path.split("node_modules/").at(-1)));

test("every optional platform package has an entry, so that `npm ci` works on every platform", () => {
	const missing = installed.flatMap(([path, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies)
			.filter((name) => !names.has(name))
			.map((name) => `${path} -> ${name}`),
	);
	expect(missing).toEqual([]);
});

test("every package is locked by its hash, without the address of a registry", () => {
	const unlocked = installed.filter(([, { integrity, inBundle }]) => integrity === undefined && inBundle !== true);
	expect(unlocked.map(([path]) => path)).toEqual([]);
	expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
});
