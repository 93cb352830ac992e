import type { TmpfsFacts } from "../../core/facts.ts";
import type { Value } from "../../core/reading.ts";
import { tmpfsMebibytes } from "./byte-value.ts";
import { known, literalStart, type Open, openings, reasonFor, splitAt, type Template, written } from "./template.ts";

/**
 * Reads `path` or `path:option,option`, of Compose's `tmpfs` and of `docker run --tmpfs`. The options stay as they are
 * written, the size among them: what is written instead should keep it.
 * https://docs.docker.com/reference/compose-file/services/#tmpfs, https://docs.docker.com/engine/storage/tmpfs/
 */
export function readTmpfsText(text: Template): TmpfsFacts {
	const [path = [], options] = splitAt(text, ":", 2);
	// What is open at the end may bring options with it.
	return { path: known(path), ...readTmpfsOptions(options ?? openings(path.slice(-1))) };
}

/** Options that take a value, whatever it is, do not allow anything else. */
const withValue = /^(?:size|mode|uid|gid|nr_inodes|nr_blocks|mpol)=/i;

export function readTmpfsOptions(text: Template): Pick<TmpfsFacts, "sizeMiB" | "options"> {
	const options = splitAt(text, ",").filter((option) => option.length > 0);
	const open = options.flatMap(freely);
	const unknown = open.length > 0 ? { unresolved: reasonFor(open) } : null;
	const size = options.findLast((option) => /^size=/i.test(literalStart(option)));
	return {
		sizeMiB: size === undefined ? unknown : sizeOf(size),
		options: unknown ?? options.map(written),
	};
}

/** The open places of an option that could stand for any option. */
const freely = (option: Template): readonly Open[] => (withValue.test(literalStart(option)) ? [] : openings(option));

function sizeOf(option: Template): Value<number> {
	const [, size = []] = splitAt(option, "=", 2);
	return tmpfsMebibytes(size);
}
