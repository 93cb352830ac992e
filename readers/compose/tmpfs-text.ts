import type { TmpfsFacts } from "../../core/facts.ts";
import { emptyText, type Hole, PartialText, reasonOf } from "../../core/partial-text.ts";
import { type Value, valueOfText } from "../../core/reading.ts";
import { tmpfsMebibytes } from "./byte-value.ts";

/**
 * Reads `path` or `path:option,option`, of Compose's `tmpfs` and of `docker run --tmpfs`. The options are kept as
 * written, including the size, so that a fix can keep them.
 * https://docs.docker.com/reference/compose-file/services/#tmpfs, https://docs.docker.com/engine/storage/tmpfs/
 */
export function readTmpfsText(text: PartialText): TmpfsFacts {
	const [path = emptyText, options] = text.splitAt(":", 2);
	const last = path.parts.at(-1);
	// A hole at the end may contain options.
	return {
		path: valueOfText(path),
		...readTmpfsOptions(options ?? new PartialText(last === undefined || typeof last === "string" ? [] : [last])),
	};
}

/** Options whose value, whatever it is, allows nothing else. */
const withValue = /^(?:size|mode|uid|gid|nr_inodes|nr_blocks|mpol)=/i;

export function readTmpfsOptions(text: PartialText): Pick<TmpfsFacts, "sizeMiB" | "options"> {
	const options = text.splitAt(",").filter((option) => !option.isEmpty);
	const holes = options.flatMap(unknownOptionHoles);
	const unknown = holes.length > 0 ? { unresolved: reasonOf(holes) } : null;
	const size = options.findLast((option) => /^size=/i.test(option.literalStart));
	return {
		sizeMiB: size === undefined ? unknown : sizeOf(size),
		options: unknown ?? options.map(String),
	};
}

/** The holes of an option that could stand for any option. */
const unknownOptionHoles = (option: PartialText): readonly Hole[] =>
	withValue.test(option.literalStart) ? [] : option.holes;

function sizeOf(option: PartialText): Value<number> {
	const [, size = emptyText] = option.splitAt("=", 2);
	return tmpfsMebibytes(size);
}
