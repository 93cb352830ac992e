const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `12,345.6`, with `digits` decimals. Independent of the locale, so that a report reads the same everywhere. */
export function formatNumber(value: number, digits = 0): string {
	if (!Number.isFinite(value)) return "–";
	const [whole = "", decimals] = Math.abs(value).toFixed(digits).split(".");
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
	const sign = value < 0 && Number(value.toFixed(digits)) !== 0 ? "−" : "";
	return `${sign}${grouped}${decimals === undefined ? "" : `.${decimals}`}`;
}

/** `1 check`, `2,000 checks`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
	return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** `940 MB`, `12.4 GB`, in the units of the AWS bill, where a GB is 2^30 bytes. */
export function formatBytes(value: number): string {
	const units = ["bytes", "kB", "MB", "GB", "TB", "PB"];
	const step = value < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
	const scaled = value / 1024 ** step;
	return `${formatNumber(scaled, step > 2 && scaled < 100 ? 1 : 0)} ${units[step]}`;
}

/** `512 of 1,024 MiB`. */
export const formatMebibytes = (part: number, whole: number): string =>
	`${formatNumber(part, Number.isInteger(part) ? 0 : 1)} of ${formatNumber(whole)} MiB`;

export function formatUsd(value: number): string {
	return value > 0 && value < 0.01 ? "under 0.01 USD" : `${formatNumber(value, 2)} USD`;
}

/** `50%`, `12.5%`; a share above zero never reads `0%`. */
export function formatPercent(share: number): string {
	const tenths = Math.round(share * 1000);
	return tenths < 1 && share > 0 ? "under 0.1%" : `${formatNumber(tenths / 10, tenths % 10 === 0 ? 0 : 1)}%`;
}

/** An ISO time as `21 Nov 2026, 13:31 UTC`; a string that is not a time is returned unchanged. */
export function formatTime(iso: string): string {
	const time = new Date(iso);
	if (Number.isNaN(time.getTime())) return iso;
	return `${time.getUTCDate()} ${months[time.getUTCMonth()]} ${time.getUTCFullYear()}, ${formatClock(time)} UTC`;
}

const formatClock = (time: Date): string =>
	[time.getUTCHours(), time.getUTCMinutes()].map((part) => String(part).padStart(2, "0")).join(":");

/** `13:31:07 UTC`, for times within one run. */
export function formatTimeOfDay(iso: string): string {
	const time = new Date(iso);
	if (Number.isNaN(time.getTime())) return iso;
	return `${formatClock(time)}:${String(time.getUTCSeconds()).padStart(2, "0")} UTC`;
}

export const formatSeconds = (value: number): string => `${formatNumber(value, 1)} s`;
