-- The data of the differential suite: edge values of every type, NULLs, Unicode,
-- an empty table, tables to join, to group and to look through windows.

CREATE TABLE kinds (
	id INTEGER PRIMARY KEY,
	b BOOLEAN,
	si SMALLINT,
	i INTEGER,
	bi BIGINT,
	r REAL,
	d DOUBLE PRECISION,
	n NUMERIC(10,2),
	w NUMERIC(30,10),
	v VARCHAR(20),
	t TEXT,
	y BYTEA,
	dt DATE,
	tm TIME,
	ts TIMESTAMP,
	tz TIMESTAMPTZ,
	u UUID,
	j JSON
);

INSERT INTO kinds VALUES
	(1, TRUE, 1, 1, 1, 1.5, 1.5, 1.50, 1.5, 'one', 'one', x'01', DATE '2024-02-29', TIME '12:30:45',
	 TIMESTAMP '2024-02-29 12:30:45.123456', TIMESTAMPTZ '2024-02-29 12:30:45.123456+00',
	 '00000000-0000-0000-0000-000000000001', '{"a": 1, "b": [1, 2, 3]}'),
	(2, FALSE, -1, -1, -1, -0.25, -0.25, -0.25, -0.0000000001, 'ONE', 'ONE', x'ff00', DATE '1999-12-31', TIME '00:00:00',
	 TIMESTAMP '1999-12-31 23:59:59.999999', TIMESTAMPTZ '1999-12-31 23:59:59.999999+00',
	 'ffffffff-ffff-ffff-ffff-ffffffffffff', '[]'),
	(3, TRUE, 32767, 2147483647, 9223372036854775807, 1e10, 1e300, 99999999.99, 12345678901234567890.0123456789, 'Ünïcödé', 'Ünïcödé', x'',
	 DATE '9999-12-31', TIME '23:59:59.999999', TIMESTAMP '9999-12-31 23:59:59.999999', TIMESTAMPTZ '9999-12-31 23:59:59.999999+00',
	 '12345678-9abc-def0-1234-56789abcdef0', '"text"'),
	(4, FALSE, -32768, -2147483648, -9223372036854775808, -1e10, -1e300, -99999999.99, -12345678901234567890.0123456789, '', '', x'00',
	 DATE '0001-01-01', TIME '00:00:00.000001', TIMESTAMP '0001-01-01 00:00:00', TIMESTAMPTZ '0001-01-01 00:00:00+00',
	 '00000000-0000-0000-0000-000000000000', 'null'),
	(5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(6, TRUE, 0, 0, 0, 0, 0, 0, 0, ' ', 'one ', x'6f6e65', DATE '2023-12-31', TIME '01:02:03.4', TIMESTAMP '2023-12-31 00:00:00',
	 TIMESTAMPTZ '2023-12-31 00:00:00+00', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '{}'),
	(7, FALSE, 7, 7, 4294967296, 0.1, 0.1, 0.10, 0.1, 'a%b_c', 'naïve café 漢字 😀', x'c3a9', DATE '2024-03-01', TIME '12:30:45',
	 TIMESTAMP '2024-03-01 12:30:45', TIMESTAMPTZ '2024-03-01 10:30:45-02', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a": null, "k": "v"}'),
	(8, NULL, 7, -7, 10, 2.5, 2.5, 2.50, 2.5, 'o''ne', 'back\slash "q"', x'5c27', DATE '1970-01-01', TIME '06:00:00',
	 TIMESTAMP '1970-01-01 00:00:00.5', TIMESTAMPTZ '1970-01-01 00:00:00+00', '00000000-0000-0000-0000-000000000002', '[true, false, null]');

CREATE TABLE people (
	id INTEGER PRIMARY KEY,
	name VARCHAR(40) NOT NULL,
	city VARCHAR(40),
	born DATE,
	boss_id INTEGER REFERENCES people (id),
	salary NUMERIC(10,2),
	active BOOLEAN NOT NULL DEFAULT TRUE,
	CONSTRAINT people_name_key UNIQUE (name)
);

INSERT INTO people (id, name, city, born, boss_id, salary, active) VALUES
	(1, 'Ada', 'London', DATE '1815-12-10', NULL, 9000.00, TRUE),
	(2, 'Grace', 'New York', DATE '1906-12-09', 1, 8500.50, TRUE),
	(3, 'Edsger', 'Rotterdam', DATE '1930-05-11', 1, 8500.50, TRUE),
	(4, 'Barbara', 'Los Angeles', DATE '1939-11-07', 2, 7000.00, TRUE),
	(5, 'Donald', NULL, DATE '1938-01-10', 2, NULL, FALSE),
	(6, 'Ångström', 'Lögdö', DATE '1814-08-13', 3, 100.10, FALSE),
	(7, 'ada', 'london', NULL, 3, 0.01, TRUE),
	(8, 'Zoë', 'London', DATE '2000-02-29', 4, 12345678.90, TRUE);

CREATE TABLE orders (
	id INTEGER PRIMARY KEY,
	person_id INTEGER,
	placed TIMESTAMP NOT NULL,
	total NUMERIC(12,2) NOT NULL,
	note TEXT,
	CONSTRAINT orders_person_fkey FOREIGN KEY (person_id) REFERENCES people (id) ON DELETE CASCADE
);

INSERT INTO orders VALUES
	(10, 1, TIMESTAMP '2024-01-01 09:00:00', 100.00, 'first'),
	(11, 1, TIMESTAMP '2024-01-15 10:30:00.5', 20.50, NULL),
	(12, 2, TIMESTAMP '2024-02-01 00:00:00', 0.00, ''),
	(13, 3, TIMESTAMP '2024-02-29 23:59:59.999999', 999999.99, 'leap'),
	(14, NULL, TIMESTAMP '2024-03-01 12:00:00', 5.05, 'nobody'),
	(15, 2, TIMESTAMP '2023-12-31 23:59:59', 42.00, 'last year'),
	(16, 8, TIMESTAMP '2024-01-01 09:00:00', 100.00, 'first');

CREATE TABLE items (
	order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
	line INTEGER NOT NULL,
	product VARCHAR(30) NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity >= 0),
	price NUMERIC(8,2),
	PRIMARY KEY (order_id, line)
);

INSERT INTO items VALUES
	(10, 1, 'bolt', 10, 2.50), (10, 2, 'nut', 20, 1.25), (10, 3, 'gear', 1, 50.00),
	(11, 1, 'bolt', 5, 2.50), (11, 2, 'washer', 8, 1.00),
	(13, 1, 'engine', 1, 999999.99), (14, 1, 'nut', 4, 1.25), (15, 1, 'gear', 0, NULL),
	(16, 1, 'bolt', 40, 2.50);

CREATE TABLE readings (
	id INTEGER PRIMARY KEY,
	sensor VARCHAR(10) NOT NULL,
	at TIMESTAMP NOT NULL,
	value INTEGER,
	weight DOUBLE PRECISION
);

INSERT INTO readings VALUES
	(1, 'a', TIMESTAMP '2024-01-01 00:00:00', 10, 0.5), (2, 'a', TIMESTAMP '2024-01-01 01:00:00', NULL, 1.5),
	(3, 'a', TIMESTAMP '2024-01-01 02:00:00', 30, 2.5), (4, 'a', TIMESTAMP '2024-01-01 03:00:00', 20, NULL),
	(5, 'b', TIMESTAMP '2024-01-01 00:00:00', 5, 1), (6, 'b', TIMESTAMP '2024-01-01 00:30:00', 5, 2),
	(7, 'b', TIMESTAMP '2024-01-02 00:00:00', -5, 3), (8, 'c', TIMESTAMP '2024-01-01 12:00:00', 0, 0),
	(9, 'c', TIMESTAMP '2024-01-03 12:00:00', 1000, -1.5), (10, 'd', TIMESTAMP '2024-01-01 00:00:00', NULL, NULL);

CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT);

INSERT INTO words VALUES
	(1, 'apple'), (2, 'Apple'), (3, 'APPLE'), (4, 'apple '), (5, 'äpple'), (6, 'applesauce'), (7, ''), (8, NULL),
	(9, 'zebra'), (10, 'Zebra'), (11, 'étude'), (12, 'etude'), (13, 'straße'), (14, 'STRASSE'), (15, '日本語'), (16, '😀'),
	(17, '100%'), (18, 'a_b'), (19, 'back\slash'), (20, 'it''s'), (21, '10'), (22, '9'), (23, ' lead'), (24, 'tab	in');

CREATE TABLE pairs (a INTEGER, b INTEGER);

INSERT INTO pairs VALUES (1, 1), (1, 2), (1, NULL), (NULL, 1), (NULL, NULL), (2, 2), (2, 2), (3, -3);

CREATE TABLE other_pairs (a INTEGER, b INTEGER);

INSERT INTO other_pairs VALUES (1, 2), (2, 2), (NULL, NULL), (4, 4), (1, NULL);

CREATE TABLE nothing (id INTEGER PRIMARY KEY, v VARCHAR(10), n NUMERIC(6,2));

CREATE TABLE keyed (
	id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
	code VARCHAR(10) NOT NULL UNIQUE,
	state VARCHAR(10) NOT NULL DEFAULT 'new',
	hits INTEGER NOT NULL DEFAULT 0,
	seen TIMESTAMP
);

-- Without ids: not every server counts on from one that was given.
INSERT INTO keyed (code, state, hits) VALUES ('a', 'new', 0), ('b', 'old', 5), ('c', 'new', 7);

CREATE INDEX orders_placed_idx ON orders (placed);

CREATE INDEX people_city_idx ON people (city, name DESC);

CREATE VIEW london AS SELECT id, name, born FROM people WHERE city = 'London';
