import { defineControl } from "../../core/control.ts";
import type { RepositoryFacts } from "../../core/facts.ts";
import { aDigest, aLifecycleRule, aRepository, aStoredImage } from "../../domain/example-facts.ts";
import { judgeSafety } from "../../domain/lifecycle/judge-safety.ts";

const old = aStoredImage({ digest: aDigest("b"), tags: [], pushedAt: "2026-10-01T12:00:00Z" });
const inUse = (digest: string, more: Partial<RepositoryFacts> = {}) =>
	aRepository({
		images: { value: [aStoredImage(), old] },
		imagesInUse: { value: [{ digest, usedBy: "service shop/web" }] },
		...more,
	});
const newestOne = { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1 };
const keepsOne = { lifecyclePolicy: { value: JSON.stringify({ rules: [aLifecycleRule({ selection: newestOne })] }) } };

/** ECR deletes running images like any other; the effect shows only when the next task cannot start. */
export default defineControl({
	id: "repository/lifecycle-safe",
	on: "repository",
	field: "lifecyclePolicyText",
	title: "ECR lifecycle policies should spare the images that are in use",
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

	evaluate: judgeSafety,
});
