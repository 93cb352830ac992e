import { describe, expect, test } from "@jest/globals";
import { isHarmlessCheck } from "../../../fix/start-command/harmless-check.ts";

describe("a health check writes nothing", () => {
	test.each<[readonly string[]]>([
		[["pg_isready -U $${POSTGRES_USER} -d shop"]],
		[["pg_isready", "-U", "app"]],
		[["redis-cli", "--raw", "-a", "$$PASS", "incr", "ping"]],
		[["redis-cli ping | grep PONG"]],
		[["curl -fsS http://localhost:8080/health || exit 1"]],
		[["curl", "--fail", "--max-time", "5", "-o", "/dev/null", "http://localhost"]],
		[["curl -sfo /dev/null http://localhost"]],
		[["wget", "--spider", "-q", "http://localhost/"]],
		[["wget -qO- http://localhost || exit 1"]],
		[["wget --no-verbose --tries=1 -O /dev/null 'http://localhost/?a=b'"]],
		[["nc -z localhost 6379"]],
		[["test -f /data/ready && /usr/bin/pgrep redis"]],
	])("that runs %j", (words) => expect(isHarmlessCheck(words)).toBe(true));
});

describe("a health check may write something", () => {
	test.each<[readonly string[]]>([
		[["wget", "-q", "http://localhost/"]],
		[["wget -q -O /var/www/state http://localhost"]],
		[["wget --spider -o /var/log/wget http://localhost"]],
		[["curl -o /srv/page http://localhost"]],
		[["curl -O http://localhost/page"]],
		[["curl -c /root/cookies http://localhost"]],
		[["curl -fs localhost > /var/lib/last || exit 1"]],
		[["redis-cli --rdb /backup/x ping"]],
		[["redis-cli", "save"]],
		[["mongosh --eval 'db.adminCommand(1)'"]],
		[["/healthcheck.sh"]],
		[["sh -c 'pg_isready'"]],
		[["pg_isready; date"]],
		[["test $(date -u) && exit 0"]],
		[["pg_isready && touch /x"]],
		[["python", "check.py"]],
		[[""]],
	])("that runs %j", (words) => expect(isHarmlessCheck(words)).toBe(false));
});
