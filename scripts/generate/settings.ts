import type { Control } from "../../core/control.ts";
import { commonFields, type Field, type Fields, type Setting } from "../../core/settings.ts";

/** The settings in a policy file: those of every control, and those of single controls. */
export function settingsSection(controls: readonly Control[]): string {
	const rows = controls.flatMap(({ id, settings = {} }) =>
		Object.entries(settings).flatMap(([name, setting]) => rowsOf(id, name, setting)),
	);
	return `Settings of every control:

${tableOf(["Setting", "Value", "Default", "Meaning"], commonRows(controls))}

Settings of single controls:

${tableOf(["Control", "Setting", "Value", "Default", "Meaning"], rows)}`;
}

function commonRows(controls: readonly Control[]): readonly (readonly string[])[] {
	const off = controls.filter(({ isOffByDefault }) => isOffByDefault === true).map(({ id }) => `\`${id}\``);
	const listed = off.length < 2 ? off.join("") : `${off.slice(0, -1).join(", ")} and ${off.at(-1)}`;
	const defaults: Readonly<Record<string, string>> = { enabled: `\`true\`, but \`false\` for ${listed}` };
	return Object.entries(commonFields).map(([name, field]) => [
		`\`${name}\``,
		valueText(field),
		defaults[name] ?? "the control's own",
		field.description,
	]);
}

function rowsOf(id: string, name: string, setting: Setting): readonly (readonly string[])[] {
	const link = `[${id}](controls/${id}.md)`;
	const value = setting.default === null ? "–" : `\`${JSON.stringify(setting.default)}\``;
	return [
		[link, `\`${name}\``, valueText(setting), value, setting.description],
		...nestedIn(setting, name).map(([path, field]) => [link, `\`${path}\``, valueText(field), "–", field.description]),
	];
}

/** Fields of mappings, by their path: `registry.rules.filters`. */
function nestedIn(field: Field, path: string): readonly (readonly [path: string, field: Field])[] {
	const within = (fields: Fields) =>
		Object.entries(fields).flatMap(([name, nested]) => {
			const own = `${path}.${name}`;
			return [[own, nested] as const, ...nestedIn(nested, own)];
		});
	if (field.kind === "mapping") return within(field.fields);
	return field.kind === "list" ? within(field.item) : [];
}

function valueText(field: Field): string {
	switch (field.kind) {
		case "flag":
			return "`true` or `false`";
		case "choice":
			return field.values.map((value) => `\`${value}\``).join(", ");
		case "integer":
			return `a whole number from ${field.min} to ${field.max}`;
		case "share":
			return "a number above 0 and up to 1";
		case "globs":
			return "a list of globs";
		case "strings":
			return `a list of ${field.expected}`;
		case "minutes":
			return "a list of one to ten numbers of minutes in ascending order";
		case "severity-limits":
			return "for each severity a whole number from 0 to 1000000, or `unlimited`";
		case "mapping":
			return "a mapping";
		case "list":
			return "a list of mappings";
	}
}

function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): string {
	const lines = [titles, titles.map(() => "---"), ...rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")))];
	return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
