import type { Program } from "../../readers/shell/program.ts";

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(" "));

/** Programs that write to each of their operands. */
const writesAllOperands = setOf("tee mkdir touch chown chgrp chmod rm rmdir unlink truncate mkfifo");
/** Programs that write to their last operand. */
const writesLastOperand = setOf("cp mv ln rsync install");
/** Programs that write to the path of `-o` or `-O`. */
const writesOutputOption = setOf(
	"curl wget sort gcc g++ cc c++ clang clang++ ld as rustc go gfortran gpg openssl strace pandoc dot javac xsltproc xmllint ffmpeg protoc bison flex",
);
/** Programs that write to /etc/passwd and the files beside it. */
const writesUserFiles = setOf(
	"useradd adduser usermod userdel deluser groupadd addgroup groupmod groupdel delgroup passwd chpasswd chsh",
);
const gitWriteCommands = setOf("clone pull checkout fetch reset switch merge init");

/** The paths that a program visibly writes to, for programs whose options are known. */
export function writtenPathsOf({ name, args: given }: Program): readonly string[] {
	if (writesUserFiles.has(name)) return ["/etc"];
	const operands = given.filter((token) => !token.startsWith("-"));
	const long = valuesOf(given, neverMatches, /^--output(?:-document|-file|-dir)?(?:=|$)/);
	const outputs = writesOutputOption.has(name) ? valuesOf(given, /^-[a-zA-Z]*[oO]/, neverMatches) : [];
	return [...writtenOperands(name, given, operands), ...outputs, ...long];
}

function writtenOperands(name: string, given: readonly string[], operands: readonly string[]): readonly string[] {
	if (writesAllOperands.has(name)) return operands;
	if (writesLastOperand.has(name)) {
		const isEach = name === "install" && given.some((token) => /^-[a-zA-Z]*d|^--directory$/.test(token));
		return isEach ? operands : [...operands.slice(-1), ...valuesOf(given, /^-t/, /^--target-directory(?:=|$)/)];
	}
	switch (name) {
		case "sed":
			return given.some((token) => /^-[a-z]*i|^--in-place/i.test(token)) ? operands.slice(-1) : [];
		case "tar":
		case "bsdtar":
			return isExtracting(given) ? valuesOf(given, /^-[a-zA-Z]*C/, /^--directory(?:=|$)/) : [];
		case "unzip":
			return valuesOf(given, /^-[a-zA-Z]*d/, neverMatches);
		case "wget":
			return valuesOf(given, /^-[a-zA-Z]*P/, /^--directory-prefix(?:=|$)/);
		case "git":
			return gitTargets(given, operands);
		default:
			return [];
	}
}

/** `-xzf`, `--extract`, or `xzf` as the first word or the word after `-C folder`. */
const isExtracting = (given: readonly string[]): boolean =>
	given.some((token, index) => {
		if (/^-[a-zA-Z]*x|^--(?:extract|get)$/.test(token)) return true;
		return /^[a-zA-Z]*x[a-zA-Z]*$/.test(token) && (index === 0 || (index === 2 && given[0] === "-C"));
	});

function gitTargets(given: readonly string[], operands: readonly string[]): readonly string[] {
	if (!operands.some((word) => gitWriteCommands.has(word))) return [];
	const clone = operands.indexOf("clone");
	return [...valuesOf(given, /^-C/, neverMatches), ...(clone === -1 ? [] : operands.slice(clone + 1).slice(-1))];
}

const neverMatches = /^(?!)/;

/** Paths given to options that match: `-o /path`, `-O/path`, `--output /path`, `--output=/path`. */
function valuesOf(given: readonly string[], short: RegExp, long: RegExp): readonly string[] {
	return given.flatMap((token, index) => {
		const [option] = (token.startsWith("--") ? long : short).exec(token) ?? [];
		if (option === undefined) return [];
		const value = token.slice(option.length);
		return value === "" && !option.endsWith("=") ? (given[index + 1] ?? []) : value.startsWith("/") ? value : [];
	});
}
