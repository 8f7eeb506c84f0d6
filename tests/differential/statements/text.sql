-- Text and bytes: functions, comparison, patterns.

SELECT id, length(v) AS x FROM kinds;

SELECT id, length(t) AS x FROM kinds;

SELECT id, length(word) AS x FROM words;

SELECT id, octet_length(v) AS x FROM kinds;

SELECT id, octet_length(t) AS x FROM kinds;

SELECT id, octet_length(word) AS x FROM words;

SELECT id, lower(v) AS x FROM kinds;

SELECT id, lower(t) AS x FROM kinds;

SELECT id, lower(word) AS x FROM words;

SELECT id, upper(v) AS x FROM kinds;

SELECT id, upper(t) AS x FROM kinds;

SELECT id, upper(word) AS x FROM words;

SELECT id, substring(v, 2) AS x FROM kinds;

SELECT id, substring(t, 2) AS x FROM kinds;

SELECT id, substring(word, 2) AS x FROM words;

SELECT id, substring(v, 2, 3) AS x FROM kinds;

SELECT id, substring(t, 2, 3) AS x FROM kinds;

SELECT id, substring(word, 2, 3) AS x FROM words;

SELECT id, substring(v FROM 2 FOR 3) AS x FROM kinds;

SELECT id, substring(t FROM 2 FOR 3) AS x FROM kinds;

SELECT id, substring(word FROM 2 FOR 3) AS x FROM words;

SELECT id, substring(v, 0) AS x FROM kinds;

SELECT id, substring(t, 0) AS x FROM kinds;

SELECT id, substring(word, 0) AS x FROM words;

SELECT id, substring(v, -2, 5) AS x FROM kinds;

SELECT id, substring(t, -2, 5) AS x FROM kinds;

SELECT id, substring(word, -2, 5) AS x FROM words;

SELECT id, substring(v, 1, 0) AS x FROM kinds;

SELECT id, substring(t, 1, 0) AS x FROM kinds;

SELECT id, substring(word, 1, 0) AS x FROM words;

SELECT id, substring(v, 100) AS x FROM kinds;

SELECT id, substring(t, 100) AS x FROM kinds;

SELECT id, substring(word, 100) AS x FROM words;

SELECT id, left(v, 2) AS x FROM kinds;

SELECT id, left(t, 2) AS x FROM kinds;

SELECT id, left(word, 2) AS x FROM words;

SELECT id, left(v, -1) AS x FROM kinds;

SELECT id, left(t, -1) AS x FROM kinds;

SELECT id, left(word, -1) AS x FROM words;

SELECT id, right(v, 2) AS x FROM kinds;

SELECT id, right(t, 2) AS x FROM kinds;

SELECT id, right(word, 2) AS x FROM words;

SELECT id, right(v, -1) AS x FROM kinds;

SELECT id, right(t, -1) AS x FROM kinds;

SELECT id, right(word, -1) AS x FROM words;

SELECT id, trim(v) AS x FROM kinds;

SELECT id, trim(t) AS x FROM kinds;

SELECT id, trim(word) AS x FROM words;

SELECT id, ltrim(v) AS x FROM kinds;

SELECT id, ltrim(t) AS x FROM kinds;

SELECT id, ltrim(word) AS x FROM words;

SELECT id, rtrim(v) AS x FROM kinds;

SELECT id, rtrim(t) AS x FROM kinds;

SELECT id, rtrim(word) AS x FROM words;

SELECT id, trim(BOTH 'o' FROM v) AS x FROM kinds;

SELECT id, trim(BOTH 'o' FROM t) AS x FROM kinds;

SELECT id, trim(BOTH 'o' FROM word) AS x FROM words;

SELECT id, trim(LEADING 'o' FROM v) AS x FROM kinds;

SELECT id, trim(LEADING 'o' FROM t) AS x FROM kinds;

SELECT id, trim(LEADING 'o' FROM word) AS x FROM words;

SELECT id, rtrim(v, 'e') AS x FROM kinds;

SELECT id, rtrim(t, 'e') AS x FROM kinds;

SELECT id, rtrim(word, 'e') AS x FROM words;

SELECT id, replace(v, 'n', 'NN') AS x FROM kinds;

SELECT id, replace(t, 'n', 'NN') AS x FROM kinds;

SELECT id, replace(word, 'n', 'NN') AS x FROM words;

SELECT id, replace(v, '', 'x') AS x FROM kinds;

SELECT id, replace(t, '', 'x') AS x FROM kinds;

SELECT id, replace(word, '', 'x') AS x FROM words;

SELECT id, position('n' IN v) AS x FROM kinds;

SELECT id, position('n' IN t) AS x FROM kinds;

SELECT id, position('n' IN word) AS x FROM words;

SELECT id, position('' IN v) AS x FROM kinds;

SELECT id, position('' IN t) AS x FROM kinds;

SELECT id, position('' IN word) AS x FROM words;

SELECT id, strpos(v, 'e') AS x FROM kinds;

SELECT id, strpos(t, 'e') AS x FROM kinds;

SELECT id, strpos(word, 'e') AS x FROM words;

SELECT id, lpad(v, 6) AS x FROM kinds;

SELECT id, lpad(t, 6) AS x FROM kinds;

SELECT id, lpad(word, 6) AS x FROM words;

SELECT id, lpad(v, 2) AS x FROM kinds;

SELECT id, lpad(t, 2) AS x FROM kinds;

SELECT id, lpad(word, 2) AS x FROM words;

SELECT id, lpad(v, 8, 'xy') AS x FROM kinds;

SELECT id, lpad(t, 8, 'xy') AS x FROM kinds;

SELECT id, lpad(word, 8, 'xy') AS x FROM words;

SELECT id, rpad(v, 6) AS x FROM kinds;

SELECT id, rpad(t, 6) AS x FROM kinds;

SELECT id, rpad(word, 6) AS x FROM words;

SELECT id, rpad(v, 8, 'xy') AS x FROM kinds;

SELECT id, rpad(t, 8, 'xy') AS x FROM kinds;

SELECT id, rpad(word, 8, 'xy') AS x FROM words;

SELECT id, repeat(v, 2) AS x FROM kinds;

SELECT id, repeat(t, 2) AS x FROM kinds;

SELECT id, repeat(word, 2) AS x FROM words;

SELECT id, repeat(v, 0) AS x FROM kinds;

SELECT id, repeat(t, 0) AS x FROM kinds;

SELECT id, repeat(word, 0) AS x FROM words;

SELECT id, repeat(v, -1) AS x FROM kinds;

SELECT id, repeat(t, -1) AS x FROM kinds;

SELECT id, repeat(word, -1) AS x FROM words;

SELECT id, reverse(v) AS x FROM kinds;

SELECT id, reverse(t) AS x FROM kinds;

SELECT id, reverse(word) AS x FROM words;

SELECT id, concat(v, 1, NULL, 'z') AS x FROM kinds;

SELECT id, concat(t, 1, NULL, 'z') AS x FROM kinds;

SELECT id, concat(word, 1, NULL, 'z') AS x FROM words;

SELECT id, concat_ws('-', v, NULL, 'z') AS x FROM kinds;

SELECT id, concat_ws('-', t, NULL, 'z') AS x FROM kinds;

SELECT id, concat_ws('-', word, NULL, 'z') AS x FROM words;

SELECT id, ascii(v) AS x FROM kinds;

SELECT id, ascii(t) AS x FROM kinds;

SELECT id, ascii(word) AS x FROM words;

SELECT id, starts_with(v, 'o') AS x FROM kinds;

SELECT id, starts_with(t, 'o') AS x FROM kinds;

SELECT id, starts_with(word, 'o') AS x FROM words;

SELECT id, split_part(v, 'n', 1) AS x FROM kinds;

SELECT id, split_part(t, 'n', 1) AS x FROM kinds;

SELECT id, split_part(word, 'n', 1) AS x FROM words;

SELECT id, split_part(v, 'n', 2) AS x FROM kinds;

SELECT id, split_part(t, 'n', 2) AS x FROM kinds;

SELECT id, split_part(word, 'n', 2) AS x FROM words;

SELECT id, translate(v, 'one', '123') AS x FROM kinds;

SELECT id, translate(t, 'one', '123') AS x FROM kinds;

SELECT id, translate(word, 'one', '123') AS x FROM words;

SELECT id, v || '!' AS x FROM kinds;

SELECT id, t || '!' AS x FROM kinds;

SELECT id, word || '!' AS x FROM words;

SELECT id, v || i AS x FROM kinds;

SELECT id, t || i AS x FROM kinds;

SELECT id, word || id AS x FROM words;

SELECT id, '<' || v || '>' AS x FROM kinds;

SELECT id, '<' || t || '>' AS x FROM kinds;

SELECT id, '<' || word || '>' AS x FROM words;

SELECT id, v || NULL AS x FROM kinds;

SELECT id, t || NULL AS x FROM kinds;

SELECT id, word || NULL AS x FROM words;

SELECT id, v || v || v AS x FROM kinds;

SELECT id, t || t || t AS x FROM kinds;

SELECT id, word || word || word AS x FROM words;

SELECT id, coalesce(v, 'none') AS x FROM kinds;

SELECT id, coalesce(t, 'none') AS x FROM kinds;

SELECT id, coalesce(word, 'none') AS x FROM words;

SELECT id, nullif(v, 'one') AS x FROM kinds;

SELECT id, nullif(t, 'one') AS x FROM kinds;

SELECT id, nullif(word, 'one') AS x FROM words;

SELECT id, greatest(v, 'm') AS x FROM kinds;

SELECT id, greatest(t, 'm') AS x FROM kinds;

SELECT id, greatest(word, 'm') AS x FROM words;

SELECT id, least(v, 'm') AS x FROM kinds;

SELECT id, least(t, 'm') AS x FROM kinds;

SELECT id, least(word, 'm') AS x FROM words;

SELECT id, CAST(v AS VARCHAR(2)) AS x FROM kinds;

SELECT id, CAST(t AS VARCHAR(2)) AS x FROM kinds;

SELECT id, CAST(word AS VARCHAR(2)) AS x FROM words;

SELECT id, CAST(v AS BYTEA) AS x FROM kinds;

SELECT id, CAST(t AS BYTEA) AS x FROM kinds;

SELECT id, CAST(word AS BYTEA) AS x FROM words;

SELECT id, hex(CAST(v AS BYTEA)) AS x FROM kinds;

SELECT id, hex(CAST(t AS BYTEA)) AS x FROM kinds;

SELECT id, hex(CAST(word AS BYTEA)) AS x FROM words;

SELECT id FROM kinds WHERE v = 'one';

SELECT id FROM kinds WHERE lower(v) = 'apple';

SELECT id FROM kinds WHERE v <> 'one';

SELECT id FROM kinds WHERE lower(v) <> 'apple';

SELECT id FROM kinds WHERE v < 'one';

SELECT id FROM kinds WHERE lower(v) < 'apple';

SELECT id FROM kinds WHERE v <= 'one';

SELECT id FROM kinds WHERE lower(v) <= 'apple';

SELECT id FROM kinds WHERE v > 'one';

SELECT id FROM kinds WHERE lower(v) > 'apple';

SELECT id FROM kinds WHERE v >= 'one';

SELECT id FROM kinds WHERE lower(v) >= 'apple';

SELECT id FROM kinds WHERE v IS DISTINCT FROM 'one';

SELECT id FROM kinds WHERE lower(v) IS DISTINCT FROM 'apple';

SELECT id FROM kinds WHERE v IS NOT DISTINCT FROM 'one';

SELECT id FROM kinds WHERE lower(v) IS NOT DISTINCT FROM 'apple';

SELECT id FROM kinds WHERE v LIKE '%';

SELECT id FROM kinds WHERE v NOT LIKE '%';

SELECT id FROM kinds WHERE v ILIKE '%';

SELECT id FROM kinds WHERE v LIKE 'a%';

SELECT id FROM kinds WHERE v NOT LIKE 'a%';

SELECT id FROM kinds WHERE v ILIKE 'a%';

SELECT id FROM kinds WHERE v LIKE '%e';

SELECT id FROM kinds WHERE v NOT LIKE '%e';

SELECT id FROM kinds WHERE v ILIKE '%e';

SELECT id FROM kinds WHERE v LIKE '%p%';

SELECT id FROM kinds WHERE v NOT LIKE '%p%';

SELECT id FROM kinds WHERE v ILIKE '%p%';

SELECT id FROM kinds WHERE v LIKE '_pple';

SELECT id FROM kinds WHERE v NOT LIKE '_pple';

SELECT id FROM kinds WHERE v ILIKE '_pple';

SELECT id FROM kinds WHERE v LIKE 'a\_b';

SELECT id FROM kinds WHERE v NOT LIKE 'a\_b';

SELECT id FROM kinds WHERE v ILIKE 'a\_b';

SELECT id FROM kinds WHERE v LIKE '100\%';

SELECT id FROM kinds WHERE v NOT LIKE '100\%';

SELECT id FROM kinds WHERE v ILIKE '100\%';

SELECT id FROM kinds WHERE v LIKE '';

SELECT id FROM kinds WHERE v NOT LIKE '';

SELECT id FROM kinds WHERE v ILIKE '';

SELECT id FROM kinds WHERE v LIKE 'A%';

SELECT id FROM kinds WHERE v NOT LIKE 'A%';

SELECT id FROM kinds WHERE v ILIKE 'A%';

SELECT id FROM kinds WHERE v LIKE '%\%%';

SELECT id FROM kinds WHERE v NOT LIKE '%\%%';

SELECT id FROM kinds WHERE v ILIKE '%\%%';

SELECT id FROM kinds WHERE v LIKE '%!%' ESCAPE '!';

SELECT id FROM kinds WHERE v LIKE lower(v);

SELECT id FROM kinds WHERE v BETWEEN 'a' AND 'm';

SELECT id FROM kinds WHERE v IN ('one', 'apple', '');

SELECT id FROM kinds WHERE v NOT IN ('one', 'apple', '');

SELECT id FROM kinds WHERE t = 'one';

SELECT id FROM kinds WHERE lower(t) = 'apple';

SELECT id FROM kinds WHERE t <> 'one';

SELECT id FROM kinds WHERE lower(t) <> 'apple';

SELECT id FROM kinds WHERE t < 'one';

SELECT id FROM kinds WHERE lower(t) < 'apple';

SELECT id FROM kinds WHERE t <= 'one';

SELECT id FROM kinds WHERE lower(t) <= 'apple';

SELECT id FROM kinds WHERE t > 'one';

SELECT id FROM kinds WHERE lower(t) > 'apple';

SELECT id FROM kinds WHERE t >= 'one';

SELECT id FROM kinds WHERE lower(t) >= 'apple';

SELECT id FROM kinds WHERE t IS DISTINCT FROM 'one';

SELECT id FROM kinds WHERE lower(t) IS DISTINCT FROM 'apple';

SELECT id FROM kinds WHERE t IS NOT DISTINCT FROM 'one';

SELECT id FROM kinds WHERE lower(t) IS NOT DISTINCT FROM 'apple';

SELECT id FROM kinds WHERE t LIKE '%';

SELECT id FROM kinds WHERE t NOT LIKE '%';

SELECT id FROM kinds WHERE t ILIKE '%';

SELECT id FROM kinds WHERE t LIKE 'a%';

SELECT id FROM kinds WHERE t NOT LIKE 'a%';

SELECT id FROM kinds WHERE t ILIKE 'a%';

SELECT id FROM kinds WHERE t LIKE '%e';

SELECT id FROM kinds WHERE t NOT LIKE '%e';

SELECT id FROM kinds WHERE t ILIKE '%e';

SELECT id FROM kinds WHERE t LIKE '%p%';

SELECT id FROM kinds WHERE t NOT LIKE '%p%';

SELECT id FROM kinds WHERE t ILIKE '%p%';

SELECT id FROM kinds WHERE t LIKE '_pple';

SELECT id FROM kinds WHERE t NOT LIKE '_pple';

SELECT id FROM kinds WHERE t ILIKE '_pple';

SELECT id FROM kinds WHERE t LIKE 'a\_b';

SELECT id FROM kinds WHERE t NOT LIKE 'a\_b';

SELECT id FROM kinds WHERE t ILIKE 'a\_b';

SELECT id FROM kinds WHERE t LIKE '100\%';

SELECT id FROM kinds WHERE t NOT LIKE '100\%';

SELECT id FROM kinds WHERE t ILIKE '100\%';

SELECT id FROM kinds WHERE t LIKE '';

SELECT id FROM kinds WHERE t NOT LIKE '';

SELECT id FROM kinds WHERE t ILIKE '';

SELECT id FROM kinds WHERE t LIKE 'A%';

SELECT id FROM kinds WHERE t NOT LIKE 'A%';

SELECT id FROM kinds WHERE t ILIKE 'A%';

SELECT id FROM kinds WHERE t LIKE '%\%%';

SELECT id FROM kinds WHERE t NOT LIKE '%\%%';

SELECT id FROM kinds WHERE t ILIKE '%\%%';

SELECT id FROM kinds WHERE t LIKE '%!%' ESCAPE '!';

SELECT id FROM kinds WHERE t LIKE lower(t);

SELECT id FROM kinds WHERE t BETWEEN 'a' AND 'm';

SELECT id FROM kinds WHERE t IN ('one', 'apple', '');

SELECT id FROM kinds WHERE t NOT IN ('one', 'apple', '');

SELECT id FROM words WHERE word = 'one';

SELECT id FROM words WHERE lower(word) = 'apple';

SELECT id FROM words WHERE word <> 'one';

SELECT id FROM words WHERE lower(word) <> 'apple';

SELECT id FROM words WHERE word < 'one';

SELECT id FROM words WHERE lower(word) < 'apple';

SELECT id FROM words WHERE word <= 'one';

SELECT id FROM words WHERE lower(word) <= 'apple';

SELECT id FROM words WHERE word > 'one';

SELECT id FROM words WHERE lower(word) > 'apple';

SELECT id FROM words WHERE word >= 'one';

SELECT id FROM words WHERE lower(word) >= 'apple';

SELECT id FROM words WHERE word IS DISTINCT FROM 'one';

SELECT id FROM words WHERE lower(word) IS DISTINCT FROM 'apple';

SELECT id FROM words WHERE word IS NOT DISTINCT FROM 'one';

SELECT id FROM words WHERE lower(word) IS NOT DISTINCT FROM 'apple';

SELECT id FROM words WHERE word LIKE '%';

SELECT id FROM words WHERE word NOT LIKE '%';

SELECT id FROM words WHERE word ILIKE '%';

SELECT id FROM words WHERE word LIKE 'a%';

SELECT id FROM words WHERE word NOT LIKE 'a%';

SELECT id FROM words WHERE word ILIKE 'a%';

SELECT id FROM words WHERE word LIKE '%e';

SELECT id FROM words WHERE word NOT LIKE '%e';

SELECT id FROM words WHERE word ILIKE '%e';

SELECT id FROM words WHERE word LIKE '%p%';

SELECT id FROM words WHERE word NOT LIKE '%p%';

SELECT id FROM words WHERE word ILIKE '%p%';

SELECT id FROM words WHERE word LIKE '_pple';

SELECT id FROM words WHERE word NOT LIKE '_pple';

SELECT id FROM words WHERE word ILIKE '_pple';

SELECT id FROM words WHERE word LIKE 'a\_b';

SELECT id FROM words WHERE word NOT LIKE 'a\_b';

SELECT id FROM words WHERE word ILIKE 'a\_b';

SELECT id FROM words WHERE word LIKE '100\%';

SELECT id FROM words WHERE word NOT LIKE '100\%';

SELECT id FROM words WHERE word ILIKE '100\%';

SELECT id FROM words WHERE word LIKE '';

SELECT id FROM words WHERE word NOT LIKE '';

SELECT id FROM words WHERE word ILIKE '';

SELECT id FROM words WHERE word LIKE 'A%';

SELECT id FROM words WHERE word NOT LIKE 'A%';

SELECT id FROM words WHERE word ILIKE 'A%';

SELECT id FROM words WHERE word LIKE '%\%%';

SELECT id FROM words WHERE word NOT LIKE '%\%%';

SELECT id FROM words WHERE word ILIKE '%\%%';

SELECT id FROM words WHERE word LIKE '%!%' ESCAPE '!';

SELECT id FROM words WHERE word LIKE lower(word);

SELECT id FROM words WHERE word BETWEEN 'a' AND 'm';

SELECT id FROM words WHERE word IN ('one', 'apple', '');

SELECT id FROM words WHERE word NOT IN ('one', 'apple', '');

SELECT chr(65) AS x;

SELECT chr(233) || chr(8364) || chr(128512) AS x;

SELECT chr(0) AS x;

SELECT hex(x'00ff') AS x;

SELECT unhex('00ff') AS x;

SELECT unhex('0g') AS x;

SELECT length(x'00ff') AS x;

SELECT substring(x'010203', 2) AS x;

SELECT substring(x'010203', 2, 1) AS x;

SELECT x'01' || x'02' AS x;

SELECT id, y || x'ff' AS x FROM kinds;

SELECT id, hex(y) AS x FROM kinds;

SELECT id FROM kinds WHERE y = x'01';

SELECT id FROM kinds WHERE y < x'6f';

SELECT id, substring(t, 4294967297) AS x FROM kinds;

SELECT id, substring(t, 1, 4294967297) AS x FROM kinds;

SELECT id, left(t, 4294967296) AS x FROM kinds;

SELECT id, right(t, 9223372036854775807) AS x FROM kinds;

SELECT id, substring(t, bi) AS a, substring(t, bi, 3) AS b, substring(t, 1, CASE WHEN bi >= 0 THEN bi END) AS c, left(t, bi) AS d FROM kinds WHERE bi > -9223372036854775808;

SELECT id, substring(t, -4294967296, 4294967300) AS a, substring(t, -4294967296, 4) AS b, substring(t, bi - bi - 4294967296, bi - bi + 4294967300) AS c, substring(t, i, 4294967296) AS d FROM kinds WHERE bi > -9223372036854775808;

SELECT id, right(t, bi) AS a, right(t, -4294967296) AS b, left(t, -9223372036854775807) AS c, substring(t, bi, bi) AS d FROM kinds WHERE bi >= 0;

SELECT id, substring(y, 4294967297) AS a, substring(y, bi) AS b, substring(y, -4294967296, 4294967300) AS c FROM kinds WHERE bi > -9223372036854775808;

SELECT id, split_part(t, 'e', 4294967297) AS a, split_part(t, 'e', bi) AS b FROM kinds WHERE bi > 0;

SELECT id, substring(t, 1, -4294967296) AS x FROM kinds;

SELECT id, substring(t, bi - bi + 1, bi - bi - 4294967296) AS x FROM kinds WHERE bi = 1;
