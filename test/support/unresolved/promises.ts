import fc from "fast-check";
import { examplePolicy } from "../../../controls/example-policy.ts";
import type { Control } from "../../../core/control.ts";
import type { Facts } from "../../../core/facts.ts";
import { judge } from "../../../core/judge.ts";
import { statuses } from "../../../core/verdict.ts";
import { chainsOfColons } from "../sentences.ts";
import { differenceOf } from "./difference.ts";
import type { Slot } from "./slots.ts";

/** `pass` stands for `not-applicable` as well: nothing is wrong. */
type Meaning = "fail" | "unknown" | "pass";

/** The verdict on a subject as a whole, under "", and on each of its containers. */
type Meanings = ReadonlyMap<string, Meaning>;

function meaningsOf(control: Control, facts: Facts): Meanings {
	const found = new Map<string, Meaning>([["", "pass"]]);
	const worst = (one: Meaning, other: Meaning): Meaning =>
		statuses.indexOf(one) < statuses.indexOf(other) ? one : other;
	for (const { status, container = "" } of judge([control], facts, examplePolicy(control))) {
		const meaning = status === "fail" || status === "unknown" ? status : "pass";
		for (const key of new Set([container, ""])) found.set(key, worst(meaning, found.get(key) ?? "pass"));
	}
	return found;
}

/** The verdicts of a control, for a comparison. */
export const statusesOf = (control: Control, facts: Facts): string => JSON.stringify([...meaningsOf(control, facts)]);

/** How often the fillings are drawn: at least; if none decides; until two verdicts were seen. */
const draws = { always: 100, undecided: 500, most: 10_000 };

/**
 * How a control breaks its word on facts with unresolved parts; null if it does not. A verdict promises that it is the same
 * whatever the parts turn out to be; `unknown` says that there are two different ones, or that it does not depend on them. Its text has
 * no colon after another.
 */
export function brokenPromise(control: Control, { written, fillings }: Slot<Facts>, seed: number): string | null {
	const promised = meaningsOf(control, written as Facts);
	const [chain] = judge([control], written as Facts, examplePolicy(control)).flatMap((one) =>
		chainsOfColons(one.message),
	);
	if (chain !== undefined) return `one colon after another in: ${chain}`;
	const [about] = control.examples.pass;
	const say = (what: string) => `${what} ${differenceOf(written, about?.facts)}`;
	// Where there are containers, the subject's verdict is theirs.
	const own = [...promised.keys()].filter((key) => key !== "" || promised.size === 1);
	const seen = new Map(own.map((key) => [key, new Set<Meaning>()]));
	for (let drawn = 0; drawn < draws.most; drawn += draws.always) {
		for (const filled of fc.sample(fillings, { numRuns: draws.always, seed: seed + drawn })) {
			const meanings = meaningsOf(control, filled);
			for (const [key, meaning] of promised) {
				const found = meanings.get(key);
				if (found === undefined) continue;
				seen.get(key)?.add(found);
				if (meaning === "unknown" || found === meaning) continue;
				return say(`${key} was promised ${meaning}, and is ${found}: ${differenceOf(filled, written)}:`);
			}
		}
		const undecided = own.filter((key) => promised.get(key) === "unknown" && (seen.get(key)?.size ?? 0) < 2);
		const isByDesign = undecided.every((key) => seen.get(key)?.has("unknown"));
		if (undecided.length === 0 || (isByDesign && drawn >= draws.undecided)) return null;
	}
	const [key = ""] = own.filter((one) => promised.get(one) === "unknown" && seen.get(one)?.size === 1);
	return say(`${key} was unknown, and is always ${[...(seen.get(key) ?? [])].join()}:`);
}
