import type { Commands } from "./command.ts";
import { check } from "./commands/check.ts";

/** All but `check` are imported on demand. */
export const commands: Commands = {
	check: () => check,
	fix: async () => (await import("./commands/fix.ts")).fix,
	explain: async () => (await import("./commands/explain.ts")).explain,
	gate: async () => (await import("./commands/gate.ts")).gate,
	"slack-preview": async () => (await import("./commands/slack-preview.ts")).slackPreview,
	doctor: async () => (await import("./commands/doctor.ts")).doctor,
	redrive: async () => (await import("./commands/redrive.ts")).redrive,
	uninstall: async () => (await import("./commands/uninstall.ts")).uninstall,
	completion: async () => (await import("./commands/completion.ts")).completionOf(commands),
};

export const commandNames = Object.keys(commands).join(", ");

/** Announced but not available yet. */
export const plannedCommands: readonly string[] = ["audit", "lifecycle", "demo"];
