import { describe, expect, test } from "@jest/globals";
import { storageRowsOf, tmpfsLimitsOf, tmpfsRowsOf } from "../../report/chart-rows.ts";
import { anEntry, family, recorded, repository } from "../support/report-entries.ts";
import { aReportModel } from "../support/report-model.ts";

const storage = (name: string, fields: Record<string, string>) =>
	anEntry(repository(name), { "repository/lifecycle-policy": recorded("fail", "no policy", { fields }) });
const tmpfs = (name: string, fields: Record<string, string>, containers: readonly string[] = []) =>
	anEntry(family(name), { "task-definition/tmpfs-size": recorded("fail", "too large", { fields, containers }) });

describe("rows of storage that a lifecycle policy would free", () => {
	test("come from the verdicts' fields, largest first, without unknown or zero amounts", () => {
		const entries = [
			storage("small", { expiringImages: "2", freedBytes: "10", freedUsdPerMonth: "0.00" }),
			storage("large", { expiringImages: "3", freedBytes: "900", storagePrice: "0.10 USD" }),
			storage("nothing", { expiringImages: "0", freedBytes: "0" }),
			storage("unread", { lifecyclePolicy: "{}" }),
			storage("odd", { freedBytes: "many" }),
		];

		expect(storageRowsOf(aReportModel({ entries }))).toEqual([
			{ subject: "large", expiringImages: 3, freedBytes: 900, freedUsdPerMonth: null, storagePrice: "0.10 USD" },
			{ subject: "small", expiringImages: 2, freedBytes: 10, freedUsdPerMonth: 0 },
		]);
	});

	test("are the model's own when it has any", () => {
		const row = { subject: "own", expiringImages: 1, freedBytes: 1, freedUsdPerMonth: null };

		expect(storageRowsOf(aReportModel({ storage: [row] }))).toEqual([row]);
	});
});

describe("rows of tmpfs against memory", () => {
	test("come from the verdicts' fields, largest share first", () => {
		const entries = [
			tmpfs("low", { tmpfsMiB: "64", memoryMiB: "1024" }),
			tmpfs("high", { tmpfsMiB: "512", memoryMiB: "1024" }, ["app", "log"]),
			tmpfs("no-limit", { tmpfsMiB: "64" }),
			tmpfs("zero", { tmpfsMiB: "64", memoryMiB: "0" }),
			tmpfs("no-size", { tmpfsMiB: "0", memoryMiB: "64" }),
		];

		expect(tmpfsRowsOf(aReportModel({ entries }))).toEqual([
			{ subject: "high", container: "app", tmpfsMiB: 512, memoryMiB: 1024 },
			{ subject: "low", container: null, tmpfsMiB: 64, memoryMiB: 1024 },
		]);
	});

	test("are compared with the model's limits, or else with the default policy's", () => {
		expect(tmpfsLimitsOf(aReportModel())).toMatchObject({ warn: 0.2, maximum: 0.3 });
		const settings = { "task-definition/tmpfs-size": { enabled: true, warn: 0.5, maximum: 0.6 } };
		expect(tmpfsLimitsOf(aReportModel({ settings }))).toEqual({ warn: 0.5, maximum: 0.6 });
		expect(tmpfsLimitsOf(aReportModel({ controls: [] }))).toBeNull();
	});
});
