import type { PartialText } from "../../core/partial-text.ts";
import { parseImageReference } from "./image-reference.ts";

/** Images that Microsoft publishes only for Windows: https://mcr.microsoft.com/catalog, read 2026-11-21. */
const microsoftImage = /^(?:windows|dotnet\/framework\/.+)$/;
/** Windows base images, also by way of a cache or a mirror. */
const baseImage = /(?:^|\/)windows\/(?:nanoserver|server|servercore)(?:\/|$)/;
/** Images for several operating systems name the base image in the tag: `python:3-windowsservercore-ltsc2022`. */
const windowsTag = /nanoserver|windowsservercore/i;

/** Whether an image runs only on Windows, judging by its name, which may contain holes. */
export function isWindowsImage(image: string | PartialText): boolean {
	const reference = parseImageReference(image);
	if (reference === null) return false;
	const { registry, path, tag } = reference;
	return (
		(registry === "mcr.microsoft.com" && microsoftImage.test(path)) ||
		baseImage.test(path) ||
		windowsTag.test(tag ?? "")
	);
}
