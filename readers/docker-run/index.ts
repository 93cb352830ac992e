import type { TextReader } from "../reader.ts";
import { looksLikeDockerRun } from "./recognize.ts";

export default {
	kind: "docker-run",
	source: "text",
	title: "docker run commands",
	forms: "also podman, nerdctl and finch; alone or in a script, makefile or unit that you name: folders are not searched for these",
	precedence: 10,
	recognizes: looksLikeDockerRun,
	load: async () => (await import("./read.ts")).readDockerRun,
} satisfies TextReader;
