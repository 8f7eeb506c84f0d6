tenon sql: rows as a table, numbers to the right

  $ tenon sql $URL "DROP TABLE IF EXISTS author"
  $ tenon sql $URL "CREATE TABLE author (id INTEGER PRIMARY KEY, name VARCHAR(80), born INTEGER, pay NUMERIC(9,2))"
  $ tenon sql $URL "INSERT INTO author VALUES (1, 'Le Guin', 1929, 12.5), (2, 'Žižek, \"S.\"', 1949, NULL), (3, '', 7, 0)"
  3 rows
  $ tenon sql $URL "SELECT id, name, pay FROM author ORDER BY id"
  id | name        |   pay
   1 | Le Guin     | 12.50
   2 | Žižek, "S." |  NULL
   3 |             |  0.00
  (3 rows)
  $ tenon sql $URL --format csv "SELECT id, name, pay FROM author ORDER BY id"
  id,name,pay
  1,Le Guin,12.50
  2,"Žižek, ""S.""",
  3,"",0.00
  $ tenon sql $URL --format jsonl "SELECT id, name, pay, born > 1000 AS late FROM author ORDER BY id"
  {"id": 1, "name": "Le Guin", "pay": 12.50, "late": true}
  {"id": 2, "name": "Žižek, \"S.\"", "pay": null, "late": true}
  {"id": 3, "name": "", "pay": 0.00, "late": false}

Values from the command line

  $ tenon sql $URL --param year=1929 "SELECT name FROM author WHERE born = :year"
  name
  Le Guin
  (1 row)
  $ tenon sql $URL --param "n=O'Brien; --" --param d:date=2024-02-29 --param x:bytes=00ff --param z:null= "SELECT :n AS n, :d AS d, :x AS x, :z AS z" --format csv
  n,d,x,z
  O'Brien; --,2024-02-29,\x00ff,
  $ tenon sql $URL --param d:date=2023-02-29 "SELECT :d AS d"
  tenon: d:date=2023-02-29: DATA: "2023-02-29" is not a value of kind date
  [2]
  $ tenon sql $URL --param d:colour=red "SELECT :d AS d"
  tenon: "d:colour" names no kind; try text, integer, numeric, double, boolean, date, time, timestamp, timestamptz, uuid, json, bytes or null
  [2]
  $ tenon sql $URL --param nothing "SELECT 1"
  tenon: --param takes name=value or name:kind=value, not "nothing"
  [2]
  $ tenon sql $URL "SELECT name FROM author WHERE born = :year"
  tenon: PARAM: no value is given for parameter ':year'
  [1]

Several statements, and where one failed

  $ tenon sql $URL "UPDATE author SET born = born + 1 WHERE id < 3; DELETE FROM author WHERE id = 3; SELECT id, born FROM author ORDER BY 1"
  2 rows
  1 row
  id | born
   1 | 1930
   2 | 1950
  (2 rows)
  $ printf 'SELECT 1 AS one;\n\n-- nothing; here\nSELECT 2 AS two;\nSELEC 3;\nSELECT 4;\n' | tenon sql $URL
  one
    1
  (1 row)
  two
    2
  (1 row)
  tenon: standard input, statement at line 5: SYNTAX: unexpected "SELEC", expected SELECT
    hint: did you mean SELECT?
    line 1, column 1: SELEC 3;
                      ^
  [1]
  $ printf 'SELECT 1 AS one' > one.sql; tenon sql $URL --file one.sql
  one
    1
  (1 row)
  $ tenon sql $URL --file none.sql
  tenon: none.sql: No such file or directory
  [2]
  $ printf 'SELECT 1\0' | tenon sql $URL
  tenon: standard input: byte 9 is NUL, which no SQL text holds
  [2]
  $ printf '' | tenon sql $URL
  $ tenon sql $URL --quiet "DELETE FROM author WHERE id = 9"
  $ tenon sql $URL --timing --quiet "DELETE FROM author WHERE id = 9"
  [0-9]+\.[0-9]{3} ms (re)

Errors that the server tells, and the ones of the command line

  $ tenon sql $URL "INSERT INTO author VALUES (1, 'again', 1, 1)" 2>&1 | head -n 1 | cut -d: -f 1-2
  tenon: UNIQUE
  $ tenon sql $URL "SELECT * FROM nowhere"
  tenon: NO_OBJECT: no table "nowhere"
    line 1, column 15: SELECT * FROM nowhere
                                     ^
  [1]
  $ tenon sql sqlite:/nowhere/at/all.db "SELECT 1" >out 2>&1; echo $?; grep -c /nowhere out
  3
  1
  $ tenon sql nonsense://x "SELECT 1" 2>&1 | cut -d';' -f 1
  tenon: UNSUPPORTED: scheme 'nonsense' at byte 1 is not known to this build
  $ tenon sql $URL --format xml "SELECT 1"
  tenon: there is no format "xml"; table, csv and jsonl are there
  [2]
  $ tenon sql 2>&1 | head -n 1
  usage: tenon sql [OPTION]... URL 'SQL'
  $ tenon sql --help | head -n 1
  usage: tenon sql [OPTION]... URL 'SQL'
  $ tenon nothing 2>&1 | head -n 1
  tenon: there is no command "nothing"
  $ tenon --version
  tenon 0.1.0
  $ tenon sql $URL "DROP TABLE author"
