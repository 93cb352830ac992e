import { describe, expect, test } from "@jest/globals";
import control from "../../../../controls/task-definition/no-plaintext-secrets.ts";
import { HiddenText } from "../../../../core/hidden-text.ts";
import { aContainer, aTaskDefinition } from "../../../support/builders.ts";
import { judged } from "../../../support/judged.ts";
import { readSecretPairs, type SecretPair } from "../../../support/secret-pairs.ts";

const statusOf = ({ name, value }: SecretPair) =>
	judged(
		control,
		aTaskDefinition({ containers: [aContainer({ environment: [{ name, value: new HiddenText(value) }] })] }),
	)[0]?.status;

/** A failure says that the value is a secret; what is unknown counts as not found. */
describe.each(["pairs-tuned.tsv", "pairs-blind-1.tsv", "pairs-blind-2.tsv", "pairs-blind-3.tsv"])(
	"of the variables in %s",
	(file) => {
		const pairs = readSecretPairs(file).map((pair) => ({ ...pair, status: statusOf(pair) }));
		const failures = pairs.filter(({ status }) => status === "fail");
		const secrets = pairs.filter(({ isSecret }) => isSecret);
		const namesOf = (some: readonly SecretPair[]) => some.map(({ name, note }) => `${name} (${note})`);

		test("at least 98 % of the failures are secrets, and 98 % of the secrets fail", () => {
			const wrong = failures.filter(({ isSecret }) => !isSecret);
			const missed = secrets.filter(({ status }) => status !== "fail");
			const measured = {
				precision: 1 - wrong.length / failures.length,
				recall: 1 - missed.length / secrets.length,
				wrong: namesOf(wrong),
				missed: namesOf(missed),
			};
			expect(measured.precision >= 0.98 && measured.recall >= 0.98 ? null : measured).toBeNull();
		});

		test("at most 3 % are unknown, and there are enough of both kinds", () => {
			expect(pairs.filter(({ status }) => status === "unknown").length / pairs.length).toBeLessThanOrEqual(0.03);
			expect(pairs.length).toBeGreaterThanOrEqual(400);
			expect(secrets.length / pairs.length).toBeGreaterThan(0.4);
			expect(secrets.length / pairs.length).toBeLessThan(0.6);
		});
	},
);
