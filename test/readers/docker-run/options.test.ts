import { describe, expect, test } from "@jest/globals";
import { readOptions } from "../../../readers/docker-run/options.ts";
import { splitCommands } from "../../../readers/shell/words.ts";

/** Options as `name=value`, or as their names alone, and the image. */
function read(line: string) {
	const [words = []] = splitCommands(line);
	const { options, image, unread } = readOptions(words);
	return {
		options: options.map(({ name, value }) => (value === null ? name : `${name}=${value}`)),
		image: image === null ? null : String(image.text),
		unread,
	};
}

describe("the options of a command", () => {
	test.each([
		["img", [], "img"],
		["img --rm -v a:/a", [], "img"],
		["--rm img cmd", ["rm"], "img"],
		["--user app img", ["user=app"], "img"],
		["--user=app img", ["user=app"], "img"],
		["--user= img", ["user="], "img"],
		["--user '' img", ["user="], "img"],
		["--label a=b=c img", ["label=a=b=c"], "img"],
		["--label=a=b=c img", ["label=a=b=c"], "img"],
		["--read-only=false img", ["read-only=false"], "img"],
		["--read-only false img", ["read-only"], "false"],
		["--user -1 img", ["user=-1"], "img"],
		["--unknown=a img", ["unknown=a"], "img"],
		["--rm -- img --user app", ["rm"], "img"],
		["-- -v", [], "-v"],
		["- img", [], "-"],
		["--rm --", ["rm"], null],
		["-i -t img", ["interactive", "tty"], "img"],
		["-it img", ["interactive", "tty"], "img"],
		["-itv a:/a img", ["interactive", "tty", "volume=a:/a"], "img"],
		["-va:/a img", ["volume=a:/a"], "img"],
		["-v=a:/a img", ["volume=a:/a"], "img"],
		["-v==a img", ["volume==a"], "img"],
		["-p8080:80 -P img", ["publish=8080:80", "publish-all"], "img"],
		["-eA=1 img", ["env=A=1"], "img"],
		["-ite A=1 img", ["interactive", "tty", "env=A=1"], "img"],
		["-d=false img", ["detach=false"], "img"],
		["-itd=false img", ["interactive", "tty", "detach=false"], "img"],
		["-u$X img", ["user=${X}"], "img"],
		['-u"$X:1" img', ["user=${X}:1"], "img"],
		["-u=$X img", ["user=${X}"], "img"],
		['--user="$X" img', ["user=${X}"], "img"],
		[
			"-m 1g -w /a -h a -l b -c 2 -a stdin -q img",
			["memory=1g", "workdir=/a", "hostname=a", "label=b", "cpu-shares=2", "attach=stdin", "quiet"],
			"img",
		],
	])("are read up to the image: %s", (line, options, image) => {
		expect(read(line)).toEqual({ options, image, unread: null });
	});

	test.each([
		["", []],
		["--rm", ["rm"]],
		["--user", ["user="]],
		["-u", ["user="]],
	])("are read when the command ends before an image: %j", (line, options) => {
		expect(read(line)).toEqual({ options, image: null, unread: null });
	});

	test.each([
		["--rm --frobnicate img", ["rm"], "--frobnicate is not a known option"],
		["--user app -Z img", ["user=app"], "-Z is not a known option"],
		["-itZ img", [], "-Z is not a known option"],
		["--$X img", [], "--${X} may contain options"],
		["--rm --$X=a img", ["rm"], "--${X}=a may contain options"],
		["--rm --re$X img", ["rm"], "--re${X} may contain options"],
		["-$X img", [], "-${X} may contain options"],
		["--rm -it$X img", ["rm"], "-it${X} may contain options"],
		['"-d$X" img', [], "-d${X} may contain options"],
		["--rm $X img", ["rm"], "${X} may contain options"],
		['--rm "$@"', ["rm"], "$@ may contain options"],
		["$@", [], "$@ may contain options"],
		["${IMAGE[*]}", [], "${IMAGE[*]} may contain options"],
	])("are not understood: %s", (line, options, unread) => {
		expect(read(line)).toEqual({ options, image: null, unread });
	});

	test.each([
		["$X", "${X}"],
		['"$X" cmd', "${X}"],
		["a/$X cmd", "a/${X}"],
		["$IMAGE cmd", "${IMAGE}"],
		["$my_image cmd", "${my_image}"],
		["$IMG cmd", "${IMG}"],
		["$REPO/$X cmd", "${REPO}/${X}"],
		["$registry cmd", "${registry}"],
		["$X:$TAG cmd", "${X}:${TAG}"],
		["$X$REPOSITORY cmd", "${X}${REPOSITORY}"],
	])("end at the image of %s", (line, image) => {
		expect(read(line)).toEqual({ options: [], image, unread: null });
	});

	test("have the word in which they start", () => {
		const [words = []] = splitCommands("--user app -itv a:/a img");
		expect(readOptions(words).options.map(({ name, word }) => [name, word.offset])).toEqual([
			["user", 0],
			["interactive", 11],
			["tty", 11],
			["volume", 11],
		]);
	});
});
