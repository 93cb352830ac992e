import { checkSubject } from "../../cli/check-subject.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { FileReading } from "../../readers/reader.ts";
import type { SourceFile } from "../../readers/source-file.ts";
import { readTerraform } from "../../readers/terraform/read.ts";
import { readAt } from "./builders.ts";

/** A file, and the others of a checkout: paths are relative to its folder. */
export function aSource(text: string, others: Readonly<Record<string, string>> = {}, path = "main.tf"): SourceFile {
	const files = new Map(Object.entries({ ...others, [path.slice(path.lastIndexOf("/") + 1)]: text }));
	const folders = [...files.keys()].map((file) => file.slice(0, file.lastIndexOf("/") + 1));
	return {
		path,
		text,
		document: { value: null, at: () => ({ line: 1, column: 1 }) },
		readAt,
		readRelative: (other) => {
			const found = files.get(other);
			return found === undefined ? { missing: "no such file" } : { text: found };
		},
		beside: {
			names: (folder) =>
				[...files.keys()]
					.filter((file) => file.startsWith(folder) && !file.slice(folder.length).includes("/"))
					.map((file) => file.slice(folder.length))
					.sort(),
			below: () => [...new Set(folders)].filter((folder) => folder !== "").sort(),
			pathOf: (relative) => `${path.slice(0, path.lastIndexOf("/") + 1)}${relative}`,
		},
	};
}

export const readSource = (...of: Parameters<typeof aSource>): FileReading => readTerraform(aSource(...of));

/** `status file:line control` of the verdicts of some controls on all subjects, with the container's name. */
export const verdictsOf = (
	{ subjects }: FileReading,
	controls: readonly string[],
	path = "main.tf",
): readonly string[] =>
	subjects
		.flatMap((subject) => checkSubject(subject, path, { policy: defaultPolicy, pathInPolicy: String }, true))
		.filter(({ control }) => controls.includes(control))
		.map(({ status, location: { file, line }, control, container }) =>
			[status, `${file}:${line}`, control, ...(container === undefined ? [] : [container])].join(" "),
		);
