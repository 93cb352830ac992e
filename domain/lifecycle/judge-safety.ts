import type { RepositoryFacts } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";
import { formatList } from "../../core/text.ts";
import { fail, type Judgement, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { evaluateLifecycle } from "./evaluate.ts";
import { describeImageAtRisk, findImagesAtRisk } from "./images-at-risk.ts";
import { readLifecyclePolicy } from "./read-policy.ts";

type Facts = Pick<RepositoryFacts, "name" | "lifecyclePolicy" | "images" | "imagesInUse" | "readAt">;
type Unread = { readonly unread: string; readonly pending?: true; readonly needsAws?: true };

/** Judges whether a lifecycle policy deletes images that are in use. Where nothing would be deleted, it does not matter which are. */
export function judgeSafety({ name, lifecyclePolicy, images, imagesInUse, readAt }: Facts): Judgement {
	const safe = `${name}: the lifecycle policy does not delete any image that is in use`;
	const unknownWithout = (what: string, { unread, ...more }: Unread) =>
		unknown(`${name}: ${what} could not be read because ${unread}`, gapOf(more));
	if (!wasRead(lifecyclePolicy)) return unknownWithout("the lifecycle policy", lifecyclePolicy);
	const read = lifecyclePolicy.value === null ? null : readLifecyclePolicy(lifecyclePolicy.value);
	if (read?.kind !== "valid") return notApplicable(`${name}: no lifecycle policy that could delete an image`);
	if (!wasRead(images)) return unknownWithout("its images", images);
	if (evaluateLifecycle(read.policy, images.value, readAt).length === 0) return pass(safe);
	if (!wasRead(imagesInUse)) return unknownWithout("which of its images are in use", imagesInUse);
	const endangered = findImagesAtRisk(read.policy, images.value, imagesInUse.value, readAt);
	if (endangered.length === 0) return pass(safe);
	const rules = [...new Set(endangered.map(({ rulePriority }) => `rule ${rulePriority}`))];
	return fail(`${name}: ${formatList(endangered.map(describeImageAtRisk), 3)}`, {
		remediation:
			`Raise countNumber of ${formatList(rules)}, or add a rule before it that keeps the deployed tags: a rule ` +
			"of higher priority protects its images from all later rules.",
	});
}

const gapOf = ({ pending, needsAws }: Omit<Unread, "unread">): Pick<Judgement, "pending" | "needsAws"> => ({
	...(pending === true && { pending }),
	...(needsAws === true && { needsAws }),
});
