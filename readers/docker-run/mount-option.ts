import { emptyText, PartialText } from "../../core/partial-text.ts";
import { bindsHostPath, overlayLowerFolder } from "../../domain/ecs-json/volume-sources.ts";

const keys: Readonly<Record<string, string>> = {
	type: "type",
	source: "source",
	src: "source",
	target: "target",
	dst: "target",
	destination: "target",
	readonly: "read_only",
	ro: "read_only",
	"tmpfs-size": "size",
};

/**
 * `--mount type=…,source=…,target=…` as Compose's long form of a volume.
 * https://docs.docker.com/engine/storage/bind-mounts/#options-for---mount
 */
export function longVolume(text: PartialText): Readonly<Record<string, unknown>> {
	const fields = fieldsIn(text).map((field) => field.splitAt("=", 2));
	const named = new Map<string, unknown>();
	const driver = new Map<string, PartialText>();
	for (const [name = emptyText, value] of fields) {
		const key = String(name).trim().toLowerCase();
		const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
		if (known !== undefined) named.set(known, known === "read_only" ? flagOf(value ?? null) : (value ?? emptyText));
		if (key === "volume-opt") {
			const [option = emptyText, setting = emptyText] = (value ?? emptyText).splitAt("=", 2);
			driver.set(String(option), setting);
		}
	}
	const { size, ...long } = Object.fromEntries(named);
	const device = boundHostPath(driver);
	return {
		...long,
		...(size === undefined ? {} : { tmpfs: { size } }),
		...(device === null ? {} : { type: "bind", source: device }),
	};
}

/** The host path that the driver of a volume mounts; null when there is none. */
function boundHostPath(driver: ReadonlyMap<string, PartialText>): PartialText | null {
	const device = driver.get("device");
	const options = (driver.get("o") ?? emptyText).splitAt(",").map(String);
	const type = String(driver.get("type") ?? "");
	const lower = overlayLowerFolder(type, options);
	if (lower !== null) return new PartialText([lower]);
	return device !== undefined && bindsHostPath(type, options, String(device)) ? device : null;
}

/** Cannot occur in a command argument. */
const fieldEnd = "\0";

/** The value is a line of CSV: a quoted comma does not end a field. */
function fieldsIn(text: PartialText): readonly PartialText[] {
	let isQuoted = false;
	const signAt = (sign: string): string => {
		if (sign === ",") return isQuoted ? sign : fieldEnd;
		isQuoted = !isQuoted;
		return "";
	};
	const marked = text.parts.map((part) => (typeof part === "string" ? part.replace(/[",]/g, signAt) : part));
	return new PartialText(marked).splitAt(fieldEnd);
}

/** A boolean as Go parses it; an option without a value is true. */
export function flagOf(value: PartialText | null): unknown {
	if (value === null) return true;
	const text = String(value);
	if (/^(?:1|t|true)$/i.test(text)) return true;
	return /^(?:0|f|false)$/i.test(text) ? false : value;
}
