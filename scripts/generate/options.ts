import { contextOptions } from "../../infra/context-options.ts";

/** The table of the options of a deployment, for docs/deploy.md. */
export function optionsTable(): string {
	const rows = contextOptions.map(
		({ name, value, byDefault, does }) => `| \`${name}\` | ${value} | ${byDefault} | ${does} |`,
	);
	return ["| option | value | default | what it does |", "|---|---|---|---|", ...rows].join("\n");
}
