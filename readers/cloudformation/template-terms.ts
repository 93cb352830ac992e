import { propertyName } from "./api-shape.ts";

/** Of the ECS API, as far as advice names them. A word by itself is one only where it is written as a key. */
const words: ReadonlySet<string> = new Set([
	"capabilities",
	"devices",
	"drop",
	"host",
	"memory",
	"name",
	"options",
	"privileged",
	"secrets",
	"size",
	"user",
]);

/** These are names wherever they stand. */
const names: ReadonlySet<string> = new Set([
	"containerPath",
	"efsVolumeConfiguration",
	"ipcMode",
	"linuxParameters",
	"logConfiguration",
	"logDriver",
	"mountOptions",
	"mountPoints",
	"networkMode",
	"pidMode",
	"platformVersion",
	"readOnly",
	"readonlyRootFilesystem",
	"sourcePath",
	"transitEncryption",
	"valueFrom",
]);

/** A path of names (`linuxParameters.devices`) that is no part of a file's path or of a longer word. */
const path = /(?<![\w/.-])[A-Za-z]+(?:\.[A-Za-z]+)*(?![\w/-])/g;
const key = /"([A-Za-z]+)":/g;

type Language = "json" | "yaml";

/** Thousands of verdicts give the same few pieces of advice; one with names of its own is of no use here. */
const cache = { json: new Map<string, string>(), yaml: new Map<string, string>() };
const maxCached = 500;

/** Advice that names properties as the ECS API does, as a template has them; YAML needs no quotes about a key. */
export function inTemplateTerms(advice: string, language: Language): string {
	const before = cache[language].get(advice);
	if (before !== undefined) return before;
	const text = translateNames(advice, language);
	if (cache[language].size < maxCached) cache[language].set(advice, text);
	return text;
}

function translateNames(advice: string, language: Language): string {
	const named = advice.replace(path, (found) => {
		const steps = found.split(".");
		return steps.some((step) => names.has(step)) ? steps.map(translateName).join(".") : found;
	});
	return named.replace(key, (found, name: string) => {
		if (!words.has(name) && !properties.has(name)) return found;
		return language === "json" ? `"${translateName(name)}":` : `${translateName(name)}:`;
	});
}

const properties: ReadonlySet<string> = new Set([...names].map(propertyName));

const translateName = (name: string): string => (words.has(name) || names.has(name) ? propertyName(name) : name);
