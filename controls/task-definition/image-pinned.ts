import { defineControl } from "../../core/control.ts";
import { aContainer, aDigest, aTaskDefinition } from "../../core/example-facts.ts";
import { formatForDisplay } from "../../core/text.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";
import { judgeNamedImage } from "../../domain/images/named-image.ts";
import { pinningOf } from "../../domain/images/pinning.ts";

const named = (image: string) => aTaskDefinition({ containers: [aContainer({ image })] });
const inMutable = aContainer({ imageRepository: { value: { tagMutability: "MUTABLE", exclusionFilters: [] } } });

/** What was scanned and reviewed should be what runs, also when a task is started again a month later. */
export default defineControl({
	id: "task-definition/image-pinned",
	on: "task-definition",
	field: "image",
	title: "Images are named by a digest or by a tag that cannot move",
	severity: "MEDIUM",
	why: "Behind a tag that can move, another image may run than the one that was scanned, and two tasks of one revision may differ.",
	remediation:
		"Name the image by its digest (repository@sha256:…), or by a version tag in a repository whose tags are immutable.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html",
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
	],
	examples: {
		pass: [
			{ title: "A tag of an immutable repository", facts: aTaskDefinition() },
			{ title: "A digest, whatever the tag beside it", facts: named(`nginx:latest@${aDigest()}`) },
		],
		fail: [
			{ title: "The tag latest", facts: named("public.ecr.aws/nginx/nginx:latest") },
			{ title: "No tag", facts: named("localhost:5000/web") },
			{ title: "A tag of a mutable repository", facts: aTaskDefinition({ containers: [inMutable] }) },
		],
	},

	evaluate(facts) {
		return judgeEachContainer(facts, (container) =>
			judgeNamedImage(container, facts, (text, because) => {
				const { kind, text: clause } = pinningOf(text, because, container.imageRepository);
				const judgement = { pinned: pass, loose: fail, open: unknown }[kind];
				return judgement(`container ${container.name}: ${formatForDisplay(String(text))} ${clause}`);
			}),
		);
	},
});
