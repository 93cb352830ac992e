import { describe, expect, test } from "@jest/globals";
import { createReadTogether } from "../../../adapters/clients/read-together.ts";

/** Readings that end when the test says so; each returns its number. */
function readings() {
	const ends: { readonly resolve: (value: number) => void; readonly reject: (error: Error) => void }[] = [];
	const read = () => new Promise<number>((resolve, reject) => ends.push({ resolve, reject }));
	const end = async (at: number): Promise<void> => {
		ends[at]?.resolve(at);
		await new Promise(setImmediate);
	};
	return { read, end, ends };
}

describe("a reading that several checks need", () => {
	test("never began before the check asked, and is shared by all that ask while one is running", async () => {
		const { read, end, ends } = readings();
		const together = createReadTogether();
		const first = together("a", read);
		const others = [together("a", read), together("a", read)];
		expect(ends).toHaveLength(1);
		await end(0);
		await expect(first).resolves.toBe(0);
		expect(ends).toHaveLength(2);
		const last = together("a", read);
		await end(1);
		await end(2);
		await expect(Promise.all(others)).resolves.toEqual([1, 1]);
		await expect(last).resolves.toBe(2);
		expect(ends).toHaveLength(3);
	});

	test("is not kept when it has ended", async () => {
		const together = createReadTogether();
		await expect(together("a", async () => "good")).resolves.toBe("good");
		await expect(together("a", async () => "bad")).resolves.toBe("bad");
	});

	test("that fails does so for those that share it, not for the next", async () => {
		const { read, end, ends } = readings();
		const together = createReadTogether();
		const first = together("a", read);
		const second = together("a", read);
		ends[0]?.reject(new Error("denied"));
		await expect(first).rejects.toThrow("denied");
		await new Promise(setImmediate);
		await end(1);
		await expect(second).resolves.toBe(1);
	});

	test("is not shared with one of something else", async () => {
		const together = createReadTogether();
		const both = [together("a", async () => "a"), together("b", async () => "b")];
		await expect(Promise.all(both)).resolves.toEqual(["a", "b"]);
	});
});
