needs: tenon explain --for postgresql,sqlite,mysql,mariadb 'SELECT 1'

tenon explain: servers with the same answer stand together

  $ tenon explain "SELECT a || 'x' AS y FROM t WHERE b IS NOT DISTINCT FROM 3"
  sqlite
    sql:
      SELECT ("t"."a" || 'x') AS "y" FROM "t" WHERE ("t"."b" IS 3)
    warnings:
      the type of column a is not known; TEXT is assumed
      the type of column b is not known; BIGINT is assumed
  postgresql
    sql:
      SELECT ("t"."a" || 'x') AS "y" FROM "t" WHERE ("t"."b" IS NOT DISTINCT FROM 3)
    warnings:
      the type of column a is not known; TEXT is assumed
      the type of column b is not known; BIGINT is assumed
  mysql, mariadb
    sql:
      SELECT CONCAT("t"."a", 'x') AS "y" FROM "t" WHERE ("t"."b" <=> 3)
    warnings:
      the type of column a is not known; TEXT is assumed
      the type of column b is not known; BIGINT is assumed
  $ tenon explain --for sqlite "SELECT name, born / 10 AS decade FROM author ORDER BY born NULLS FIRST LIMIT 3"
  sqlite
    sql:
      SELECT "author"."name" AS "name", tn_div("author"."born", 10) AS "decade" FROM "author" ORDER BY "author"."born" NULLS FIRST LIMIT 3
    warnings:
      the type of column born is not known; BIGINT is assumed

With the types of a schema there is nothing to guess

  $ echo 'CREATE TABLE t (id INTEGER PRIMARY KEY, k INTEGER);' > schema.sql
  $ tenon explain --schema schema.sql "DELETE FROM t WHERE id IN (SELECT max(id) FROM t GROUP BY k)"
  sqlite, postgresql
    sql:
      DELETE FROM "t" WHERE ("t"."id" IN (SELECT max("t"."id") FROM "t" GROUP BY "t"."k"))
  mysql
    sql:
      -- step 1
      SELECT "t"."id" AS "c1" FROM "t" WHERE ("t"."id" IN (SELECT MAX("t"."id") FROM "t" GROUP BY "t"."k" FOR UPDATE)) FOR UPDATE;
      -- step 2, for the rows of step 1, 500 at a time
      DELETE FROM "t" WHERE ("t"."id" IN (?));
  mariadb
    sql:
      DELETE FROM "t" WHERE ("t"."id" IN (SELECT "tnx_1"."c1" FROM (SELECT MAX("t"."id") AS "c1" FROM "t" GROUP BY "t"."k") AS "tnx_1"))
  $ tenon explain --schema schema.sql --for mysql --plan --tree "SELECT k FROM t FETCH FIRST 1 ROW ONLY"
  mysql
    sql:
      SELECT "t"."k" AS "k" FROM "t" LIMIT 1
    plan:
      plan flags=- steps=1
        1 query portable args=0
          query
            select
              item k
                column t.k :INTEGER
              from
                table t as t
              limit
                literal 1 :BIGINT!
            output k :INTEGER
    tree:
      query
        select
          item k
            column t.k :INTEGER
          from
            table t as t
          limit
            literal 1 :BIGINT!
        output k :INTEGER
    warnings:
      LIMIT without ORDER BY: which rows these are is not said
  $ tenon explain --schema schema.sql "SELECT nothing FROM t"
  tenon: sqlite, postgresql, mysql, mariadb: NO_OBJECT: no column "nothing" here
    line 1, column 8: SELECT nothing FROM t
                             ^
  [1]

A column of a key has a length where keys have one, and an index the first part of what is longer

  $ tenon explain --for sqlite,mysql "CREATE TABLE k (a TEXT UNIQUE, b TEXT, c BYTEA, n INTEGER, up TEXT REFERENCES k (a), UNIQUE (n, c))"
  sqlite
    sql:
      CREATE TABLE "k" (
        "a" TEXT,
        "b" TEXT,
        "c" BLOB,
        "n" INT,
        "up" TEXT,
        CONSTRAINT "k_a_tn_type" CHECK (typeof("a") IN ('text', 'null')),
        CONSTRAINT "k_b_tn_type" CHECK (typeof("b") IN ('text', 'null')),
        CONSTRAINT "k_c_tn_type" CHECK (typeof("c") IN ('blob', 'null')),
        CONSTRAINT "k_n_tn_range" CHECK (typeof("n") NOT IN ('integer', 'real') OR "n" BETWEEN -2147483648 AND 2147483647),
        CONSTRAINT "k_n_tn_type" CHECK (typeof("n") IN ('integer', 'null')),
        CONSTRAINT "k_up_tn_type" CHECK (typeof("up") IN ('text', 'null')),
        CONSTRAINT "k_a_key" UNIQUE ("a"),
        CONSTRAINT "k_up_fkey" FOREIGN KEY ("up") REFERENCES "k" ("a"),
        CONSTRAINT "k_n_c_key" UNIQUE ("n", "c")
      )
  mysql
    sql:
      CREATE TABLE "k" (
        "a" VARCHAR(768),
        "b" LONGTEXT,
        "c" VARBINARY(3068),
        "n" INT,
        "up" VARCHAR(768),
        CONSTRAINT "k_a_key" UNIQUE ("a"),
        CONSTRAINT "k_up_fkey" FOREIGN KEY ("up") REFERENCES "k" ("a"),
        CONSTRAINT "k_n_c_key" UNIQUE ("n", "c")
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_bin
  $ echo 'CREATE TABLE k (a TEXT, b TEXT, c BYTEA, l VARCHAR(2000), v VARCHAR(40), n INTEGER, UNIQUE (a, c));' > keys.sql
  $ tenon explain --schema keys.sql --for postgresql,mysql,mariadb "CREATE INDEX i ON k (b DESC, v, l, n)"
  postgresql
    sql:
      CREATE INDEX "i" ON "k" ("b" DESC, "v", "l", "n")
  mysql, mariadb
    sql:
      CREATE INDEX "i" ON "k" ("b"(363) DESC, "v", "l"(363), "n")
  $ tenon explain --schema keys.sql --for mysql "CREATE INDEX i ON k (a, v)"
  mysql
    sql:
      CREATE INDEX "i" ON "k" ("a", "v")
  $ tenon explain --schema keys.sql --for mysql "CREATE UNIQUE INDEX i ON k (a, v)"
  mysql
    sql:
      CREATE UNIQUE INDEX "i" ON "k" ("a", "v")
  $ tenon explain --schema keys.sql --for mysql "CREATE UNIQUE INDEX i ON k (b)"
  tenon: mysql: UNSUPPORTED: a column of TEXT such as "b" in a unique index is not available on mysql
    hint: Write UNIQUE where the table is made, or VARCHAR(n) as the type of the column.
    line 1, column 29: CREATE UNIQUE INDEX i ON k (b)
                                                   ^
  [1]
  $ tenon explain --for mysql "CREATE TABLE w (a TEXT, v VARCHAR(740), UNIQUE (a, v))"
  tenon: mysql: UNSUPPORTED: a column of TEXT such as "a" in a UNIQUE key is not available on mysql
    hint: Make the columns shorter, or the key of fewer columns.
    line 1, column 41: CREATE TABLE w (a TEXT, v VARCHAR(740), UNIQUE (a, v))
                                                               ^
  [1]

An error of the text is the same for all and told once; a refusal names its server

  $ tenon explain "SELECT 1 LIMIT 5,10"
  tenon: sqlite, postgresql, mysql, mariadb: SYNTAX: LIMIT takes one number
    hint: write LIMIT count OFFSET start: of LIMIT 5, 10 that is LIMIT 10 OFFSET 5
    line 1, column 17: SELECT 1 LIMIT 5,10
                                       ^
  [1]
  $ tenon explain --for sqlite,postgresql --schema schema.sql "SELECT id FROM t FOR UPDATE SKIP LOCKED"
  tenon: sqlite: UNSUPPORTED: SKIP LOCKED is not available on this server (capability skip_locked)
    line 1, column 1: SELECT id FROM t FOR UPDATE SKIP LOCKED
                      ^
  postgresql
    sql:
      SELECT "t"."id" AS "id" FROM "t" FOR UPDATE SKIP LOCKED
  [1]
  $ printf 'SELECT 1;\nSELECT 2' | tenon explain --for sqlite
  sqlite
    sql:
      SELECT 1 AS "?column?"
  sqlite
    sql:
      SELECT 2 AS "?column?"
  $ tenon explain --for oracle "SELECT 1"
  tenon: oracle: UNSUPPORTED: no dialect 'oracle' in this build
  [1]
  $ tenon explain --for mysql@latest "SELECT 1"
  tenon: mysql@latest: PARAM: 'latest' is no version: write it as 10.11 or 10.11.2
  [1]
  $ tenon explain --schema none.sql "SELECT 1"
  tenon: none.sql: No such file or directory
  [2]
  $ tenon explain --nonsense 2>/dev/null
  [2]
