import type { RepositoryFacts } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";
import { isInFile } from "../repository-in-file.ts";
import { evaluateLifecycle } from "./evaluate.ts";
import { priceText, storagePriceIn } from "./prices.ts";
import { savingsOf, savingsText } from "./savings.ts";
import { type SuggestSettings, suggestLifecyclePolicy } from "./suggest.ts";

/** A proposed policy for a repository, in the form that a finding contains. */
export interface Proposal {
	/** What the policy would free today, as a clause. */
	readonly saving: string;
	readonly remediation: string;
	/** `lifecyclePolicy` is the policy text; the numbers are missing when the images could not be read. */
	readonly fields: Readonly<Record<string, string>>;
}

export function proposalFor(facts: RepositoryFacts, settings: SuggestSettings): Proposal {
	const policy = suggestLifecyclePolicy(settings);
	const lifecyclePolicy = JSON.stringify(policy);
	const rules = policy.rules.map((rule) => rule.description ?? "").join("; ");
	// For a file, only the text is shown, without the fields, so it has to contain the policy.
	const remediation = isInFile(facts)
		? `Write this lifecycle policy: ${lifecyclePolicy}`
		: "Apply the proposed policy in the field lifecyclePolicy: aws ecr put-lifecycle-policy --repository-name " +
			`${facts.name} --lifecycle-policy-text TEXT. Its rules: ${rules}.`;
	if (!wasRead(facts.images)) {
		const saving = `what the proposed policy would free is unknown because ${facts.images.unread}`;
		return { saving, remediation, fields: { lifecyclePolicy } };
	}
	const images = facts.images.value;
	const region = regionOf(facts.arn);
	const savings = savingsOf(evaluateLifecycle(policy, images, facts.readAt), images, region);
	const price = storagePriceIn(region);
	return {
		saving:
			savings.images === 0
				? "the proposed policy would free nothing today"
				: `the proposed policy would expire ${savingsText(savings, images.length)} today`,
		remediation,
		fields: {
			lifecyclePolicy,
			expiringImages: String(savings.images),
			freedBytes: String(savings.bytes),
			...(savings.usdPerMonth === null ? {} : { freedUsdPerMonth: savings.usdPerMonth.toFixed(2) }),
			...(price === null ? {} : { storagePrice: priceText(price) }),
		},
	};
}

/** The Region in an ARN; null for anything else, such as a path. */
const regionOf = (arn: string): string | null => (arn.startsWith("arn:") ? (arn.split(":")[3] ?? null) : null);
