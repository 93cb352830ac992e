import { beforeEach, expect, test } from "@jest/globals";
import { arnOf, type TaskDefinitionSubject } from "../../core/subject.ts";
import type { FamilyPorts } from "../../pipeline/decide-blocks.ts";

export interface FamilyUnderTest {
	readonly subject: TaskDefinitionSubject;
	readonly ports: Pick<FamilyPorts, "read" | "deregister">;
	/** Registers the family's next revision. */
	readonly register: () => Promise<void>;
}

/** Another time than that of the builders. */
const readAt = "2026-11-21T12:07:00.000Z";

/**
 * What blocking relies on in ECS (API reference: DescribeTaskDefinition, DeregisterTaskDefinition). `open` answers a
 * family without revisions.
 */
export function familyContract(open: () => Promise<FamilyUnderTest>): void {
	let family: FamilyUnderTest;
	beforeEach(async () => {
		family = await open();
	});
	const register = async (count: number) => {
		for (let at = 0; at < count; at++) await family.register();
	};
	const read = (revision?: number) =>
		revision === undefined
			? family.ports.read(family.subject, readAt)
			: family.ports.read(family.subject, readAt, revision);
	const deregister = (revision: number) => family.ports.deregister(`${arnOf(family.subject)}:${revision}`);

	test("a family without revisions is not found", async () => {
		expect(await read()).toBeNull();
		expect(await read(1)).toBeNull();
	});

	test("a family is its newest active revision", async () => {
		await register(2);
		const { subject } = family;
		const facts = { kind: "task-definition", family: subject.family, arn: arnOf(subject), readAt };
		expect(await read()).toMatchObject({ ...facts, revision: 2, status: "ACTIVE" });
		expect(await read(1)).toMatchObject({ ...facts, revision: 1, status: "ACTIVE" });
		expect(await read(3)).toBeNull();
	});

	test("a deregistered revision is INACTIVE, and the one before it is the newest", async () => {
		await register(2);
		expect(await deregister(2)).toEqual({ outcome: "done" });
		expect(await read()).toMatchObject({ revision: 1, status: "ACTIVE" });
		expect(await read(2)).toMatchObject({ revision: 2, status: "INACTIVE" });
	});

	test("a family without an active revision is not found, its revisions are", async () => {
		await register(1);
		await deregister(1);
		expect(await read()).toBeNull();
		expect(await read(1)).toMatchObject({ revision: 1, status: "INACTIVE" });
	});

	test("a new revision is the newest again", async () => {
		await register(1);
		await deregister(1);
		await register(1);
		expect(await read()).toMatchObject({ revision: 2, status: "ACTIVE" });
	});

	test("deregistering an inactive revision is no failure, and changes nothing", async () => {
		await register(2);
		await deregister(2);
		// The API reference does not say whether ECS refuses it; the emulator accepts it.
		expect(["done", "gone"]).toContain((await deregister(2)).outcome);
		expect(await read()).toMatchObject({ revision: 1 });
		expect(await read(2)).toMatchObject({ status: "INACTIVE" });
	});

	test("a revision that ECS does not know is gone", async () => {
		await register(1);
		expect(await deregister(7)).toEqual({ outcome: "gone" });
		expect(await read()).toMatchObject({ revision: 1 });
	});
}
