import { expect, test } from "@jest/globals";
import type { RunningSweep } from "../../../adapters/dynamodb/sweep-state.ts";
import { firstPageOf, type ListName } from "../../../pipeline/sweep/messages.ts";
import { runTask, type TaskPorts } from "../../../pipeline/sweep/tasks.ts";
import { familyNamed, repositoryNamed } from "../../support/sweep.ts";
import { SweepStateInMemory } from "../../support/sweep-state.ts";

const place = { partition: "aws", account: "111122223333", region: "ap-northeast-1" };
const sweep = "2026-11-22T12:00:00.000Z";
const first: RunningSweep = { startedAt: sweep, rules: "rules", isFirst: true, phase: "lists", failed: 0 };

/** When the messages arrive that a page leads to, in seconds, by what they are: the next page, or how many subjects they check. */
async function arrivals(list: ListName, count: number, current: RunningSweep, next: string | null = null) {
	const found: (readonly [string, number])[] = [];
	const subjects = Array.from({ length: count }, (_, at) => ({
		subject: list === "repositories" ? repositoryNamed(`r${at}`) : familyNamed(`f${at}`),
	}));
	const ports = {
		state: new SweepStateInMemory(),
		send: async (bodies: readonly string[], delays: readonly number[] = []) => {
			for (const [at, body] of bodies.entries()) {
				const { kind, subjects } = JSON.parse(body).detail.task;
				found.push([kind === "list" ? "next page" : `${subjects.length} subjects`, delays[at] ?? 0]);
			}
		},
		lists: { [list]: async () => ({ subjects, next }) },
		kinds: ["repository", "task-definition"],
		familiesPerSecond: 14,
	} as unknown as TaskPorts;
	const task = firstPageOf(list) as Parameters<typeof runTask>[0];
	await runTask(task, { id: "1", cause: null, sweep, isPartial: false, task }, current, place, ports);
	return found;
}

test.each([
	["the first one", first],
	["one with other rules", { ...first, isFirst: false }],
])(
	"families that a sweep has to read arrive at the pace of ECS, and their next page after them: %s",
	async (_, current) => {
		expect(await arrivals("task-definitions", 35, current, "2")).toEqual([
			["next page", 2],
			["10 subjects", 0],
			["10 subjects", 0],
			["10 subjects", 1],
			["5 subjects", 2],
		]);
	},
);

test("no message of a long page arrives later than SQS allows", async () => {
	const last = (await arrivals("task-definitions", 13_000, first)).at(-1);
	expect(last).toEqual(["10 subjects", 900]);
});

test.each([
	[
		"families of a sweep with the same rules, because most have not changed",
		"task-definitions",
		{ ...first, isFirst: false, isComparable: true },
	],
	["repositories, because ECS is not read for them", "repositories", first],
] as const)("nothing is delayed: %s", async (_, list, current) => {
	expect((await arrivals(list, 100, current, "2")).every(([, delay]) => delay === 0)).toBe(true);
});
