import { defineControl } from "../../core/control.ts";
import { globs } from "../../core/settings.ts";
import { formatList, toSingleLine, truncate } from "../../core/text.ts";
import { fail, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { anImage } from "../../domain/example-facts.ts";
import { isTraceable } from "../../domain/images/traceable-tag.ts";

/** To fix a vulnerability in an image, its team has to know what the image was built from. */
export default defineControl({
	id: "image/traceable-tag",
	on: "image",
	field: "imageTags",
	title: "Container images should have a tag that leads to their commit or version",
	severity: "LOW",
	why: "An image that is only tagged latest cannot be traced to a commit or a release: no one can tell what it contains, or build it again.",
	remediation: "When an image is pushed, give it a tag with its git hash or version in addition to any tags that move.",
	references: ["https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html"],
	settings: {
		patterns: globs(
			["git-hash", "semver", "calver"],
			"What a traceable tag looks like: git-hash, semver, calver, or custom globs.",
		),
	},
	examples: {
		pass: [
			{ title: "A version", facts: anImage() },
			{ title: "A git hash in addition to latest", facts: anImage({ tags: ["latest", "main-3f9c2ab"] }) },
		],
		fail: [
			{ title: "Only latest", facts: anImage({ tags: ["latest"] }) },
			{ title: "Only tags that move", facts: anImage({ tags: ["stable", "prod"] }) },
		],
	},

	evaluate({ tags, artifact, pushTimeUnread }, { patterns }) {
		if (artifact === "artifact")
			return notApplicable("not an image but a signature, an SBOM or another artifact; the image itself has the tag");
		if (tags.length === 0) {
			// The tags are read together with the push time, so they may be missing as well.
			return pushTimeUnread === undefined
				? notApplicable("the image has no tag")
				: unknown(`the tags of the image could not be read because ${pushTimeUnread}`);
		}
		const traceable = tags.find((tag) => isTraceable(tag, patterns));
		if (traceable !== undefined) return pass(`the tag ${traceable} identifies where the image came from`);
		const found = formatList(tags.map((tag) => truncate(toSingleLine(tag), 128)));
		return fail(
			`no tag of the image (${found}) identifies where it came from; the policy accepts ${formatList(patterns)}`,
		);
	},
});
