import { defineControl } from "../../core/control.ts";
import type { RepositoryFacts } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";
import { formatList } from "../../core/text.ts";
import { fail, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { aDigest, aLifecycleRule, aRepository, aStoredImage } from "../../domain/example-facts.ts";
import { evaluateLifecycle } from "../../domain/lifecycle/evaluate.ts";
import { describeImageAtRisk, findImagesAtRisk } from "../../domain/lifecycle/images-at-risk.ts";
import { readLifecyclePolicy } from "../../domain/lifecycle/read-policy.ts";

const old = aStoredImage({ digest: aDigest("b"), tags: [], pushedAt: "2026-10-01T12:00:00Z" });
const inUse = (digest: string, more: Partial<RepositoryFacts> = {}) =>
	aRepository({
		images: { value: [aStoredImage(), old] },
		imagesInUse: { value: [{ digest, usedBy: "service shop/web" }] },
		...more,
	});
const newestOne = { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1 };
const keepsOne = { lifecyclePolicy: { value: JSON.stringify({ rules: [aLifecycleRule({ selection: newestOne })] }) } };

type Unread = { readonly unread: string; readonly pending?: true };

/** ECR deletes running images like any other; the effect shows only when the next task cannot start. */
export default defineControl({
	id: "repository/lifecycle-safe",
	on: "repository",
	field: "lifecyclePolicyText",
	title: "The lifecycle policy spares the images that are in use",
	severity: "HIGH",
	why: "A service whose image is deleted keeps running until it has to start a task; then it cannot scale, recover or roll back.",
	remediation:
		"Keep more images, or add a rule before this one that keeps the deployed tags: a rule of higher priority protects its images from all later rules.",
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html",
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/lp_creation.html",
	],
	readsUsedImages: true,
	examples: {
		pass: [
			{ title: "The image that is about to expire is not in use", facts: inUse(aDigest()) },
			{ title: "No image of the repository is in use", facts: aRepository({ images: { value: [old] } }) },
		],
		fail: [
			{ title: "A service runs an image that lost its tag", facts: inUse(aDigest("b")) },
			{ title: "Fewer images are kept than are in use", facts: inUse(aDigest("b"), keepsOne) },
		],
	},

	evaluate({ name, lifecyclePolicy, images, imagesInUse, readAt }) {
		const safe = `${name}: the lifecycle policy does not delete any image that is in use`;
		const unknownWithout = (what: string, { unread, pending }: Unread) =>
			unknown(`${name}: ${what} could not be read: ${unread}`, pending === true ? { pending } : {});
		if (!wasRead(lifecyclePolicy)) {
			return wasRead(images) && images.value.length === 0
				? pass(`${name}: there is no image to delete`)
				: unknownWithout("the lifecycle policy", lifecyclePolicy);
		}
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
	},
});
