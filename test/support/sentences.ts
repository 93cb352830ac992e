/** Parts of a text that are no prose: settings of ECS, quotes, settings of Compose, and words with a colon inside, such as ARNs. */
const noProse = [
	/"[^"]*": (?:\{.*\}|\[[^\]]*\]|"[^"]*"|\d+)/g,
	/\{.*\}/g,
	/"[^"]*"/g,
	/\b(?:driver|ipc|mem_limit|memory|network_mode|pid): \w+|\b(?:logging|secrets): (?=\()/g,
	/\S:(?=\S)/g,
];

/** The parts of a reason or an advice with more than one colon: a reader cannot tell what explains what. */
export function chainsOfColons(text: string): readonly string[] {
	const prose = noProse.reduce((rest, pattern) => rest.replaceAll(pattern, "…"), text);
	return prose.split(/[.;] /).filter((part) => part.split(": ").length > 2);
}
