-- Conditions: as WHERE, as value, negated, inside CASE.

SELECT id FROM kinds WHERE NULL = i;

SELECT id FROM kinds WHERE NOT (NULL <> i);

SELECT id, NULL = NULL AS x FROM kinds;

SELECT id, i + 1 = NULL AS x FROM kinds;

SELECT id FROM kinds WHERE b;

SELECT id, b AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (b);

SELECT id, CASE WHEN b THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE NOT b;

SELECT id, NOT b AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (NOT b);

SELECT id, CASE WHEN NOT b THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE b IS TRUE;

SELECT id, b IS TRUE AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (b IS TRUE);

SELECT id, CASE WHEN b IS TRUE THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE b IS NOT TRUE;

SELECT id, b IS NOT TRUE AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (b IS NOT TRUE);

SELECT id, CASE WHEN b IS NOT TRUE THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE b IS FALSE;

SELECT id, b IS FALSE AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (b IS FALSE);

SELECT id, CASE WHEN b IS FALSE THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE b IS NOT FALSE;

SELECT id, b IS NOT FALSE AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (b IS NOT FALSE);

SELECT id, CASE WHEN b IS NOT FALSE THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE b IS UNKNOWN;

SELECT id, b IS UNKNOWN AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (b IS UNKNOWN);

SELECT id, CASE WHEN b IS UNKNOWN THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE b IS NOT UNKNOWN;

SELECT id, b IS NOT UNKNOWN AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (b IS NOT UNKNOWN);

SELECT id, CASE WHEN b IS NOT UNKNOWN THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE b = TRUE;

SELECT id, b = TRUE AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (b = TRUE);

SELECT id, CASE WHEN b = TRUE THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE b <> FALSE;

SELECT id, b <> FALSE AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (b <> FALSE);

SELECT id, CASE WHEN b <> FALSE THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE b AND i > 0;

SELECT id, b AND i > 0 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (b AND i > 0);

SELECT id, CASE WHEN b AND i > 0 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE b OR i > 0;

SELECT id, b OR i > 0 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (b OR i > 0);

SELECT id, CASE WHEN b OR i > 0 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE NOT (b AND i > 0);

SELECT id, NOT (b AND i > 0) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (NOT (b AND i > 0));

SELECT id, CASE WHEN NOT (b AND i > 0) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE b IS NULL;

SELECT id, b IS NULL AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (b IS NULL);

SELECT id, CASE WHEN b IS NULL THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE b IS NOT NULL;

SELECT id, b IS NOT NULL AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (b IS NOT NULL);

SELECT id, CASE WHEN b IS NOT NULL THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i IS NULL OR b;

SELECT id, i IS NULL OR b AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i IS NULL OR b);

SELECT id, CASE WHEN i IS NULL OR b THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE (i > 0) = b;

SELECT id, (i > 0) = b AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT ((i > 0) = b);

SELECT id, CASE WHEN (i > 0) = b THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE (i > 0) IS TRUE;

SELECT id, (i > 0) IS TRUE AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT ((i > 0) IS TRUE);

SELECT id, CASE WHEN (i > 0) IS TRUE THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE (i > 0) IS DISTINCT FROM b;

SELECT id, (i > 0) IS DISTINCT FROM b AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT ((i > 0) IS DISTINCT FROM b);

SELECT id, CASE WHEN (i > 0) IS DISTINCT FROM b THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i BETWEEN 0 AND 10;

SELECT id, i BETWEEN 0 AND 10 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i BETWEEN 0 AND 10);

SELECT id, CASE WHEN i BETWEEN 0 AND 10 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i NOT BETWEEN 0 AND 10;

SELECT id, i NOT BETWEEN 0 AND 10 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i NOT BETWEEN 0 AND 10);

SELECT id, CASE WHEN i NOT BETWEEN 0 AND 10 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i BETWEEN SYMMETRIC 10 AND 0;

SELECT id, i BETWEEN SYMMETRIC 10 AND 0 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i BETWEEN SYMMETRIC 10 AND 0);

SELECT id, CASE WHEN i BETWEEN SYMMETRIC 10 AND 0 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i BETWEEN bi AND 10;

SELECT id, i BETWEEN bi AND 10 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i BETWEEN bi AND 10);

SELECT id, CASE WHEN i BETWEEN bi AND 10 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i BETWEEN NULL AND 10;

SELECT id, i BETWEEN NULL AND 10 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i BETWEEN NULL AND 10);

SELECT id, CASE WHEN i BETWEEN NULL AND 10 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i IN (1, 7);

SELECT id, i IN (1, 7) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i IN (1, 7));

SELECT id, CASE WHEN i IN (1, 7) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i NOT IN (1, 7);

SELECT id, i NOT IN (1, 7) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i NOT IN (1, 7));

SELECT id, CASE WHEN i NOT IN (1, 7) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i IN (1, NULL);

SELECT id, i IN (1, NULL) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i IN (1, NULL));

SELECT id, CASE WHEN i IN (1, NULL) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i NOT IN (1, NULL);

SELECT id, i NOT IN (1, NULL) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i NOT IN (1, NULL));

SELECT id, CASE WHEN i NOT IN (1, NULL) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i IN (si, bi);

SELECT id, i IN (si, bi) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i IN (si, bi));

SELECT id, CASE WHEN i IN (si, bi) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i = NULLIF(si, 1);

SELECT id, i = NULLIF(si, 1) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i = NULLIF(si, 1));

SELECT id, CASE WHEN i = NULLIF(si, 1) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i > 0 AND i < 10 AND si IS NOT NULL AND b IS NOT NULL;

SELECT id, i > 0 AND i < 10 AND si IS NOT NULL AND b IS NOT NULL AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i > 0 AND i < 10 AND si IS NOT NULL AND b IS NOT NULL);

SELECT id, CASE WHEN i > 0 AND i < 10 AND si IS NOT NULL AND b IS NOT NULL THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i = 1 OR i = -1 OR i = 7 OR i IS NULL;

SELECT id, i = 1 OR i = -1 OR i = 7 OR i IS NULL AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i = 1 OR i = -1 OR i = 7 OR i IS NULL);

SELECT id, CASE WHEN i = 1 OR i = -1 OR i = 7 OR i IS NULL THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE CASE WHEN b THEN i > 0 ELSE i < 0 END;

SELECT id, CASE WHEN b THEN i > 0 ELSE i < 0 END AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (CASE WHEN b THEN i > 0 ELSE i < 0 END);

SELECT id, CASE WHEN CASE WHEN b THEN i > 0 ELSE i < 0 END THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE CASE i WHEN 1 THEN TRUE WHEN -1 THEN TRUE ELSE FALSE END;

SELECT id, CASE i WHEN 1 THEN TRUE WHEN -1 THEN TRUE ELSE FALSE END AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (CASE i WHEN 1 THEN TRUE WHEN -1 THEN TRUE ELSE FALSE END);

SELECT id, CASE WHEN CASE i WHEN 1 THEN TRUE WHEN -1 THEN TRUE ELSE FALSE END THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE COALESCE(b, FALSE);

SELECT id, COALESCE(b, FALSE) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (COALESCE(b, FALSE));

SELECT id, CASE WHEN COALESCE(b, FALSE) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE COALESCE(i, 0) = 0;

SELECT id, COALESCE(i, 0) = 0 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (COALESCE(i, 0) = 0);

SELECT id, CASE WHEN COALESCE(i, 0) = 0 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE (i, si) = (1, 1);

SELECT id, (i, si) = (1, 1) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT ((i, si) = (1, 1));

SELECT id, CASE WHEN (i, si) = (1, 1) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE (i, si) <> (1, 1);

SELECT id, (i, si) <> (1, 1) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT ((i, si) <> (1, 1));

SELECT id, CASE WHEN (i, si) <> (1, 1) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE (i, si) < (7, 7);

SELECT id, (i, si) < (7, 7) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT ((i, si) < (7, 7));

SELECT id, CASE WHEN (i, si) < (7, 7) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE (i, si) >= (0, 0);

SELECT id, (i, si) >= (0, 0) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT ((i, si) >= (0, 0));

SELECT id, CASE WHEN (i, si) >= (0, 0) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE (i, si) IN ((1, 1), (-1, -1));

SELECT id, (i, si) IN ((1, 1), (-1, -1)) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT ((i, si) IN ((1, 1), (-1, -1)));

SELECT id, CASE WHEN (i, si) IN ((1, 1), (-1, -1)) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE (i, si, bi) > (1, 0, 0);

SELECT id, (i, si, bi) > (1, 0, 0) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT ((i, si, bi) > (1, 0, 0));

SELECT id, CASE WHEN (i, si, bi) > (1, 0, 0) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE EXISTS (SELECT 1 FROM pairs WHERE pairs.a = kinds.i);

SELECT id, EXISTS (SELECT 1 FROM pairs WHERE pairs.a = kinds.i) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (EXISTS (SELECT 1 FROM pairs WHERE pairs.a = kinds.i));

SELECT id, CASE WHEN EXISTS (SELECT 1 FROM pairs WHERE pairs.a = kinds.i) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE NOT EXISTS (SELECT 1 FROM pairs WHERE pairs.a = kinds.i);

SELECT id, NOT EXISTS (SELECT 1 FROM pairs WHERE pairs.a = kinds.i) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (NOT EXISTS (SELECT 1 FROM pairs WHERE pairs.a = kinds.i));

SELECT id, CASE WHEN NOT EXISTS (SELECT 1 FROM pairs WHERE pairs.a = kinds.i) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i IN (SELECT a FROM pairs);

SELECT id, i IN (SELECT a FROM pairs) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i IN (SELECT a FROM pairs));

SELECT id, CASE WHEN i IN (SELECT a FROM pairs) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i NOT IN (SELECT a FROM pairs);

SELECT id, i NOT IN (SELECT a FROM pairs) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i NOT IN (SELECT a FROM pairs));

SELECT id, CASE WHEN i NOT IN (SELECT a FROM pairs) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i NOT IN (SELECT a FROM pairs WHERE a IS NOT NULL);

SELECT id, i NOT IN (SELECT a FROM pairs WHERE a IS NOT NULL) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i NOT IN (SELECT a FROM pairs WHERE a IS NOT NULL));

SELECT id, CASE WHEN i NOT IN (SELECT a FROM pairs WHERE a IS NOT NULL) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i = ANY (SELECT a FROM pairs);

SELECT id, i = ANY (SELECT a FROM pairs) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i = ANY (SELECT a FROM pairs));

SELECT id, CASE WHEN i = ANY (SELECT a FROM pairs) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i > ALL (SELECT a FROM pairs WHERE a < 0);

SELECT id, i > ALL (SELECT a FROM pairs WHERE a < 0) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i > ALL (SELECT a FROM pairs WHERE a < 0));

SELECT id, CASE WHEN i > ALL (SELECT a FROM pairs WHERE a < 0) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i < ANY (SELECT b FROM pairs);

SELECT id, i < ANY (SELECT b FROM pairs) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i < ANY (SELECT b FROM pairs));

SELECT id, CASE WHEN i < ANY (SELECT b FROM pairs) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i <> ALL (SELECT id FROM nothing);

SELECT id, i <> ALL (SELECT id FROM nothing) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i <> ALL (SELECT id FROM nothing));

SELECT id, CASE WHEN i <> ALL (SELECT id FROM nothing) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE (i, si) IN (SELECT a, b FROM pairs);

SELECT id, (i, si) IN (SELECT a, b FROM pairs) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT ((i, si) IN (SELECT a, b FROM pairs));

SELECT id, CASE WHEN (i, si) IN (SELECT a, b FROM pairs) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i = (SELECT max(a) FROM pairs);

SELECT id, i = (SELECT max(a) FROM pairs) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i = (SELECT max(a) FROM pairs));

SELECT id, CASE WHEN i = (SELECT max(a) FROM pairs) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i > (SELECT avg(a) FROM pairs);

SELECT id, i > (SELECT avg(a) FROM pairs) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i > (SELECT avg(a) FROM pairs));

SELECT id, CASE WHEN i > (SELECT avg(a) FROM pairs) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i = (SELECT a FROM pairs WHERE a = 3);

SELECT id, i = (SELECT a FROM pairs WHERE a = 3) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i = (SELECT a FROM pairs WHERE a = 3));

SELECT id, CASE WHEN i = (SELECT a FROM pairs WHERE a = 3) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i = (SELECT a FROM pairs WHERE a = 1);

SELECT id, i = (SELECT a FROM pairs WHERE a = 1) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i = (SELECT a FROM pairs WHERE a = 1));

SELECT id, CASE WHEN i = (SELECT a FROM pairs WHERE a = 1) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i IS NOT DISTINCT FROM NULL;

SELECT id, i IS NOT DISTINCT FROM NULL AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i IS NOT DISTINCT FROM NULL);

SELECT id, CASE WHEN i IS NOT DISTINCT FROM NULL THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE n = 1.5;

SELECT id, n = 1.5 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (n = 1.5);

SELECT id, CASE WHEN n = 1.5 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE n = 1.50;

SELECT id, n = 1.50 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (n = 1.50);

SELECT id, CASE WHEN n = 1.50 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE n > 0.1;

SELECT id, n > 0.1 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (n > 0.1);

SELECT id, CASE WHEN n > 0.1 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE n = i;

SELECT id, n = i AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (n = i);

SELECT id, CASE WHEN n = i THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE d = 0.1;

SELECT id, d = 0.1 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (d = 0.1);

SELECT id, CASE WHEN d = 0.1 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE r = 0.1;

SELECT id, r = 0.1 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (r = 0.1);

SELECT id, CASE WHEN r = 0.1 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE d = n;

SELECT id, d = n AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (d = n);

SELECT id, CASE WHEN d = n THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE bi = 4294967296;

SELECT id, bi = 4294967296 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (bi = 4294967296);

SELECT id, CASE WHEN bi = 4294967296 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE si = 1.0;

SELECT id, si = 1.0 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (si = 1.0);

SELECT id, CASE WHEN si = 1.0 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i > 0.5;

SELECT id, i > 0.5 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i > 0.5);

SELECT id, CASE WHEN i > 0.5 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i = 1.5;

SELECT id, i = 1.5 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i = 1.5);

SELECT id, CASE WHEN i = 1.5 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE n IN (1.5, 2.5, -0.25);

SELECT id, n IN (1.5, 2.5, -0.25) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (n IN (1.5, 2.5, -0.25));

SELECT id, CASE WHEN n IN (1.5, 2.5, -0.25) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE w < 0;

SELECT id, w < 0 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (w < 0);

SELECT id, CASE WHEN w < 0 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE w = 1.5;

SELECT id, w = 1.5 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (w = 1.5);

SELECT id, CASE WHEN w = 1.5 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE w > 12345678901234567890;

SELECT id, w > 12345678901234567890 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (w > 12345678901234567890);

SELECT id, CASE WHEN w > 12345678901234567890 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE NULL IS NULL;

SELECT id, NULL IS NULL AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (NULL IS NULL);

SELECT id, CASE WHEN NULL IS NULL THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE NULL = 1;

SELECT id, NULL = 1 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (NULL = 1);

SELECT id, CASE WHEN NULL = 1 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE NULL BETWEEN NULL AND 1;

SELECT id, NULL BETWEEN NULL AND 1 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (NULL BETWEEN NULL AND 1);

SELECT id, CASE WHEN NULL BETWEEN NULL AND 1 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE NOT (NULL = 1);

SELECT id, NOT (NULL = 1) AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (NOT (NULL = 1));

SELECT id, CASE WHEN NOT (NULL = 1) THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i = 1 AND NULL = 1;

SELECT id, i = 1 AND NULL = 1 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i = 1 AND NULL = 1);

SELECT id, CASE WHEN i = 1 AND NULL = 1 THEN 1 ELSE 0 END AS x FROM kinds;

SELECT id FROM kinds WHERE i = 1 OR NULL = 1;

SELECT id, i = 1 OR NULL = 1 AS x FROM kinds;

SELECT count(*) AS n FROM kinds WHERE NOT (i = 1 OR NULL = 1);

SELECT id, CASE WHEN i = 1 OR NULL = 1 THEN 1 ELSE 0 END AS x FROM kinds;
