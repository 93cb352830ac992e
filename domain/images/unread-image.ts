import type { Unread } from "../../core/reading.ts";
import { type Judgement, unknown } from "../../core/verdict.ts";

/** For an image in another registry, into which nobody here can look. */
const useOwnRegistry =
	"Copy the image into this account's private ECR registry in this Region, or pull it through an ECR pull-through cache, " +
	"and use it from there: then it is scanned and judged like your own.";

/** The judgement of an image that could not be read; `about` names it. */
export function judgeUnreadImage(about: string, { unread, isByDesign, needsAws }: Unread): Judgement {
	const more = isByDesign === true ? { isByDesign, remediation: useOwnRegistry } : {};
	return unknown(`${about} could not be checked: ${unread}`, { ...more, ...(needsAws === true && { needsAws }) });
}
