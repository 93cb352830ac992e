import { defineControl } from "../../core/control.ts";
import type { ImageFacts } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";
import { notApplicable } from "../../core/verdict.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";
import { aContainer, anImage, aScan, aTaskDefinition, aVulnerability } from "../../domain/example-facts.ts";
import { imageText, judgeUnreadImage } from "../../domain/images/unread-image.ts";
import { judgeImage } from "../../domain/scans/judge-image.ts";
import scanned from "../image/scanned.ts";
import vulnerabilities from "../image/vulnerabilities.ts";

const running = (facts: Partial<ImageFacts>) =>
	aTaskDefinition({ containers: [aContainer({ registryImage: { value: anImage(facts) } })] });
const vulnerable = aScan({ vulnerabilities: [aVulnerability({ severity: "CRITICAL", fixedVersion: "3.0.2" })] });
const fixed = aScan({ vulnerabilities: [aVulnerability({ severity: "MEDIUM" })] });

/** Judges the images that a task definition would run by their scans. */
export default defineControl({
	id: "task-definition/image-vulnerabilities",
	on: "task-definition",
	field: "image",
	title: "ECS task definitions should run images that pass image controls",
	severity: "HIGH",
	blocking: true,
	why: "A vulnerable image in a registry is a potential risk; once a task definition uses it, it is about to run.",
	remediation: `Use an image that passes ${vulnerabilities.id} and ${scanned.id}: update the packages, build and push.`,
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
	],
	isWaivableByVulnerability: true,
	honorsWaiversOf: vulnerabilities.id,
	examples: {
		pass: [
			{ title: "An image without vulnerabilities", facts: aTaskDefinition() },
			{
				title: "An image with vulnerabilities that the policy tolerates",
				facts: running({ scans: { value: [fixed] } }),
			},
		],
		fail: [
			{ title: "A CRITICAL vulnerability: severity CRITICAL", facts: running({ scans: { value: [vulnerable] } }) },
			{
				title: "An image that cannot be scanned: severity MEDIUM",
				facts: running({ scans: { value: [aScan({ status: "UNSUPPORTED_IMAGE", description: "" })] } }),
			},
		],
	},

	evaluate(facts, _, read) {
		return judgeEachContainer(facts, ({ name, image, registryImage }) => {
			if (image === null && facts.engine === "docker") {
				return notApplicable(`container ${name} runs an image that is built from a Dockerfile`);
			}
			if (!wasRead(registryImage)) return judgeUnreadImage({ name, image }, registryImage);
			const judgement = judgeImage(registryImage.value, [vulnerabilities, scanned], read);
			const fields = { ...judgement.fields, imageDigest: registryImage.value.digest };
			const message = `container ${name} runs ${imageText(image) ?? "an image"}, and ${judgement.message}`;
			return { ...judgement, message, fields };
		});
	},
});
