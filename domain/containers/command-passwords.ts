/** The short option with which each program takes a password; `login` means that it follows a user. */
const programs: readonly (readonly [program: string, option: string])[] = [
	["(?:mysql|mysqladmin|mysqldump|mysqlsh|mariadb|mariadb-admin|mariadb-dump)", "-p"],
	["sshpass", "-p\\s{0,3}"],
	["mongo(?:sh|dump|restore|export|import|stat)?", "-p\\s{1,3}"],
	["(?:docker|podman|nerdctl|helm|skopeo|oras|az|oc)(?:\\s{1,3}\\w{1,20})?\\s{1,3}login", "-p\\s{1,3}"],
	["redis-(?:cli|benchmark)", "-a\\s{1,3}"],
	["ldap(?:search|add|modify|delete|passwd|whoami)", "-w\\s{1,3}"],
	["(?:sqlcmd|bcp)", "-P\\s{0,3}"],
	["(?:7z[ar]?|rar)", "-p"],
	["(?:un)?zip", "-P\\s{1,3}"],
	["lftp", "-u\\s{1,3}[^\\s,]{1,64},"],
	["openssl", "-pass(?:in|out)?\\s{1,3}pass:"],
];
const byProgram = programs.map(
	([program, option]) =>
		new RegExp(
			String.raw`(?<![A-Za-z0-9_-])${program}\s(?:[^|;&\n]{0,200}?\s)?${option}["']?(?<password>[^\s"'-][^\s"']{0,199})`,
			"g",
		),
);
/** `-uroot -pSECRET`, the options of MySQL without its name. */
const afterUser = /(?<![A-Za-z0-9-])-u[A-Za-z]\S{0,64}\s{1,3}-p["']?(?<password>[^\s"']{1,200})/g;
/** `curl -u user:SECRET`, `smbclient -U user%SECRET`. */
const withUser =
	/(?<![A-Za-z0-9_.-])(?:-[A-Za-z]{0,5}[uU]|--user)[ =]{1,3}["']?(?<user>[^\s:%"'/]{1,64})[:%](?<password>[^\s:"']{1,200})/g;

const htpasswd = /(?<![A-Za-z0-9_.-])htpasswd\s(?<words>[^|;&\n]{1,400})/g;

/**
 * `htpasswd -b FILE USER SECRET`, without a file with `-n`. -C and -r take a number.
 * https://httpd.apache.org/docs/2.4/programs/htpasswd.html
 */
function htpasswdPasswordOf(words: string): string | undefined {
	const rest = words
		.trim()
		.split(/\s{1,400}/)
		.map((word) => word.replace(/^["']|["']$/g, ""));
	let letters = "";
	while (rest[0]?.startsWith("-")) {
		const option = rest.shift() ?? "";
		letters += option.slice(1);
		if (/[Cr]$/.test(option)) rest.shift();
	}
	if (!letters.includes("b")) return undefined;
	return rest[letters.includes("n") ? 1 : 2];
}

/** The passwords that the command lines in a text pass to well-known programs. */
export function commandPasswordsIn(text: string): readonly string[] {
	const found = [...byProgram, afterUser, withUser].flatMap((form) => [...text.matchAll(form)]);
	const ofWords = [...text.matchAll(htpasswd)].flatMap(
		({ groups = {} }) => htpasswdPasswordOf(groups["words"] ?? "") ?? [],
	);
	return [...found.filter(isPassword).map(({ groups = {} }) => groups["password"] ?? ""), ...ofWords];
}

/** Not `--user 1000:1000`, and not a user and its group. */
function isPassword({ groups = {} }: RegExpMatchArray): boolean {
	if (groups["user"] === undefined) return true;
	return groups["user"] !== groups["password"] && !/^\d{1,9}$/.test(groups["password"] ?? "");
}
