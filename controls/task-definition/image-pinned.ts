import { defineControl } from "../../core/control.ts";
import type { ContainerFacts } from "../../core/facts.ts";
import { wasRead } from "../../core/reading.ts";
import { fail, type Judgement, pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";
import { aContainer, aDigest, aTaskDefinition } from "../../domain/example-facts.ts";
import { aboutImage, judgeNamedImage } from "../../domain/images/named-image.ts";
import { pinningOf } from "../../domain/images/pinning.ts";

const withImage = (image: string) => aTaskDefinition({ containers: [aContainer({ image })] });
const inMutable = aContainer({ imageRepository: { value: { tagMutability: "MUTABLE", exclusionFilters: [] } } });

/** Whether the repository is read nowhere: its registry is another one. */
const designOf = (repository: ContainerFacts["imageRepository"]): Pick<Judgement, "isByDesign"> =>
	!wasRead(repository) && repository.isByDesign === true ? { isByDesign: true } : {};

/** The image that was scanned and reviewed should be the one that runs, even in a task that starts a month later. */
export default defineControl({
	id: "task-definition/image-pinned",
	on: "task-definition",
	field: "image",
	title: "Container images should be named by a digest or by a tag that cannot move",
	severity: "MEDIUM",
	why: "If a tag can move, the image that runs may not be the one that was scanned, and two tasks of one revision may run different images.",
	remediation:
		"Reference the image by digest (repository@sha256:…), or by a version tag in a repository whose tags are immutable.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html",
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
	],
	readsRepositories: true,
	examples: {
		pass: [
			{ title: "A tag in an immutable repository", facts: aTaskDefinition() },
			{ title: "A digest, regardless of the tag", facts: withImage(`nginx:latest@${aDigest()}`) },
		],
		fail: [
			{ title: "The tag latest", facts: withImage("public.ecr.aws/nginx/nginx:latest") },
			{ title: "No tag", facts: withImage("localhost:5000/web") },
			{ title: "A tag in a mutable repository", facts: aTaskDefinition({ containers: [inMutable] }) },
		],
	},

	evaluate(facts) {
		return judgeEachContainer(facts, (container) =>
			judgeNamedImage(container, facts, (text, because) => {
				const { kind, text: clause, ...more } = pinningOf(text, because, container.imageRepository);
				const judgement = { pinned: pass, movable: fail, unknown }[kind];
				const about = `${aboutImage(container, text)} ${clause}`;
				return judgement(about, kind === "unknown" ? { ...more, ...designOf(container.imageRepository) } : {});
			}),
		);
	},
});
