import type { Program } from "../../readers/shell/program.ts";

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(" "));

/** Write to each of their paths. */
const toAll = setOf("tee mkdir touch chown chgrp chmod rm rmdir unlink truncate mkfifo");
/** Write to the last one. */
const toLast = setOf("cp mv ln rsync install");
/** Write what `-o` or `-O` names. */
const withOutput = setOf(
	"curl wget sort gcc g++ cc c++ clang clang++ ld as rustc go gfortran gpg openssl strace pandoc dot javac xsltproc xmllint ffmpeg protoc bison flex",
);
/** Write /etc/passwd and what is beside it. */
const toUsers = setOf(
	"useradd adduser usermod userdel deluser groupadd addgroup groupmod groupdel delgroup passwd chpasswd chsh",
);
const working = setOf("clone pull checkout fetch reset switch merge init");

/** What a program plainly writes to, where that is known of programs of its name. */
export function targetsOf({ name, args: given }: Program): readonly string[] {
	if (toUsers.has(name)) return ["/etc"];
	const operands = given.filter((token) => !token.startsWith("-"));
	const long = valuesOf(given, none, /^--output(?:-document|-file|-dir)?(?:=|$)/);
	const outputs = withOutput.has(name) ? valuesOf(given, /^-[a-zA-Z]*[oO]/, none) : [];
	return [...directOf(name, given, operands), ...outputs, ...long];
}

function directOf(name: string, given: readonly string[], operands: readonly string[]): readonly string[] {
	if (toAll.has(name)) return operands;
	if (toLast.has(name)) {
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
			return valuesOf(given, /^-[a-zA-Z]*d/, none);
		case "wget":
			return valuesOf(given, /^-[a-zA-Z]*P/, /^--directory-prefix(?:=|$)/);
		case "git":
			return gitTargets(given, operands);
		default:
			return [];
	}
}

/** `-xzf`, `--extract`, and `xzf` as the first word or the one behind the folder. */
const isExtracting = (given: readonly string[]): boolean =>
	given.some((token, index) => {
		if (/^-[a-zA-Z]*x|^--(?:extract|get)$/.test(token)) return true;
		return /^[a-zA-Z]*x[a-zA-Z]*$/.test(token) && (index === 0 || (index === 2 && given[0] === "-C"));
	});

function gitTargets(given: readonly string[], operands: readonly string[]): readonly string[] {
	if (!operands.some((word) => working.has(word))) return [];
	const clone = operands.indexOf("clone");
	return [...valuesOf(given, /^-C/, none), ...(clone === -1 ? [] : operands.slice(clone + 1).slice(-1))];
}

const none = /^(?!)/;

/** `-o /path`, `-O/path`, `--output /path`, `--output=/path`: paths that options of these beginnings have. */
function valuesOf(given: readonly string[], short: RegExp, long: RegExp): readonly string[] {
	return given.flatMap((token, index) => {
		const [begin] = (token.startsWith("--") ? long : short).exec(token) ?? [];
		if (begin === undefined) return [];
		const value = token.slice(begin.length);
		return value === "" && !begin.endsWith("=") ? (given[index + 1] ?? []) : value.startsWith("/") ? value : [];
	});
}
