import { propertyName } from "./api-shape.ts";

/** Names of the ECS API in advice that are also plain words: they are translated only as keys. */
const words: ReadonlySet<string> = new Set([
	"capabilities",
	"devices",
	"drop",
	"host",
	"imageScanningConfiguration",
	"imageTagMutability",
	"memory",
	"name",
	"options",
	"privileged",
	"scanOnPush",
	"secrets",
	"size",
	"user",
]);

/** Names that are translated everywhere. */
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

/** A path of names (`linuxParameters.devices`) that is not part of a file path or of a longer word. */
const path = /(?<![\w/.-])[A-Za-z]+(?:\.[A-Za-z]+)*(?![\w/-])/g;
const key = /"([A-Za-z]+)":/g;

type Language = "json" | "yaml";

/** Thousands of verdicts give the same few pieces of advice; the cache is bounded because some contain names of subjects. */
const cache = { json: new Map<string, string>(), yaml: new Map<string, string>() };
const maxCached = 500;

/** Translates property names in advice from the ECS API to the template; YAML keys need no quotes. */
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
		return steps.some((step) => names.has(step)) ? steps.map(propertyName).join(".") : found;
	});
	return named.replace(key, (found, name: string) => {
		if (!words.has(name) && !properties.has(name)) return found;
		return language === "json" ? `"${translateName(name)}":` : `${translateName(name)}:`;
	});
}

const properties: ReadonlySet<string> = new Set([...names].map(propertyName));

const translateName = (name: string): string => (words.has(name) || names.has(name) ? propertyName(name) : name);
