import type { HarmlessCommand, KnownImage } from "./known-image.ts";

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const redisOptions = words(`
	appendfsync appendonly bind databases loglevel masterauth maxmemory maxmemory-policy notify-keyspace-events port
	protected-mode replicaof requirepass save tcp-keepalive timeout
`);

/** https://dev.mysql.com/doc/refman/8.4/en/server-options.html: none of them names a file. */
const mysqlOptions = words(`
	bind-address binlog-format character-set-server collation-server default-authentication-plugin default-time-zone
	explicit-defaults-for-timestamp innodb-buffer-pool-size innodb-flush-log-at-trx-commit log-bin-trust-function-creators
	lower-case-table-names max-allowed-packet max-connections mysql-native-password port server-id
	skip-character-set-client-handshake skip-name-resolve sql-mode transaction-isolation wait-timeout
`);

/** https://github.com/docker-library/docs/blob/master/mysql/content.md */
const mysqlVariables = words(`
	MYSQL_ALLOW_EMPTY_PASSWORD MYSQL_DATABASE MYSQL_INITDB_SKIP_TZINFO MYSQL_ONETIME_PASSWORD MYSQL_PASSWORD MYSQL_RANDOM_ROOT_PASSWORD MYSQL_ROOT_HOST
	MYSQL_ROOT_PASSWORD MYSQL_USER
`);

/** https://www.postgresql.org/docs/current/runtime-config.html: none of them names a file. */
const postgres: HarmlessCommand = {
	programs: ["postgres"],
	options: words(`
		checkpoint-timeout effective-cache-size fsync full-page-writes listen-addresses log-min-duration-statement log-statement
		maintenance-work-mem max-connections max-prepared-transactions max-replication-slots max-wal-senders max-wal-size port
		shared-buffers synchronous-commit timezone wal-level work-mem
	`),
};

const sortsInTmp = (program: string): string =>
	`${program} writes temporary tables and sorted rows of any size to /tmp`;

/** Databases and caches whose needs are known well enough to make their root read-only. */
export const databases: readonly KnownImage[] = [
	{
		program: "Redis",
		images: ["docker.io/library/redis"],
		sources: [
			"https://github.com/docker-library/redis/blob/master/7.2/debian/Dockerfile",
			"https://github.com/docker-library/redis/blob/master/7.2/debian/docker-entrypoint.sh",
			"https://github.com/redis/docker-library-redis/blob/release/8.0/debian/docker-entrypoint.sh",
		],
		scratch: ["/tmp"],
		volumes: ["/data"],
		runsReadOnly: { from: 2, through: 8, areAll: true },
		// Its entry point and its server read none of these names.
		harmlessVariables: words("REDISCLI_AUTH REDIS_HOST REDIS_PASSWORD REDIS_PORT"),
		configuration: ["/usr/local/etc/redis", "/etc/redis"],
		harmless: { programs: ["redis-server"], options: redisOptions },
	},
	{
		program: "Valkey",
		images: ["docker.io/valkey/valkey"],
		sources: [
			"https://github.com/valkey-io/valkey-container/blob/mainline/8.0/debian/Dockerfile",
			"https://github.com/valkey-io/valkey-container/blob/mainline/docker-entrypoint.sh",
		],
		scratch: ["/tmp"],
		volumes: ["/data"],
		runsReadOnly: { from: 7, through: 8 },
		configuration: ["/usr/local/etc/valkey", "/etc/valkey"],
		harmlessVariables: words("REDISCLI_AUTH VALKEYCLI_AUTH VALKEY_HOST VALKEY_PASSWORD VALKEY_PORT"),
		harmless: { programs: ["valkey-server"], options: redisOptions },
	},
	{
		program: "Memcached",
		images: ["docker.io/library/memcached"],
		sources: ["https://github.com/docker-library/memcached/blob/master/1/debian/Dockerfile"],
		scratch: ["/tmp"],
		volumes: [],
		runsReadOnly: { from: 1, through: 1, areAll: true },
		isUnprivileged: true,
		harmless: {
			programs: ["memcached"],
			options: words("I U c conn-limit l m max-item-size memory-limit p port t threads v"),
		},
	},
	{
		program: "PostgreSQL",
		changesOwner: true,
		images: ["docker.io/library/postgres"],
		sources: [
			"https://github.com/docker-library/postgres/blob/master/17/bookworm/Dockerfile",
			"https://github.com/docker-library/docs/blob/master/postgres/content.md",
		],
		scratch: ["/tmp", "/var/run/postgresql"],
		volumes: ["/var/lib/postgresql"],
		dataFolders: ["/var/lib/postgresql/data", "/var/lib/postgresql/*/docker"],
		runsReadOnly: { from: 9, through: 18, areAll: true },
		configuration: ["/etc/postgresql", "/usr/share/postgresql"],
		readsFilesIn: ["/etc/postgresql"],
		harmlessVariables: words(`
			PGDATA PGDATABASE PGPASSWORD PGPORT PGUSER POSTGRES_DATABASE POSTGRES_DB POSTGRES_HOST POSTGRES_HOST_AUTH_METHOD POSTGRES_INITDB_ARGS
			POSTGRES_INITDB_WALDIR POSTGRES_INITDB_XLOGDIR POSTGRES_PASSWORD POSTGRES_PORT POSTGRES_USER
		`),
		harmless: postgres,
	},
	{
		program: "PostgreSQL",
		changesOwner: true,
		images: ["docker.io/postgis/postgis", "docker.io/pgvector/pgvector"],
		sources: [
			"https://github.com/postgis/docker-postgis/blob/master/Dockerfile.template",
			"https://github.com/pgvector/pgvector/blob/master/Dockerfile",
		],
		scratch: ["/tmp", "/var/run/postgresql"],
		volumes: ["/var/lib/postgresql"],
		configuration: ["/etc/postgresql", "/usr/share/postgresql"],
	},
	{
		program: "MySQL",
		changesOwner: true,
		images: ["docker.io/library/mysql"],
		sources: [
			"https://github.com/docker-library/mysql/blob/master/8.4/Dockerfile.oracle",
			"https://github.com/docker-library/mysql/blob/master/8.4/docker-entrypoint.sh",
			"https://dev.mysql.com/doc/refman/9.5/en/temporary-files.html",
		],
		scratch: ["/tmp", "/var/run/mysqld"],
		volumes: ["/var/lib/mysql"],
		runsReadOnly: { from: 5, through: 9, areAll: true },
		variants: ["oracle", "oraclelinux"],
		caution: sortsInTmp("MySQL"),
		harmlessVariables: mysqlVariables,
		configuration: ["/etc/mysql", "/etc/my.cnf", "/etc/my.cnf.d"],
		onlyReads: ["/etc/mysql/conf.d", "/etc/my.cnf"],
		readsFilesIn: ["/etc/mysql"],
		harmless: { programs: ["mysqld"], options: mysqlOptions },
	},
	{
		program: "MariaDB",
		changesOwner: true,
		images: ["docker.io/library/mariadb"],
		sources: [
			"https://github.com/MariaDB/mariadb-docker/blob/master/11.4/Dockerfile",
			"https://github.com/MariaDB/mariadb-docker/blob/master/11.4/docker-entrypoint.sh",
		],
		scratch: ["/tmp", "/run/mysqld"],
		volumes: ["/var/lib/mysql"],
		runsReadOnly: { from: 10, through: 12, areAll: true },
		caution: sortsInTmp("MariaDB"),
		harmlessVariables: [...mysqlVariables, ...mysqlVariables.map((name) => name.replace("MYSQL", "MARIADB"))],
		configuration: ["/etc/mysql"],
		onlyReads: ["/etc/mysql/conf.d"],
		readsFilesIn: ["/etc/mysql"],
		harmless: { programs: ["mysqld", "mariadbd"], options: mysqlOptions },
	},
	{
		program: "MongoDB",
		images: ["docker.io/library/mongo"],
		sources: [
			"https://github.com/docker-library/mongo/blob/master/8.0/Dockerfile",
			"https://github.com/docker-library/mongo/blob/master/8.0/docker-entrypoint.sh",
		],
		scratch: ["/tmp"],
		volumes: ["/data/db"],
		runsReadOnly: { from: 3, through: 8, areAll: true },
		harmlessVariables: words("MONGO_INITDB_DATABASE MONGO_INITDB_ROOT_PASSWORD MONGO_INITDB_ROOT_USERNAME"),
		configuration: ["/etc/mongo", "/etc/mongod.conf"],
		harmless: {
			programs: ["mongod"],
			options: words("auth bind-ip bind-ip-all oplogSize port quiet replSet wiredTigerCacheSizeGB"),
		},
	},
];
