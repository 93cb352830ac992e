import { BadInputError } from "../../core/errors.ts";
import { readers } from "../../readers/index.ts";
import { argumentsOf, type Option } from "../arguments.ts";
import type { Command } from "../command.ts";
import { type FormatName, formatNames, type Looks, laterFormats } from "../formats/format.ts";
import { formatOf } from "../formats/formats.ts";
import { summaryOf } from "../formats/summary.ts";
import { judgeFiles } from "../judge-files.ts";
import { judgeSubject } from "../judge-subject.ts";
import { exitStatusOf, type Judged } from "../judged.ts";
import { kindLines, kinds, readerOf } from "../kinds.ts";
import { policyInUse } from "../policy-file.ts";
import { writeReport } from "../report-file.ts";
import { harmless, inColour, plain, type Terminal, wantsColour } from "../terminal.ts";
import { waiverLines } from "../waiver-lines.ts";

const help = `shipshape check PATH… [OPTIONS]

Judges files without asking AWS. Folders are walked, - is standard input; what a file is shows by its content.

  --as KIND       what the files are, where their content does not say so:
${kindLines(20)}
  --format NAME   ${formatNames.join(", ")} (default text)
  --output FILE   writes the report there instead of printing it
  --policy FILE   default: the nearest shipshape.yaml, from this folder up to the top of the checkout
  --strict        exit status 3 when something is not known
  --all           text: what passes, is not known or does not apply, too
  --quiet         text: a line for each failure and what is not known, nothing else
  --no-color      no colours; NO_COLOR and FORCE_COLOR are understood too

Exit status: 0 nothing failed, 1 a failure that counts (every one, unless its control says blocking: false), 2 bad usage or
input that could not be read, 3 something is not known and --strict was given.
`;

const options: Readonly<Record<string, Option>> = {
	as: { type: "choice", of: kinds },
	format: { type: "choice", of: formatNames, later: laterFormats },
	output: { type: "text" },
	policy: { type: "text" },
	strict: { type: "flag" },
	all: { type: "flag" },
	quiet: { type: "flag", short: "q" },
	"no-color": { type: "flag" },
};

async function start(args: readonly string[], terminal: Terminal): Promise<number> {
	const { flags, values, positionals } = argumentsOf(args, options);
	if (positionals.length === 0)
		throw new BadInputError("check needs a path; write a file, a folder, or - for standard input");
	const { as: kind, output = "-", format = "text" } = values;
	const policy = await policyInUse(values["policy"] ?? null, terminal);
	const judged = await judgeFiles(positionals, {
		as: readerOf(kind),
		readers,
		input: terminal.input,
		judgeSubject: (subject, path) =>
			judgeSubject(subject, path, policy.policy, printsPasses(format) || flags.has("all")),
		now: () => new Date(),
	});
	const looks = looksOf(flags, output, terminal);
	complain(judged, terminal);
	for (const line of waiverLines(judged, policy, new Date().toISOString()))
		terminal.complain(harmless(`shipshape: ${line}`));
	await writeReport(output, (await formatOf(format as FormatName))(judged, looks), terminal);
	if (output !== "-" && !looks.quiet) terminal.complain(harmless(`shipshape: ${output}: ${summaryOf(judged)}`));
	return exitStatusOf(judged, looks.strict);
}

const printsPasses = (format: string): boolean => ["json", "junit", "csv"].includes(format);

function looksOf(flags: ReadonlySet<string>, output: string, terminal: Terminal): Looks {
	const { folder, environment, width } = terminal;
	const isPrinted = output === "-";
	return {
		paint: isPrinted && wantsColour(terminal, flags.has("no-color")) ? inColour : plain,
		width: isPrinted ? width : null,
		quiet: flags.has("quiet"),
		all: flags.has("all"),
		strict: flags.has("strict"),
		root: environment["GITHUB_WORKSPACE"] || folder,
		folder,
	};
}

/** What could not be read goes to standard error, a line each, whatever the format. */
function complain({ unread }: Judged, terminal: Terminal): void {
	for (const { path, at, text, what } of unread) {
		const place = at === null ? path : `${path}:${at.line}:${at.column}`;
		terminal.complain(harmless(`shipshape: ${place}: ${text}${what === "part" ? "; not judged" : ""}`));
	}
}

export const check: Command = { help, start };
