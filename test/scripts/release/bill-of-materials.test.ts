import { expect, test } from "@jest/globals";
import { reproducible } from "../../../scripts/release/bill-of-materials.ts";

const printed = (folder: string, time: string, serial: string, component = "yaml") =>
	JSON.stringify({
		bomFormat: "CycloneDX",
		serialNumber: `urn:uuid:${serial}`,
		metadata: { timestamp: time, component: { name: folder, version: "1.0.0" } },
		components: [{ name: component }],
	});
const date = "2026-11-30T02:57:16.000Z";
const first = reproducible(printed("a", "2026-01-01T00:00:00Z", "1"), "shipshape", date);

test("two documents about the same packages are the same, wherever and whenever npm has made them", () => {
	expect(reproducible(printed("b", "2027-01-01T00:00:00Z", "2"), "shipshape", date)).toBe(first);
	expect(JSON.parse(first)).toEqual({
		bomFormat: "CycloneDX",
		serialNumber: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
		metadata: { timestamp: date, component: { name: "shipshape", version: "1.0.0" } },
		components: [{ name: "yaml" }],
	});
});

test("documents about other packages have another serial number", () => {
	const { serialNumber } = JSON.parse(reproducible(printed("a", "", "1", "zod"), "shipshape", date));
	expect(serialNumber).not.toBe(JSON.parse(first).serialNumber);
});
