import { binds, lowerFolder } from "../../domain/ecs-json/host-paths.ts";
import { filledText } from "../compose/part.ts";
import { splitAt, type Template, written } from "../compose/template.ts";

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
export function longVolume(text: Template): Readonly<Record<string, unknown>> {
	const fields = fieldsIn(text).map((field) => splitAt(field, "=", 2));
	const named = new Map<string, unknown>();
	const driver = new Map<string, Template>();
	for (const [name = [], value] of fields) {
		const key = written(name).trim().toLowerCase();
		const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
		if (known !== undefined) named.set(known, known === "read_only" ? flagOf(value ?? null) : filledText(value ?? []));
		if (key === "volume-opt") {
			const [option = [], setting = []] = splitAt(value ?? [], "=", 2);
			driver.set(written(option), setting);
		}
	}
	const { size, ...long } = Object.fromEntries(named);
	const device = bound(driver);
	return {
		...long,
		...(size === undefined ? {} : { tmpfs: { size } }),
		...(device === null ? {} : { type: "bind", source: filledText(device) }),
	};
}

/** A volume whose driver mounts a path of the host. */
function bound(driver: ReadonlyMap<string, Template>): Template | null {
	const device = driver.get("device");
	const options = splitAt(driver.get("o") ?? [], ",").map(written);
	const type = written(driver.get("type") ?? []);
	const lower = lowerFolder(type, options);
	if (lower !== null) return [lower];
	return device !== undefined && binds(type, options, written(device)) ? device : null;
}

/** No argument of a command has it. */
const fieldEnd = "\0";

/** The value is a line of CSV: a comma in quotes ends no field. */
function fieldsIn(text: Template): readonly Template[] {
	let isQuoted = false;
	const signAt = (sign: string): string => {
		if (sign === ",") return isQuoted ? sign : fieldEnd;
		isQuoted = !isQuoted;
		return "";
	};
	const marked = text.map((piece) => (typeof piece === "string" ? piece.replace(/[",]/g, signAt) : piece));
	return splitAt(marked, fieldEnd);
}

/** As Go reads a boolean; an option that stands alone is true. */
export function flagOf(value: Template | null): unknown {
	if (value === null) return true;
	const text = written(value);
	if (/^(?:1|t|true)$/i.test(text)) return true;
	return /^(?:0|f|false)$/i.test(text) ? false : filledText(value);
}
