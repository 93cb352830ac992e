const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `12,345.6`: at most `digits` decimals. Not by locale, so that a report reads the same everywhere. */
export function figure(value: number, digits = 0): string {
	if (!Number.isFinite(value)) return "–";
	const [whole = "", decimals] = Math.abs(value).toFixed(digits).split(".");
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
	const sign = value < 0 && Number(value.toFixed(digits)) !== 0 ? "−" : "";
	return `${sign}${grouped}${decimals === undefined ? "" : `.${decimals}`}`;
}

/** `1 check`, `2,000 checks`. */
export function counted(count: number, one: string, many = `${one}s`): string {
	return `${figure(count)} ${count === 1 ? one : many}`;
}

/** In the units of AWS's bill, where a GB is 2^30 bytes: `940 MB`, `12.4 GB`. */
export function bytes(value: number): string {
	const units = ["bytes", "kB", "MB", "GB", "TB", "PB"];
	const step = value < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
	const scaled = value / 1024 ** step;
	return `${figure(scaled, step > 2 && scaled < 100 ? 1 : 0)} ${units[step]}`;
}

/** A part of a whole: `512 of 1,024 MiB`. */
export const mebibytes = (part: number, whole: number): string =>
	`${figure(part, Number.isInteger(part) ? 0 : 1)} of ${figure(whole)} MiB`;

export function usd(value: number): string {
	return value > 0 && value < 0.01 ? "under 0.01 USD" : `${figure(value, 2)} USD`;
}

/** A share from 0 on: `50 %`, `12.5 %`, never broken before the sign; a share that is not nothing never reads `0 %`. */
export function percent(share: number): string {
	const tenths = Math.round(share * 1000);
	return tenths < 1 && share > 0 ? "under 0.1\u00a0%" : `${figure(tenths / 10, tenths % 10 === 0 ? 0 : 1)}\u00a0%`;
}

/** An ISO time as `21 Nov 2026, 13:31 UTC`; a text that is no time is left as it is. */
export function moment(iso: string): string {
	const time = new Date(iso);
	if (Number.isNaN(time.getTime())) return iso;
	return `${time.getUTCDate()} ${months[time.getUTCMonth()]} ${time.getUTCFullYear()}, ${clock(time)} UTC`;
}

const clock = (time: Date): string =>
	[time.getUTCHours(), time.getUTCMinutes()].map((part) => String(part).padStart(2, "0")).join(":");

/** `13:31:07 UTC`, for moments of one run. */
export function timeOfDay(iso: string): string {
	const time = new Date(iso);
	if (Number.isNaN(time.getTime())) return iso;
	return `${clock(time)}:${String(time.getUTCSeconds()).padStart(2, "0")} UTC`;
}

export const seconds = (value: number): string => `${figure(value, 1)} s`;
