import { describe, expect, test } from "@jest/globals";
import { isSensitiveName, isSensitivePath } from "../../../domain/containers/sensitive-names.ts";

describe("the name", () => {
	test.each([
		"conf",
		"config",
		"CONFIG",
		"configs",
		"configuration",
		"nginx-conf",
		"nginx.conf",
		"conf.d",
		"app_config",
		"appConfig",
		"appConfigVolume",
		"config2",
		"2config",
		"redis.etc",
		"certs",
		"tls-certs",
		"TLSCerts",
		"certsTLS",
		"sslKeystore",
		"ssl",
		"pki",
		"ca-certificates",
		"bundle.crt",
		"server.pem",
		"app.jks",
		"app.pfx",
		"cacerts",
		"truststore",
		"my-secrets",
		"secret",
		"db-credentials",
		"creds",
		"passwd",
		"kubeconfig",
		"settings.py",
		"keys",
		"server.key",
		"ssh-key",
		"sshKey",
		"my.cnf",
		"php.ini",
		"server.key.",
		"a.b-config-c",
		"Key",
	])("%s is sensitive", (name) => {
		expect(isSensitiveName(name)).toBe(true);
	});

	test.each([
		"data",
		"confluence",
		"configurator",
		"reconfig",
		"certain",
		"concert",
		"secretary",
		"keyboard",
		"monkey",
		"key-value-store",
		"keycloak",
		"initial-data",
		"ini-files",
		"sslbump",
		"etcd",
		"fetch",
		"html",
		"",
		"-",
		"123",
	])("%s is not sensitive", (name) => {
		expect(isSensitiveName(name)).toBe(false);
	});
});

describe("the path", () => {
	test.each([
		"/etc/nginx",
		"/etc/nginx/conf.d",
		"/usr/local/etc/redis",
		"/redis/etc/",
		"/config",
		"/config/data",
		"/opt/app/Config/data",
		"/app/nginx.conf",
		"/app/server.key/",
		"//config//data",
		"/certs",
		"/run/secrets/db",
		"/home/app/.ssh",
		"/root/.aws/sso",
		"/root/.docker",
		"/root/.kube",
		"/root/.gnupg",
		"/app/.env",
		"/usr/local/share/ca-certificates",
		"C:\\app\\config",
		"C:\\certs\\x",
	])("%s is sensitive", (path) => {
		expect(isSensitivePath(path)).toBe(true);
	});

	test.each([
		"/data",
		"/opt/config-server/data",
		"/srv/nginx.conf.d/x",
		"/var/lib/etcd",
		"/var/lib/mysql",
		"/var/log/app",
		"/usr/share/nginx/html",
		"/app/key/value",
		"/srv/app.key/value",
		"/app/env",
		"/app/.environment",
		"/app/.SSH",
		"/",
		"",
	])("%s is not sensitive", (path) => {
		expect(isSensitivePath(path)).toBe(false);
	});
});

test("checks a long name in linear time", () => {
	expect(isSensitiveName("A".repeat(1_000_000))).toBe(false);
	expect(isSensitivePath("/".repeat(1_000_000))).toBe(false);
});
