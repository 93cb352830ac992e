import type { ImageFacts } from "../../core/facts.ts";
import { type Judgement, pass, unknown } from "../../core/verdict.ts";
import { mayStillCome, meaningOf, scanFields, scannedName } from "./scan-status.ts";
import { worstScan } from "./scanned-images.ts";
import { type Tolerance, tooMany } from "./too-many-vulnerabilities.ts";
import { countBySeverity, counted, countFields, countText, exceeded } from "./vulnerabilities.ts";

export const vulnerableSeverity = "HIGH";

/** Compares the vulnerabilities of an image, or of every image of an index, with those tolerated. `scanWait` as in the policy. */
export function judgeVulnerabilities(facts: ImageFacts, settings: Tolerance, scanWait: readonly number[]): Judgement {
	return worstScan(facts, vulnerableSeverity, (scan) => {
		const meaning = meaningOf(scan.status);
		const name = scannedName(facts, scan);
		const fields = scanFields(facts, scan);
		if (meaning.kind !== "result") {
			const pending = meaning.kind === "awaited" && mayStillCome(facts, scanWait);
			return unknown(`the vulnerabilities of ${name} are unknown: it ${meaning.because}`, { fields, pending });
		}
		const found = counted(scan.vulnerabilities, settings);
		const counts = countBySeverity(found, settings.undefinedAs);
		const [worst, ...others] = exceeded(counts, settings.maximum);
		const judgement =
			worst === undefined
				? pass(`${name} has ${countText(counts)}`)
				: tooMany(name, found, [worst, ...others], settings);
		return { ...judgement, fields: { ...fields, ...countFields(counts) } };
	});
}
