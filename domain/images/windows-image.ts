import type { PartialText } from "../../core/partial-text.ts";
import { imageReferenceOf } from "./image-reference.ts";

/** What Microsoft publishes for Windows alone: https://mcr.microsoft.com/catalog, read 2026-11-21. */
const ofMicrosoft = /^(?:windows|dotnet\/framework\/.+)$/;
/** Its base images, also behind a cache or a mirror. */
const base = /(?:^|\/)windows\/(?:nanoserver|server|servercore)(?:\/|$)/;
/** Images for several systems tell them apart by the base image: `python:3-windowsservercore-ltsc2022`. */
const tagged = /nanoserver|windowsservercore/i;

/** Whether an image, by its name, runs on Windows alone. It may have holes. */
export function isForWindows(image: string | PartialText): boolean {
	const reference = imageReferenceOf(image);
	if (reference === null) return false;
	const { registry, path, tag } = reference;
	return (registry === "mcr.microsoft.com" && ofMicrosoft.test(path)) || base.test(path) || tagged.test(tag ?? "");
}
