import { defineControl } from "../../core/control.ts";
import { globs } from "../../core/settings.ts";
import { formatList } from "../../core/text.ts";
import { fail, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { judgeEachContainer } from "../../domain/containers/each-container.ts";
import { aContainer, aTaskDefinition } from "../../domain/example-facts.ts";
import { aboutImage, judgeNamedImage } from "../../domain/images/named-image.ts";
import { registryTrust } from "../../domain/images/registry-trust.ts";

const withImage = (image: string) => aTaskDefinition({ containers: [aContainer({ image })] });

/** Enabled when the policy lists registries. */
export default defineControl({
	id: "task-definition/trusted-registry",
	on: "task-definition",
	field: "image",
	title: "Container images should come from registries that the policy lists",
	severity: "HIGH",
	why: "An image from an unmanaged registry was neither scanned nor reviewed here, and may be deleted or replaced at any time.",
	remediation:
		"Copy the image to a registry that the policy lists and use it from there, or add its registry to the setting registries " +
		"of task-definition/trusted-registry.",
	references: [
		"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html",
	],
	isOffByDefault: true,
	settings: {
		registries: {
			...globs([], "The registries that images may come from; listing one enables the control."),
			enablesControl: true,
		},
	},
	examples: {
		pass: [
			{ title: "From the account's own registry", facts: aTaskDefinition() },
			{ title: "From a listed part of a registry", facts: withImage("public.ecr.aws/docker/library/python:3.14") },
		],
		fail: [
			{ title: "From another part of that registry", facts: withImage("public.ecr.aws/vendor/agent:9") },
			{ title: "From Docker Hub, the default if no registry is named", facts: withImage("nginx:1.29") },
		],
		settings: { registries: ["111122223333.dkr.ecr.*.amazonaws.com", "public.ecr.aws/docker/*"] },
	},

	evaluate(facts, { registries }) {
		return judgeEachContainer(facts, (container) => {
			if (registries.length === 0) return notApplicable("the policy lists no registries");
			return judgeNamedImage(container, facts, (text, because) => {
				const image = aboutImage(container, text);
				switch (registryTrust(text, registries)) {
					case "listed":
						return pass(`${image} comes from a registry that the policy lists`);
					case "unlisted":
						return fail(`${image} comes from a registry that the policy does not list (${formatList(registries)})`);
					case "unknown":
						return unknown(`${image} comes from an unknown registry (${because})`);
				}
			});
		});
	},
});
