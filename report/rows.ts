import type { Chart } from "../core/control.ts";
import { settingsOf } from "../core/policy.ts";
import { checksOf } from "./checks.ts";
import type { ReportModel, StorageRow, TmpfsLimits, TmpfsRow } from "./model.ts";
import { labelOfEntry } from "./naming.ts";

/** What lifecycle policies would free, the most first, as the control with this chart left it in its verdicts' fields. */
export function storageRowsOf(model: ReportModel): readonly StorageRow[] {
	const rows = model.storage ?? fieldsOf(model, "lifecycle-savings").flatMap(storageRowOf);
	return rows.filter((row) => row.freedBytes > 0).sort((a, b) => b.freedBytes - a.freedBytes);
}

/** Tmpfs of each container or task against its memory, the largest share first. */
export function tmpfsRowsOf(model: ReportModel): readonly TmpfsRow[] {
	const rows = model.tmpfs ?? fieldsOf(model, "tmpfs-share").flatMap(tmpfsRowOf);
	return rows
		.filter((row) => row.memoryMiB > 0 && row.tmpfsMiB > 0)
		.sort((a, b) => b.tmpfsMiB / b.memoryMiB - a.tmpfsMiB / a.memoryMiB);
}

/** Null when none of the controls has this chart. */
export function tmpfsLimitsOf({ controls, settings = {} }: ReportModel): TmpfsLimits | null {
	const [limits] = controls.flatMap((control) => {
		const { chart } = control;
		return chart?.kind === "tmpfs-share" ? chart.thresholds(settingsOf(settings, control)) : [];
	});
	return limits ?? null;
}

interface Fielded {
	readonly subject: string;
	readonly container: string | null;
	readonly fields: Readonly<Record<string, string>>;
}

function fieldsOf({ controls, entries }: ReportModel, chart: Chart["kind"]): readonly Fielded[] {
	const ids = new Set(controls.flatMap((control) => (control.chart?.kind === chart ? control.id : [])));
	return checksOf(entries)
		.filter((check) => ids.has(check.control))
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
