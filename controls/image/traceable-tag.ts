import { defineControl } from "../../core/control.ts";
import { anImage } from "../../core/example-facts.ts";
import { globs } from "../../core/settings.ts";
import { formatList, toSingleLine, truncate } from "../../core/text.ts";
import { fail, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { isTraceable } from "../../domain/images/traceable-tag.ts";

/** Who finds a vulnerability in an image wants to know what it was built from. */
export default defineControl({
	id: "image/traceable-tag",
	on: "image",
	field: "imageTags",
	title: "A tag leads to the commit or the version of the image",
	severity: "LOW",
	why: "An image that is only called latest leads to no commit and no release: nobody can say what is in it, or build it again.",
	remediation: "Give every image a tag with its git hash or its version when it is pushed, beside the tags that move.",
	references: ["https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html"],
	settings: {
		patterns: globs(
			["git-hash", "semver", "calver"],
			"What a traceable tag looks like: git-hash, semver, calver, or globs of one's own.",
		),
	},
	examples: {
		pass: [
			{ title: "A version", facts: anImage() },
			{ title: "A git hash beside latest", facts: anImage({ tags: ["latest", "main-3f9c2ab"] }) },
		],
		fail: [
			{ title: "Only latest", facts: anImage({ tags: ["latest"] }) },
			{ title: "Names that move", facts: anImage({ tags: ["stable", "prod"] }) },
		],
	},

	evaluate({ tags, artifact, pushTimeUnread }, { patterns }) {
		if (artifact === "artifact")
			return notApplicable("a signature, an SBOM or another artifact: its subject has the tag");
		if (tags.length === 0) {
			// The tags come with the push time: where that is missing, so may they be.
			return pushTimeUnread === undefined
				? notApplicable("the image has no tag")
				: unknown(`the tags of the image could not be read: ${pushTimeUnread}`);
		}
		const telling = tags.find((tag) => isTraceable(tag, patterns));
		if (telling !== undefined) return pass(`the tag ${telling} says where the image came from`);
		const shown = formatList(tags.map((tag) => truncate(toSingleLine(tag), 128)));
		return fail(`none of the tags says where the image came from (${formatList(patterns)}): ${shown}`);
	},
});
