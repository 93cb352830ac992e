/** The forms in which `check` writes its report. */
export const formatNames = ["text", "json", "sarif", "junit", "github", "gitlab", "csv"] as const;
export type FormatName = (typeof formatNames)[number];

/** Announced but not available yet. */
export const plannedFormats: readonly string[] = ["html", "asff"];
