import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./docs.ts";
import { nodes } from "./promised-runtimes.ts";

/** A user's CDK app. */
export interface CdkApp {
	readonly folder: string;
	/** The folder of the package in its node_modules. */
	readonly installed: string;
	readonly remove: () => void;
}

/** A folder in whose node_modules are the package as it is built, and the CDK. */
export function cdkApp(): CdkApp {
	const folder = mkdtempSync(join(tmpdir(), "cdk-app-"));
	const installed = join(folder, "node_modules", "shipshape");
	mkdirSync(join(installed, "dist"), { recursive: true });
	copyFileSync(join(root, "package.json"), join(installed, "package.json"));
	execFileSync(process.execPath, [join(root, "scripts", "build.mjs"), join(installed, "dist")]);
	for (const name of ["aws-cdk-lib", "constructs"])
		symlinkSync(realpathSync(join(root, "node_modules", name)), join(folder, "node_modules", name));
	return { folder, installed, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** How an app imports these names, by module, as an ES module and as CommonJS. */
export function importing(names: Readonly<Record<string, string>>): {
	readonly imports: string;
	readonly requires: string;
} {
	const all = Object.entries(names);
	return {
		imports: all.map(([module, what]) => `import { ${what} } from "${module}";`).join("\n"),
		requires: all.map(([module, what]) => `const { ${what} } = require("${module}");`).join("\n"),
	};
}

/** Every Node.js that is promised with a file of each kind, and how that begins. */
export const appsOn = ({ imports, requires }: ReturnType<typeof importing>) =>
	nodes.flatMap(
		(node) =>
			[
				[node, "app.mjs", imports],
				[node, "app.cjs", requires],
			] as const,
	);
