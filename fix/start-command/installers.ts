import type { Program } from "../../readers/shell/program.ts";
import { baseName } from "../../readers/shell/wrappers.ts";

const installers: ReadonlySet<string> = new Set(
	"pip pip3 pipx uv poetry pipenv npm pnpm yarn apt apt-get apk yum dnf microdnf gem bundle composer conda".split(" "),
);
const installVerbs: ReadonlySet<string> = new Set("install i ci add update upgrade sync require".split(" "));

/** The package manager, when a program is one and installs something; also as a module: `python -m pip install`. */
export function installersIn(program: Program): readonly string[] {
	const { name, args: given } = asModule(program);
	if (!installers.has(name)) return [];
	const rest = name === "uv" && given[0] === "pip" ? given.slice(1) : given;
	if (name === "yarn" && rest.every((word) => word.startsWith("-"))) {
		return rest.some((word) => /^(?:-v|-h|--version|--help)$/.test(word)) ? [] : [name];
	}
	const verb = rest.findIndex((word, at) => !word.startsWith("-") && rest[at - 1]?.startsWith("-") !== true);
	const words = rest.slice(0, verb === -1 ? undefined : verb + 1);
	return words.some((word) => installVerbs.has(word)) ? [name] : [];
}

function asModule({ name, args: given }: Program): Program {
	const module = /^(?:python|pypy)[\d.]*$/.test(name) ? given.findIndex((word) => !word.startsWith("-")) : -1;
	if (module < 1 || given[module - 1] !== "-m") return { name, args: given };
	return { name: baseName(given[module] ?? ""), args: given.slice(module + 1) };
}
