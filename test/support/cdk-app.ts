import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./docs.ts";

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
