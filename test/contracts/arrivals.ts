import { beforeEach, expect, test } from "@jest/globals";
import type { Arrivals } from "../../adapters/dynamodb/arrivals.ts";

const at = (hour: number): string => `2026-11-21T${String(hour).padStart(2, "0")}:00:00.000Z`;
const change = (name: string, hour: number) => ({ subject: `arn:${name}`, at: at(hour) });

/** What the alarm about missing events relies on. `open` returns a state in which nothing is known. */
export function arrivalsContract(open: () => Promise<Arrivals>): void {
	let arrivals: Arrivals;
	beforeEach(async () => {
		arrivals = await open();
	});

	test("without a change there is nothing unreported, whether or not events arrive", async () => {
		expect(await arrivals.unreported("a")).toBeNull();
		await arrivals.arrived("a", at(1));
		expect(await arrivals.unreported("a")).toBeNull();
	});

	test("a change is unreported if no event has ever arrived, and only that of its route", async () => {
		await arrivals.missed("a", change("web", 5), at(4));
		expect(await arrivals.unreported("a")).toEqual(change("web", 5));
		expect(await arrivals.unreported("b")).toBeNull();
	});

	test("a change is unreported if the last event arrived too long before it", async () => {
		await arrivals.arrived("a", at(3));
		await arrivals.missed("a", change("web", 5), at(4));
		expect(await arrivals.unreported("a")).toEqual(change("web", 5));
	});

	test("a change is reported by an event that arrived shortly before, or arrives later", async () => {
		await arrivals.arrived("a", at(4));
		await arrivals.missed("a", change("web", 5), at(4));
		expect(await arrivals.unreported("a")).toBeNull();
		await arrivals.missed("b", change("web", 5), at(4));
		await arrivals.arrived("b", at(9));
		expect(await arrivals.unreported("b")).toBeNull();
	});

	test("of several changes the first one counts, until an event arrives", async () => {
		await arrivals.missed("a", change("web", 5), at(4));
		await arrivals.missed("a", change("api", 6), at(5));
		expect(await arrivals.unreported("a")).toEqual(change("web", 5));
		await arrivals.arrived("a", at(7));
		await arrivals.missed("a", change("job", 9), at(8));
		expect(await arrivals.unreported("a")).toEqual(change("job", 9));
	});
}
