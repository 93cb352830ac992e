import type { Chart } from "../core/control.ts";
import { settingsOf } from "../core/policy.ts";
import { checksOf } from "./checks.ts";
import type { ReportModel, StorageRow, TmpfsLimits, TmpfsRow } from "./model.ts";
import { labelOfEntry } from "./names.ts";

/** The storage that lifecycle policies would free, largest first, from the fields of the verdicts of the control with this chart. */
export function storageRowsOf(model: ReportModel): readonly StorageRow[] {
	const rows = model.storage ?? fieldsForChart(model, "lifecycle-savings").flatMap(storageRowOf);
	return rows.filter((row) => row.freedBytes > 0).sort((a, b) => b.freedBytes - a.freedBytes);
}

/** The tmpfs of each container or task against its memory, largest share first. */
export function tmpfsRowsOf(model: ReportModel): readonly TmpfsRow[] {
	const rows = model.tmpfs ?? fieldsForChart(model, "tmpfs-share").flatMap(tmpfsRowOf);
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

interface ControlFields {
	readonly subject: string;
	readonly container: string | null;
	readonly fields: Readonly<Record<string, string>>;
}

function fieldsForChart({ controls, entries }: ReportModel, chart: Chart["kind"]): readonly ControlFields[] {
	const ids = new Set(controls.flatMap((control) => (control.chart?.kind === chart ? control.id : [])));
	return checksOf(entries)
		.filter((check) => ids.has(check.control))
		.map(({ entry, verdict }) => ({
			subject: labelOfEntry(entry),
			container: verdict.containers[0] ?? null,
			fields: verdict.fields,
		}));
}

function storageRowOf({ subject, fields }: ControlFields): StorageRow | [] {
	const freedBytes = parseNumber(fields["freedBytes"]);
	if (freedBytes === null) return [];
	return {
		subject,
		freedBytes,
		expiringImages: parseNumber(fields["expiringImages"]) ?? 0,
		freedUsdPerMonth: parseNumber(fields["freedUsdPerMonth"]),
		...(fields["storagePrice"] !== undefined && { storagePrice: fields["storagePrice"] }),
	};
}

function tmpfsRowOf({ subject, container, fields }: ControlFields): TmpfsRow | [] {
	const tmpfsMiB = parseNumber(fields["tmpfsMiB"]);
	const memoryMiB = parseNumber(fields["memoryMiB"]);
	return tmpfsMiB === null || memoryMiB === null ? [] : { subject, container, tmpfsMiB, memoryMiB };
}

function parseNumber(text: string | undefined): number | null {
	const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
	return Number.isFinite(value) ? value : null;
}
