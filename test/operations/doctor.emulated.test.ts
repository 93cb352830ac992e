import { beforeAll, describe, expect, test } from "@jest/globals";
import type { CheckResult } from "../../operations/result.ts";
import { describeEmulated } from "../support/emulated.ts";
import { faults } from "../support/faults.ts";
import { eventually, type Finished, type Operated, withOperated } from "../support/operated.ts";
import { accountOf } from "../support/subject-trio.ts";

const patience = 600_000;

/** What `doctor` found, what its commands did, and what it found afterwards. */
interface Repair {
	readonly found: Report;
	readonly runs: readonly Finished[];
	readonly after: Report;
}

interface Report extends Finished {
	readonly checks: readonly CheckResult[];
}

const problemsIn = ({ checks }: Report): string[] =>
	checks.filter(({ status }) => status !== "ok").map(({ check, of }) => `${check} ${of}`.trim());

async function examine({ shell }: Operated): Promise<Report> {
	// On a busy machine, a call may take too long.
	const finished = await eventually(
		() => shell("npx --no-install shipshape doctor --json"),
		({ output }) => output !== "",
	);
	const { checks = [] } = finished.output === "" ? {} : JSON.parse(finished.output);
	return { ...finished, checks };
}

/** Runs the commands of every problem until there is none, which takes some time for a sweep. */
async function repair(operated: Operated, input = ""): Promise<Repair> {
	const found = await examine(operated);
	const runs: Finished[] = [];
	for (const command of new Set(found.checks.flatMap(({ fix }) => fix)))
		runs.push(await operated.shell(command, input));
	const after = await eventually(
		() => examine(operated),
		({ status }) => status === 0,
	);
	return { found, runs, after };
}

describeEmulated("doctor, on the deployed stack", () => {
	let first: Repair;
	let text: Finished;
	const repairs = new Map<string, Repair>();

	beforeAll(async () => {
		await withOperated(accountOf(["one"]), async (operated) => {
			first = await repair(operated);
			text = await operated.shell("npx --no-install shipshape doctor");
			for (const [name, { break: breakIt, input }] of Object.entries(faults)) {
				await breakIt(operated);
				repairs.set(name, await repair(operated, input?.(operated)));
			}
		});
	}, patience);

	test("a new installation has what the account still lacks, and is ok when its commands were run", () => {
		expect(problemsIn(first.found)).toEqual(["trail", "scanning", "pull-times"]);
		expect(first.found.status).toBe(1);
		expect(first.runs.filter(({ status }) => status !== 0)).toEqual([]);
		expect(problemsIn(first.after)).toEqual([]);
		expect(first.after.status).toBe(0);
	});

	test("prints a line for every check, and no secret", () => {
		const lines = text.output.trimEnd().split("\n");
		expect(lines).toHaveLength(first.after.checks.length + 2);
		expect(lines.at(-1)).toBe("0 problems");
		for (const { found, after } of repairs.values()) {
			for (const { output } of [found, after]) expect(output).not.toMatch(/example\.org|services\/T/);
		}
	});

	describe.each(Object.entries(faults))("%s", (name, fault) => {
		const repaired = (): Repair => repairs.get(name) as Repair;

		test("is found", () => {
			const { found } = repaired();
			expect(problemsIn(found)).toEqual(fault.found);
			const problems = found.checks.filter(({ status }) => status === "problem");
			for (const { message } of problems) expect(message).toMatch(fault.message);
			expect(found.status).toBe(1);
		});

		test("is fixed by the commands", () => {
			const { runs, after } = repaired();
			expect(runs.length).toBeGreaterThan(0);
			expect(runs.filter(({ status }) => status !== 0)).toEqual([]);
			expect([after.status, problemsIn(after)]).toEqual([0, []]);
		});
	});
});
