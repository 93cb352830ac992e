/** What each color is for. `…Text` colors are used for text on `paper` and `surface`, the others for areas. */
export type ColorName =
	| "paper"
	| "surface"
	| "ink"
	| "muted"
	| "line"
	| "rule"
	| "track"
	| "link"
	| "critical"
	| "criticalText"
	| "high"
	| "highText"
	| "medium"
	| "mediumText"
	| "low"
	| "lowText"
	| "informational"
	| "informationalText"
	| "pass"
	| "passText"
	| "unknown"
	| "unknownText"
	| "waived"
	| "waivedText"
	| "absent";

type Palette = Readonly<Record<ColorName, string>>;

/** One ramp for severity, from dark crimson to slate; passed is a muted green, unknown is blue and outlined. */
export const light: Palette = {
	paper: "#faf9f7",
	surface: "#ffffff",
	ink: "#17202a",
	muted: "#55606c",
	line: "#e0ddd7",
	rule: "#17202a",
	track: "#eceae5",
	link: "#0b5394",
	critical: "#8c1137",
	criticalText: "#8c1137",
	high: "#cc3a2b",
	highText: "#b02a1d",
	medium: "#d17715",
	mediumText: "#8f4c00",
	low: "#a38a1c",
	lowText: "#6b5a06",
	informational: "#7b8794",
	informationalText: "#4f5b67",
	pass: "#3d8b78",
	passText: "#1f6a58",
	unknown: "#4c6fb5",
	unknownText: "#3a5897",
	waived: "#8d74ad",
	waivedText: "#694f8c",
	absent: "#d3d0ca",
};

export const dark: Palette = {
	paper: "#10151b",
	surface: "#171d25",
	ink: "#e9ecef",
	muted: "#a3adb8",
	line: "#2b333d",
	rule: "#66727f",
	track: "#262e37",
	link: "#8cb8ea",
	critical: "#ee4488",
	criticalText: "#ff80b2",
	high: "#f2694f",
	highText: "#ff8e76",
	medium: "#e89a3c",
	mediumText: "#f0ab58",
	low: "#c4ab3a",
	lowText: "#d6c15c",
	informational: "#8794a2",
	informationalText: "#a9b4bf",
	pass: "#4aa48e",
	passText: "#6cc2ad",
	unknown: "#7195dd",
	unknownText: "#93b0ea",
	waived: "#a68ccb",
	waivedText: "#bda6de",
	absent: "#3a434d",
};

/** The palette as custom properties: `--criticalText:#8c1137;`. */
export const propertiesOf = (palette: Palette): string =>
	Object.entries(palette)
		.map(([name, color]) => `--${name}:${color};`)
		.join("");
