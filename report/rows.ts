import type { LedgerEntry } from "../core/ledger.ts";
import { defaultPolicy } from "../core/policy.ts";
import { checksOf } from "./checks.ts";
import type { ReportModel, StorageRow, TmpfsLimits, TmpfsRow } from "./model.ts";
import { labelOfEntry } from "./naming.ts";

/** What lifecycle policies would free, the most first, as repository/lifecycle-policy left it in its verdicts' fields. */
export function storageRowsOf(model: ReportModel): readonly StorageRow[] {
	const rows = model.storage ?? fieldsOf(model.entries, "repository/lifecycle-policy").flatMap(storageRowOf);
	return rows.filter((row) => row.freedBytes > 0).sort((a, b) => b.freedBytes - a.freedBytes);
}

/** Tmpfs of each container or task against its memory, the largest share first, from task-definition/tmpfs-size. */
export function tmpfsRowsOf(model: ReportModel): readonly TmpfsRow[] {
	const rows = model.tmpfs ?? fieldsOf(model.entries, "task-definition/tmpfs-size").flatMap(tmpfsRowOf);
	return rows
		.filter((row) => row.memoryMiB > 0 && row.tmpfsMiB > 0)
		.sort((a, b) => b.tmpfsMiB / b.memoryMiB - a.tmpfsMiB / a.memoryMiB);
}

export function tmpfsLimitsOf(model: ReportModel): TmpfsLimits {
	return model.tmpfsLimits ?? defaultPolicy.controls["task-definition/tmpfs-size"];
}

interface Fielded {
	readonly subject: string;
	readonly container: string | null;
	readonly fields: Readonly<Record<string, string>>;
}

function fieldsOf(entries: readonly LedgerEntry[], control: string): readonly Fielded[] {
	return checksOf(entries)
		.filter((check) => check.control === control)
		.map(({ entry, verdict }) => ({
			subject: labelOfEntry(entry),
			container: verdict.containers[0] ?? null,
			fields: verdict.fields,
		}));
}

function storageRowOf({ subject, fields }: Fielded): StorageRow | [] {
	const freedBytes = numberIn(fields["freedBytes"]);
	if (freedBytes === null) return [];
	return {
		subject,
		freedBytes,
		expiringImages: numberIn(fields["expiringImages"]) ?? 0,
		freedUsdPerMonth: numberIn(fields["freedUsdPerMonth"]),
		...(fields["storagePrice"] !== undefined && { storagePrice: fields["storagePrice"] }),
	};
}

function tmpfsRowOf({ subject, container, fields }: Fielded): TmpfsRow | [] {
	const tmpfsMiB = numberIn(fields["tmpfsMiB"]);
	const memoryMiB = numberIn(fields["memoryMiB"]);
	return tmpfsMiB === null || memoryMiB === null ? [] : { subject, container, tmpfsMiB, memoryMiB };
}

function numberIn(text: string | undefined): number | null {
	const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
	return Number.isFinite(value) ? value : null;
}
