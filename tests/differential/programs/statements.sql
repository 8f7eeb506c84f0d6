-- What mail, telephony, accounting, name and address service, CI, backup, monitoring and game programs ask.

SELECT password FROM mailboxes WHERE username = 'ada@example.org' AND active;
SELECT username AS "user", password, domain FROM mailboxes WHERE username = 'ada@example.org' AND active = TRUE;
SELECT '/var/mail/' || maildir AS home, 'maildir:/var/mail/' || maildir AS mail, 5000 AS uid, 5000 AS gid FROM mailboxes WHERE username = 'ada@example.org';
SELECT 'dict:storage=' || CAST(quota AS TEXT) AS quota_rule FROM mailboxes WHERE username = 'eve@example.net';
SELECT CONCAT(quota / 1024, ' KB') AS q FROM mailboxes WHERE quota > 0;
SELECT destination FROM aliases WHERE address = 'info@example.org' AND active;
SELECT destination FROM aliases WHERE address IN ('nobody@example.net', '@example.net') AND active;
SELECT domain FROM domains WHERE domain = 'example.org' AND backup_mx = FALSE;
SELECT COALESCE(transport, 'smtp') AS transport FROM domains WHERE domain = 'example.net';
SELECT maildir FROM mailboxes WHERE username = 'bob@example.org' AND active = TRUE;
SELECT 1 FROM mailboxes WHERE username = 'ada@example.org' UNION SELECT 1 FROM aliases WHERE address = 'ada@example.org';
SELECT d.domain, COUNT(m.username) AS mailboxes, d.max_mailboxes FROM domains d LEFT JOIN mailboxes m ON m.domain = d.domain GROUP BY d.domain, d.max_mailboxes;
SELECT d.domain FROM domains d WHERE d.max_mailboxes > 0 AND (SELECT COUNT(*) FROM mailboxes m WHERE m.domain = d.domain) >= d.max_mailboxes;
SELECT u.bytes, u.messages, m.quota FROM quota_usage u INNER JOIN mailboxes m ON m.username = u.username WHERE u.username = 'ada@example.org';
SELECT m.username FROM mailboxes m JOIN quota_usage u USING (username) WHERE m.quota > 0 AND u.bytes * 100 / m.quota >= 90;
SELECT SUM(bytes) AS bytes, SUM(messages) AS messages FROM quota_usage;
SELECT username, mailbox FROM expires WHERE expire_stamp < 1750000000 AND expire_stamp > 0 ORDER BY expire_stamp;
SELECT LOWER(SUBSTRING(username FROM 1 FOR POSITION('@' IN username) - 1)) AS local_part FROM mailboxes ORDER BY username;
SELECT SPLIT_PART(username, '@', 2) AS domain, COUNT(*) AS n FROM mailboxes GROUP BY SPLIT_PART(username, '@', 2);
-- check: SELECT username, bytes, messages FROM quota_usage
INSERT INTO quota_usage (username, bytes, messages) VALUES ('new@example.org', 10, 1);
-- check: SELECT username, bytes, messages FROM quota_usage
UPDATE quota_usage SET bytes = bytes + 512, messages = messages + 1 WHERE username = 'ada@example.org';
-- check: SELECT * FROM quota_usage
INSERT INTO quota_usage (username, bytes, messages) VALUES ('ada@example.org', 7, 1) ON CONFLICT (username) DO UPDATE SET bytes = quota_usage.bytes + excluded.bytes, messages = quota_usage.messages + excluded.messages;
-- check: SELECT * FROM expires
DELETE FROM expires WHERE username = 'ada@example.org' AND mailbox = 'Trash';
-- check: SELECT * FROM expires
UPDATE expires SET expire_stamp = 1 WHERE expire_stamp > 1750000000;
-- check: SELECT username, active, modified FROM mailboxes
UPDATE mailboxes SET active = FALSE, modified = TIMESTAMP '2024-05-05 05:05:05' WHERE domain = 'example.org';
-- check: SELECT username FROM mailboxes
DELETE FROM mailboxes WHERE username NOT IN (SELECT username FROM quota_usage);
-- check: SELECT address FROM aliases
DELETE FROM aliases WHERE active = FALSE OR destination = '';
-- check: SELECT address, destination FROM aliases
UPDATE aliases SET destination = REPLACE(destination, 'bob@example.org', 'eve@example.net') WHERE destination LIKE '%bob@example.org%';
SELECT id, block_expires > TIMESTAMP '2024-01-01 00:00:00' AS blocked_now, block_expires, passed FROM greylist WHERE record_expires > TIMESTAMP '2024-01-15 00:00:00' AND sender = 'a@x.test' AND recipient = 'ada@example.org' AND relay_ip = '192.0.2.1' ORDER BY id LIMIT 1;
-- check: SELECT id, blocked FROM greylist
UPDATE greylist SET blocked = blocked + 1 WHERE id = 2;
-- check: SELECT COUNT(*) AS n FROM greylist
INSERT INTO greylist (relay_ip, sender, recipient, block_expires, record_expires) VALUES ('192.0.2.7', 's', 'r', TIMESTAMP '2024-01-01 00:00:00' + INTERVAL '5 minutes', TIMESTAMP '2024-01-01 00:00:00' + INTERVAL '30 days');
-- check: SELECT id FROM greylist
DELETE FROM greylist WHERE record_expires < TIMESTAMP '2024-02-15 00:00:00';
SELECT COUNT(*) AS pairs, SUM(CASE WHEN passed > 0 THEN 1 ELSE 0 END) AS passed FROM greylist;
SELECT token, spam_count, ham_count FROM bayes_token WHERE owner = 1 AND token IN ('0102030405', 'aabbccddee');
-- check: SELECT * FROM bayes_token
UPDATE bayes_token SET spam_count = spam_count + 1, atime = GREATEST(atime, 1650000000) WHERE owner = 1 AND token = 'ffffffffff';
-- check: SELECT * FROM bayes_token
DELETE FROM bayes_token WHERE owner = 1 AND atime < 1650000000;
SELECT COUNT(*) AS n, MIN(atime) AS oldest, MAX(atime) AS newest FROM bayes_token WHERE owner = 1;
SELECT username, created FROM mailboxes WHERE created >= TIMESTAMP '2024-01-02 00:00:00' ORDER BY created DESC LIMIT 10 OFFSET 0;
SELECT domain, STRING_AGG(username, ' ' ORDER BY username) AS members FROM mailboxes GROUP BY domain;
SELECT m.username, a.address FROM mailboxes m, aliases a WHERE a.destination = m.username AND a.active;
SELECT EXISTS (SELECT 1 FROM mailboxes WHERE username = 'ada@example.org') AS there;

SELECT * FROM sip_peers WHERE name = '100' AND host = 'dynamic';
SELECT name, secret, COALESCE(ipaddr, '') AS ipaddr, COALESCE(port, 0) AS port FROM sip_peers WHERE name LIKE '1%' ORDER BY name;
SELECT name FROM sip_peers WHERE regseconds > 1700000000 AND port IS NOT NULL;
-- check: SELECT name, regseconds, ipaddr, port FROM sip_peers
UPDATE sip_peers SET regseconds = 1700009999, ipaddr = '192.0.2.20', port = 5070 WHERE name = '101';
-- check: SELECT name, ipaddr, regseconds FROM sip_peers
UPDATE sip_peers SET ipaddr = NULL, port = NULL, regseconds = 0 WHERE regseconds < 1700005000;
SELECT exten, priority, app, appdata FROM extensions WHERE context = 'internal' AND exten = '100' ORDER BY priority;
SELECT exten, priority, app, appdata FROM extensions WHERE context = 'internal' AND exten LIKE '\_%' ORDER BY exten, priority;
SELECT exten FROM extensions WHERE context = 'internal' AND exten >= '100' GROUP BY exten ORDER BY exten;
SELECT MAX(priority) + 1 AS next_step FROM extensions WHERE context = 'internal' AND exten = '100';
-- check: SELECT context, exten, priority FROM extensions
INSERT INTO extensions (context, exten, priority, app, appdata) SELECT 'copy', exten, priority, app, appdata FROM extensions WHERE context = 'internal';
-- check: SELECT exten, priority FROM extensions
UPDATE extensions SET priority = priority + 10 WHERE context = 'internal' AND exten = '100';
-- check: SELECT COUNT(*) AS n FROM cdr
INSERT INTO cdr (calldate, clid, src, dst, duration, billsec, disposition, uniqueid) VALUES (TIMESTAMP '2024-03-01 00:00:00', '"O''Brien" <200>', '200', '201', 10, 8, 'ANSWERED', 'u5');
SELECT COUNT(*) AS calls, SUM(billsec) AS seconds, CAST(AVG(billsec) AS INTEGER) AS mean FROM cdr WHERE disposition = 'ANSWERED' AND calldate >= TIMESTAMP '2024-01-01 00:00:00' AND calldate < TIMESTAMP '2024-02-01 00:00:00';
SELECT src, COUNT(*) AS calls, SUM(duration) AS total FROM cdr GROUP BY src HAVING COUNT(*) > 1 ORDER BY total DESC;
SELECT CAST(calldate AS DATE) AS day, COUNT(*) AS n, SUM(billsec) / 60 AS minutes FROM cdr GROUP BY CAST(calldate AS DATE) ORDER BY day;
SELECT EXTRACT(HOUR FROM calldate) AS hour, COUNT(*) AS n FROM cdr GROUP BY EXTRACT(HOUR FROM calldate) ORDER BY hour;
SELECT disposition, COUNT(*) AS n, ROUND(CAST(100.0 * COUNT(*) / 4 AS NUMERIC(10,2)), 1) AS percent FROM cdr GROUP BY disposition;
SELECT SUM(cost) AS cost FROM cdr WHERE src = '100';
SELECT dst, SUM(COALESCE(cost, 0)) AS cost FROM cdr GROUP BY dst ORDER BY cost DESC, dst LIMIT 5;
SELECT * FROM cdr WHERE (src = '100' OR dst = '100') AND calldate BETWEEN TIMESTAMP '2024-01-01 00:00:00' AND TIMESTAMP '2024-01-31 23:59:59' ORDER BY calldate DESC;
SELECT dst FROM cdr WHERE dst LIKE '0049%' OR dst LIKE '00%1_3';
SELECT LENGTH(dst) AS digits, COUNT(*) AS n FROM cdr GROUP BY LENGTH(dst);
SELECT contact, expires, q, callid, cseq FROM location WHERE username = 'ada' AND domain = 'example.org' ORDER BY q DESC;
SELECT contact FROM location WHERE username = 'ada' AND expires > TIMESTAMP '2024-01-01 11:30:00';
-- check: SELECT contact_id, cseq FROM location
UPDATE location SET cseq = cseq + 1, expires = expires + INTERVAL '1 hour' WHERE callid = 'c1' AND username = 'ada';
-- check: SELECT contact_id FROM location
DELETE FROM location WHERE expires < TIMESTAMP '2024-01-01 11:30:00' AND expires > TIMESTAMP '1970-01-02 00:00:00';
SELECT COUNT(*) AS messages, MAX(msgnum) AS last FROM voicemail WHERE mailbox = '100';
SELECT recording FROM voicemail WHERE mailbox = '100' AND msgnum = 0;
SELECT id, LENGTH(recording) AS bytes, TO_TIMESTAMP(origtime) AS received FROM voicemail ORDER BY msgnum;
-- check: SELECT id, msgnum FROM voicemail
UPDATE voicemail SET msgnum = msgnum - 1 WHERE mailbox = '100' AND msgnum > 0;
SELECT c.src, p.context FROM cdr c LEFT OUTER JOIN sip_peers p ON p.name = c.src WHERE c.billsec > 0;
SELECT p.name FROM sip_peers p WHERE NOT EXISTS (SELECT 1 FROM cdr c WHERE c.src = p.name);
SELECT src, dst, billsec, SUM(billsec) OVER (PARTITION BY src ORDER BY calldate) AS running FROM cdr;
SELECT src, uniqueid FROM (SELECT src, uniqueid, ROW_NUMBER() OVER (PARTITION BY src ORDER BY calldate DESC) AS r FROM cdr) AS latest WHERE r = 1;
SELECT CASE WHEN billsec = 0 THEN 'free' WHEN billsec < 60 THEN 'short' WHEN billsec < 600 THEN 'medium' ELSE 'long' END AS class, COUNT(*) AS n FROM cdr GROUP BY CASE WHEN billsec = 0 THEN 'free' WHEN billsec < 60 THEN 'short' WHEN billsec < 600 THEN 'medium' ELSE 'long' END;

SELECT a.guid, a.name, p.name AS parent FROM accounts a LEFT JOIN accounts p ON p.guid = a.parent_guid ORDER BY a.name;
SELECT SUM(value) AS balance FROM splits WHERE account_guid = 'b';
SELECT a.name, SUM(s.value) AS balance FROM accounts a JOIN splits s ON s.account_guid = a.guid JOIN transactions t ON t.guid = s.tx_guid WHERE t.post_date <= DATE '2024-01-31' GROUP BY a.guid, a.name ORDER BY a.name;
SELECT t.guid, SUM(s.value) AS unbalanced FROM transactions t JOIN splits s ON s.tx_guid = t.guid GROUP BY t.guid HAVING SUM(s.value) <> 0;
SELECT EXTRACT(YEAR FROM t.post_date) AS y, EXTRACT(MONTH FROM t.post_date) AS m, SUM(s.value) AS total FROM transactions t JOIN splits s ON s.tx_guid = t.guid JOIN accounts a ON a.guid = s.account_guid WHERE a.account_type = 'EXPENSE' GROUP BY EXTRACT(YEAR FROM t.post_date), EXTRACT(MONTH FROM t.post_date);
WITH RECURSIVE tree (guid, name, depth) AS (SELECT guid, CAST(name AS TEXT), 0 FROM accounts WHERE parent_guid IS NULL UNION ALL SELECT a.guid, tree.name || ':' || a.name, tree.depth + 1 FROM accounts a JOIN tree ON a.parent_guid = tree.guid) SELECT name, depth FROM tree ORDER BY name;
SELECT t.post_date, t.description, s.value, SUM(s.value) OVER (ORDER BY t.post_date, s.guid) AS balance FROM splits s JOIN transactions t ON t.guid = s.tx_guid WHERE s.account_guid = 'b' ORDER BY t.post_date, s.guid;
SELECT description, COUNT(*) AS n, MIN(post_date) AS first, MAX(post_date) AS last FROM transactions GROUP BY description;
SELECT guid FROM transactions WHERE num = '' OR num IS NULL;
SELECT guid, value * 1.19 AS gross FROM splits WHERE account_guid = 'e';
SELECT guid, CAST(value / quantity AS NUMERIC(18,6)) AS price FROM splits WHERE quantity <> 0;
SELECT guid, ROUND(value * 0.075, 2) AS tax FROM splits WHERE value > 0;
SELECT guid, ABS(value) AS amount, SIGN(value) AS side FROM splits ORDER BY ABS(value) DESC, guid;
-- check: SELECT guid, reconcile_state FROM splits
UPDATE splits SET reconcile_state = 'c' WHERE tx_guid IN (SELECT guid FROM transactions WHERE post_date < DATE '2024-01-20') AND reconcile_state = 'n';
-- check: SELECT guid, description FROM transactions
UPDATE transactions SET description = description || ' (' || num || ')' WHERE num <> '';
-- check: SELECT guid FROM splits
DELETE FROM transactions WHERE guid = 't2';
DELETE FROM accounts WHERE guid = 'b';
INSERT INTO splits (guid, tx_guid, account_guid, value, quantity) VALUES ('s9', 'nope', 'b', 1, 1);
INSERT INTO accounts (guid, name, account_type) VALUES ('a', 'Again', 'ASSET');
SELECT post_date + 14 AS due FROM transactions WHERE guid = 't1';
SELECT post_date - DATE '2024-01-01' AS days FROM transactions ORDER BY guid;
SELECT guid FROM transactions WHERE post_date >= DATE '2024-02-01' - 30;
SELECT DATE_TRUNC('month', enter_date) AS month, COUNT(*) AS n FROM transactions WHERE enter_date IS NOT NULL GROUP BY DATE_TRUNC('month', enter_date);
SELECT attribute, value, op FROM radcheck WHERE username = 'ada' ORDER BY id;
SELECT COUNT(*) AS open_sessions FROM radacct WHERE username = 'ada' AND stopped IS NULL;
SELECT username, SUM(octets_in + octets_out) AS octets, SUM(seconds) AS seconds FROM radacct WHERE started >= TIMESTAMP '2024-01-01 00:00:00' GROUP BY username;
SELECT CAST(SUM(octets_in) AS DOUBLE PRECISION) / 1073741824 AS gib FROM radacct;
-- check: SELECT session_id, stopped, seconds FROM radacct
UPDATE radacct SET stopped = TIMESTAMP '2024-01-02 00:30:00', seconds = MICROS_BETWEEN(started, TIMESTAMP '2024-01-02 00:30:00') / 1000000, cause = 'Lost-Carrier' WHERE stopped IS NULL AND nas = '192.0.2.1';
-- check: SELECT session_id, username FROM radacct
INSERT INTO radacct (session_id, username, nas, started, seconds, octets_in, octets_out) VALUES ('S3', 'bob', '192.0.2.2', TIMESTAMP '2024-01-03 00:00:00', 0, 0, 0);
SELECT session_id FROM radacct WHERE started < TIMESTAMP '2024-01-03 00:00:00' - INTERVAL '1 day';

SELECT id, name, kind FROM zones WHERE name = 'example.org';
SELECT content, ttl, prio, type, zone_id, name, auth FROM records WHERE NOT disabled AND type = 'MX' AND name = 'example.org';
SELECT content, ttl, prio, type, zone_id, name, auth FROM records WHERE disabled = FALSE AND name = 'www.example.org' AND zone_id = 1;
SELECT name FROM records WHERE zone_id = 1 AND name LIKE '%.example.org' AND disabled = FALSE;
SELECT type, COUNT(*) AS n FROM records WHERE zone_id = 1 GROUP BY type ORDER BY type;
SELECT z.name, COALESCE(r.n, 0) AS records FROM zones z LEFT JOIN (SELECT zone_id, COUNT(*) AS n FROM records GROUP BY zone_id) r ON r.zone_id = z.id ORDER BY z.name;
-- check: SELECT id, serial FROM zones
UPDATE zones SET serial = COALESCE(serial, 0) + 1 WHERE id IN (1, 2);
-- check: SELECT id, disabled FROM records
UPDATE records SET disabled = NOT disabled WHERE type = 'A';
-- check: SELECT id FROM records
DELETE FROM zones WHERE name = 'example.org';
-- check: SELECT id, name FROM records
INSERT INTO records (id, zone_id, name, type, content, ttl) VALUES (10, 1, LOWER('FTP.Example.ORG'), 'CNAME', 'www.example.org', 300), (11, 1, 'mail.example.org', 'A', '192.0.2.3', 300);
SELECT id FROM records WHERE auth IS NOT TRUE;
SELECT MIN(ttl) AS ttl FROM records WHERE zone_id = 1 AND ttl > 0;
SELECT name, type FROM records WHERE (name, type) IN (('example.org', 'MX'), ('example.net', 'NS'));
SELECT zone_id, MAX(id) AS newest FROM records WHERE disabled IS NOT NULL GROUP BY zone_id;
SELECT name FROM zones WHERE kind = 'SLAVE' AND (last_check IS NULL OR last_check < 1700000001);
SELECT RIGHT(name, 4) AS tld FROM zones ORDER BY tld DESC;
SELECT REVERSE(name) AS r FROM zones ORDER BY r;

SELECT id, name FROM builders WHERE name_hash = 'h1';
SELECT r.id, r.priority, r.submitted_at FROM buildrequests r LEFT JOIN claims c ON c.request_id = r.id WHERE r.complete = 0 AND c.request_id IS NULL ORDER BY r.priority DESC, r.submitted_at;
SELECT r.id, b.name, c.claimed_at FROM buildrequests r JOIN builders b ON b.id = r.builder_id LEFT JOIN claims c ON c.request_id = r.id WHERE r.complete = 0;
-- check: SELECT * FROM claims
INSERT INTO claims (request_id, master_id, claimed_at) VALUES (3, 1, 1700000400);
INSERT INTO claims (request_id, master_id, claimed_at) VALUES (1, 2, 1700000400);
-- check: SELECT * FROM claims
INSERT INTO claims (request_id, master_id, claimed_at) VALUES (1, 2, 5) ON CONFLICT (request_id) DO NOTHING;
-- check: SELECT id, complete, results, complete_at FROM buildrequests
UPDATE buildrequests SET complete = 1, results = 2, complete_at = 1700000500 WHERE id IN (2, 3) AND complete <> 1;
-- check: SELECT request_id FROM claims
DELETE FROM claims WHERE request_id IN (SELECT id FROM buildrequests WHERE complete = 0) AND master_id = 1;
SELECT COALESCE(MAX(number), 0) + 1 AS next FROM builds WHERE builder_id = 2;
-- check: SELECT id, number, builder_id FROM builds
INSERT INTO builds (id, number, builder_id, request_id, started_at, state) SELECT 3, COALESCE(MAX(number), 0) + 1, 1, 3, 1700000600, 'new' FROM builds WHERE builder_id = 1;
SELECT b.id, b.number, b.results FROM builds b WHERE b.builder_id = 1 ORDER BY b.number DESC LIMIT 1;
SELECT AVG(complete_at - started_at) AS mean FROM builds WHERE results = 0 AND complete_at IS NOT NULL;
SELECT results, COUNT(*) AS n FROM builds GROUP BY results;
-- check: SELECT id, state, results FROM builds
UPDATE builds SET complete_at = 1700000700, results = 0, state = 'finished' WHERE id = 2 AND complete_at IS NULL;
SELECT content FROM chunks WHERE log_id = 1 AND first_line <= 1 AND last_line >= 1 ORDER BY first_line;
SELECT SUM(LENGTH(content)) AS bytes, MAX(last_line) + 1 AS lines FROM chunks WHERE log_id = 1;
-- check: SELECT log_id, first_line FROM chunks
DELETE FROM chunks WHERE log_id IN (SELECT l.id FROM logs l JOIN builds b ON b.id = l.build_id WHERE b.started_at < 1700000100);
-- check: SELECT id, num_lines FROM logs
UPDATE logs SET num_lines = num_lines + 5 WHERE id = 2 AND complete = 0;
-- check: SELECT id, complete FROM logs
UPDATE logs SET complete = 1 WHERE build_id IN (SELECT id FROM builds WHERE complete_at IS NOT NULL);
DELETE FROM builders WHERE id = 1;
SELECT b.name, r.id, r.results FROM builders b LEFT JOIN buildrequests r ON r.builder_id = b.id AND r.complete = 1 ORDER BY b.name;
SELECT builder_id FROM buildrequests WHERE results IS NULL EXCEPT SELECT builder_id FROM builds;
SELECT id, CASE results WHEN 0 THEN 'success' WHEN 1 THEN 'warnings' WHEN 2 THEN 'failure' ELSE 'unknown' END AS word FROM buildrequests;
SELECT id FROM buildrequests WHERE (priority, submitted_at) >= (5, 0);
SELECT COUNT(*) FILTER (WHERE complete = 1) AS done, COUNT(*) FILTER (WHERE complete = 0) AS waiting FROM buildrequests;

SELECT id, name, level, status, start_time FROM jobs WHERE name = 'nightly' AND level IN ('F', 'D', 'I') AND status = 'T' ORDER BY start_time DESC LIMIT 1;
SELECT MAX(start_time) AS last_full FROM jobs WHERE level = 'F' AND status = 'T' AND name = 'nightly';
SELECT SUM(bytes) AS bytes, SUM(files) AS files, COUNT(*) AS jobs FROM jobs WHERE NOT purged;
SELECT id FROM jobs WHERE end_time IS NULL OR end_time < start_time;
SELECT id, MICROS_BETWEEN(start_time, end_time) / 1000000 AS seconds FROM jobs WHERE end_time IS NOT NULL ORDER BY id;
SELECT volume FROM media WHERE status = 'Append' OR (status = 'Full' AND last_written + INTERVAL '30 days' < TIMESTAMP '2024-03-01 00:00:00') ORDER BY last_written NULLS FIRST LIMIT 1;
-- check: SELECT volume, status, bytes FROM media
UPDATE media SET bytes = bytes + 65536, status = CASE WHEN bytes + 65536 > 1000000000 THEN 'Full' ELSE status END, last_written = TIMESTAMP '2024-01-05 00:00:00';
-- check: SELECT id, purged FROM jobs
UPDATE jobs SET purged = TRUE WHERE start_time < TIMESTAMP '2024-01-02 00:00:00';
SELECT volume, bytes, bytes / 1048576 AS mib, bytes % 1048576 AS rest FROM media ORDER BY volume;
SELECT clock, value FROM history WHERE item_id = 1 AND clock > 1699999999 AND clock <= 1700000120 ORDER BY clock, ns;
SELECT clock / 3600 AS hour, MIN(value) AS low, MAX(value) AS high, AVG(value) AS mean, COUNT(*) AS n FROM history WHERE item_id = 1 GROUP BY clock / 3600;
SELECT item_id, value - LAG(value) OVER (PARTITION BY item_id ORDER BY clock) AS delta FROM history;
SELECT h.item_id, h.value FROM history h WHERE h.clock = (SELECT MAX(clock) FROM history x WHERE x.item_id = h.item_id);
-- check: SELECT * FROM history
DELETE FROM history WHERE clock < 1700000000 + 60;
-- check: SELECT COUNT(*) AS n FROM history
INSERT INTO history (item_id, clock, value) VALUES (3, 1700000000, 1e-3), (3, 1700000060, 2.5e10), (3, 1700000120, -0.0);
SELECT value FROM settings WHERE name = 'version';
SELECT CAST(value AS INTEGER) + 1 AS next FROM settings WHERE name = 'version';
-- check: SELECT * FROM settings
UPDATE settings SET value = '43' WHERE name = 'version' AND value = '42';
-- check: SELECT * FROM settings
INSERT INTO settings (name, value) VALUES ('motd', 'hello') ON CONFLICT (name) DO UPDATE SET value = excluded.value;
-- check: SELECT * FROM settings
INSERT INTO settings (name, value) SELECT 'new', 'x' WHERE NOT EXISTS (SELECT 1 FROM settings WHERE name = 'new');
SELECT name FROM settings WHERE value IS NULL OR value = '';
SELECT name, value IS NOT DISTINCT FROM NULL AS unset FROM settings;
SELECT NULLIF(value, '') AS v FROM settings ORDER BY name;
SELECT UPPER(name) AS n, LPAD(COALESCE(value, '-'), 5, '0') AS padded FROM settings ORDER BY name;
SELECT TRIM(value) || '/' || LTRIM(name) AS x FROM settings WHERE value IS NOT NULL;
SELECT address FROM leases WHERE mac = '00:11:22:33:44:55' AND state = 0 AND ends > TIMESTAMP '2024-01-01 12:00:00' ORDER BY ends DESC LIMIT 1;
SELECT address FROM reservations WHERE mac = 'aa:bb:cc:dd:ee:ff' AND pool = 'dmz';
SELECT COALESCE(r.address, l.address) AS address FROM leases l LEFT JOIN reservations r ON r.mac = l.mac AND r.pool = l.pool WHERE l.mac = '00:11:22:33:44:55';
SELECT MIN(address) AS free FROM leases WHERE pool = 'lan' AND (state = 2 OR ends < TIMESTAMP '2024-01-01 00:00:00');
SELECT pool, COUNT(*) AS total, SUM(CASE WHEN state = 0 THEN 1 ELSE 0 END) AS active FROM leases GROUP BY pool;
-- check: SELECT address, mac, hostname, state, ends FROM leases
UPDATE leases SET mac = '02:00:00:00:00:01', hostname = 'beta', state = 0, starts = TIMESTAMP '2024-01-02 00:00:00', ends = TIMESTAMP '2024-01-02 00:00:00' + INTERVAL '12 hours' WHERE address = '10.0.0.12' AND state = 2;
-- check: SELECT address, ends FROM leases
UPDATE leases SET ends = ends + INTERVAL '3600 seconds' WHERE mac = '00:11:22:33:44:66' AND state = 0;
-- check: SELECT address, state FROM leases
UPDATE leases SET state = 2, mac = '', hostname = NULL WHERE ends <= TIMESTAMP '2024-01-01 20:00:00' AND state <> 2;
-- check: SELECT address FROM leases
DELETE FROM leases WHERE state = 2 AND ends < TIMESTAMP '2024-01-01 00:00:00' - INTERVAL '6 hours';
INSERT INTO leases (id, address, mac, starts, ends, pool) VALUES (9, '10.0.0.10', 'x', TIMESTAMP '2024-01-01 00:00:00', TIMESTAMP '2024-01-01 00:00:00', 'lan');
SELECT mac, COUNT(DISTINCT address) AS n FROM leases WHERE mac <> '' GROUP BY mac HAVING COUNT(DISTINCT address) > 1;
SELECT l.address, MICROS_BETWEEN(l.starts, l.ends) / 1000000 AS seconds FROM leases l ORDER BY l.address;
SELECT SUBSTRING(mac FROM 1 FOR 8) AS vendor, COUNT(*) AS n FROM leases WHERE LENGTH(mac) = 17 GROUP BY SUBSTRING(mac FROM 1 FOR 8);
SELECT name, content FROM records WHERE name = 'www.example.org' OR name = '*' || SUBSTRING('www.example.org' FROM POSITION('.' IN 'www.example.org'));

SELECT id, level, exp, gold FROM players WHERE name = 'Hero';
SELECT id FROM players WHERE LOWER(name) = LOWER('HERO');
SELECT COUNT(*) AS online FROM players WHERE online;
SELECT name FROM players WHERE banned_until IS NULL OR banned_until < TIMESTAMP '2024-03-01 00:00:00' ORDER BY name;
-- check: SELECT name, gold FROM players
UPDATE players SET gold = gold - 500 WHERE name = 'Hero' AND gold >= 500;
UPDATE players SET gold = gold - 1 WHERE name = 'Rogue';
-- check: SELECT name, exp, level FROM players
UPDATE players SET exp = exp + 1000, level = CASE WHEN exp + 1000 >= 100000 THEN level + 1 ELSE level END WHERE online;
-- check: SELECT name, online, x, y FROM players
UPDATE players SET online = FALSE, x = 12.5, y = -0.125 WHERE name = 'Hero';
-- check: SELECT name, last_login IS NULL AS never FROM players
UPDATE players SET last_login = CURRENT_TIMESTAMP, online = TRUE WHERE name = 'Ünsal';
-- check: SELECT player_name, slot, item, amount FROM inventory
INSERT INTO inventory (player_name, slot, item, amount) VALUES ('Hero', 2, 4001, 3), ('Hero', 3, 4002, 1);
INSERT INTO inventory (player_name, slot, item) VALUES ('Nobody', 0, 1);
INSERT INTO inventory (player_name, slot, item) VALUES ('Hero', 0, 1);
INSERT INTO players (name) VALUES ('a name that is much too long for it');
-- check: SELECT player_name, slot, amount FROM inventory
UPDATE inventory SET amount = amount - 5 WHERE player_name = 'Hero' AND item = 2001 AND amount >= 5;
-- check: SELECT player_name, slot FROM inventory
DELETE FROM players WHERE last_login < TIMESTAMP '2024-01-01 00:00:00';
SELECT i.item, SUM(i.amount) AS total, COUNT(*) AS owners FROM inventory i JOIN players p ON p.name = i.player_name WHERE p.online GROUP BY i.item ORDER BY total DESC, i.item;
SELECT MIN(s.slot) + 1 AS free FROM inventory s WHERE s.player_name = 'Hero' AND NOT EXISTS (SELECT 1 FROM inventory t WHERE t.player_name = s.player_name AND t.slot = s.slot + 1);
SELECT player_name, MAX(score) AS best, RANK() OVER (ORDER BY MAX(score) DESC) AS place FROM scores WHERE map = 'castle' GROUP BY player_name;
SELECT player_name, score FROM (SELECT player_name, score, DENSE_RANK() OVER (PARTITION BY map ORDER BY score DESC) AS r FROM scores) AS q WHERE r = 1;
SELECT map, AVG(score) AS mean, COUNT(DISTINCT player_name) AS players FROM scores GROUP BY map HAVING COUNT(*) >= 2;
SELECT name, SQRT((x - 1.5) * (x - 1.5) + (y + 2.5) * (y + 2.5)) AS distance FROM players ORDER BY distance LIMIT 2;
SELECT name, level * 100 + exp / 1000 AS power FROM players ORDER BY power DESC;
SELECT COUNT(*) + 1 AS place FROM players WHERE exp > (SELECT exp FROM players WHERE name = 'Rogue');

SELECT h.name, c.service, c.status FROM hosts h JOIN checks c ON c.host_id = h.id WHERE c.checked = (SELECT MAX(x.checked) FROM checks x WHERE x.host_id = c.host_id AND x.service = c.service) AND h.enabled;
SELECT h.name FROM hosts h LEFT JOIN checks c ON c.host_id = h.id WHERE c.host_id IS NULL;
SELECT service, COUNT(*) FILTER (WHERE status = 0) * 100.0 / COUNT(*) > 60 AS good FROM checks GROUP BY service;
SELECT service, MIN(latency) AS low, MAX(latency) AS high, AVG(latency) AS mean FROM checks WHERE latency IS NOT NULL GROUP BY service;
SELECT host_id, service, status, LAG(status) OVER (PARTITION BY host_id, service ORDER BY checked) AS before FROM checks;
SELECT DATE_TRUNC('hour', checked) AS hour, COUNT(*) AS n, SUM(status) AS bad FROM checks GROUP BY DATE_TRUNC('hour', checked);
WITH RECURSIVE down (id) AS (SELECT id FROM hosts WHERE name = 'core' UNION ALL SELECT h.id FROM hosts h JOIN down d ON h.parent_id = d.id) SELECT h.name FROM hosts h JOIN down d ON d.id = h.id WHERE h.enabled;
SELECT name FROM hosts WHERE ',' || tags || ',' LIKE '%,critical,%';
SELECT id, MICROS_BETWEEN(raised, COALESCE(cleared, TIMESTAMP '2024-01-01 01:00:00')) / 60000000 AS minutes FROM alerts;
SELECT a.id, a.details ->> 'by' AS poller FROM alerts a WHERE a.details IS NOT NULL;
-- check: SELECT id, cleared FROM alerts
UPDATE alerts SET cleared = TIMESTAMP '2024-01-01 00:20:00' WHERE cleared IS NULL AND host_id = 2 AND service = 'http';
-- check: SELECT id, severity FROM alerts
INSERT INTO alerts (id, host_id, service, raised, severity) SELECT 10, c.host_id, c.service, c.checked, c.status FROM checks c WHERE c.status = 2 AND NOT EXISTS (SELECT 1 FROM alerts a WHERE a.host_id = c.host_id AND a.service = c.service AND a.cleared IS NULL);
-- check: SELECT COUNT(*) AS n FROM checks
DELETE FROM checks WHERE checked < TIMESTAMP '2024-01-01 00:05:00' AND host_id IN (SELECT id FROM hosts WHERE name LIKE 'web%');
SELECT severity, COUNT(*) AS n FROM alerts WHERE cleared IS NULL GROUP BY severity ORDER BY severity DESC;
DELETE FROM hosts WHERE id = 1;

SELECT queue, COUNT(*) FILTER (WHERE event = 'ENTERQUEUE') AS entered, COUNT(*) FILTER (WHERE event = 'CONNECT') AS answered, COUNT(*) FILTER (WHERE event = 'ABANDON') AS lost FROM queue_log GROUP BY queue;
SELECT AVG(CAST(data1 AS INTEGER)) AS hold FROM queue_log WHERE event = 'CONNECT';
SELECT agent, SUM(CAST(data2 AS INTEGER)) AS talk FROM queue_log WHERE event LIKE 'COMPLETE%' GROUP BY agent;
SELECT e.callid, MICROS_BETWEEN(e.time, c.time) / 1000000 AS waited FROM queue_log e JOIN queue_log c ON c.callid = e.callid AND c.event IN ('CONNECT', 'ABANDON') WHERE e.event = 'ENTERQUEUE' ORDER BY e.callid;
SELECT EXTRACT(HOUR FROM time) AS hour, EXTRACT(MINUTE FROM time) / 15 AS quarter, COUNT(*) AS n FROM queue_log GROUP BY EXTRACT(HOUR FROM time), EXTRACT(MINUTE FROM time) / 15;
-- check: SELECT callid, event FROM queue_log
INSERT INTO queue_log (time, callid, queue, event) VALUES (TIMESTAMP '2024-01-01 10:00:00', 'q3', 'sales', 'ENTERQUEUE');
-- check: SELECT COUNT(*) AS n FROM queue_log
DELETE FROM queue_log WHERE callid NOT IN (SELECT callid FROM queue_log WHERE event = 'CONNECT');

SELECT number, net, ROUND(net * vat / 100, 2) AS tax, net + ROUND(net * vat / 100, 2) AS gross FROM invoices ORDER BY number;
SELECT customer, SUM(net) AS net, COUNT(*) AS n FROM invoices GROUP BY customer ORDER BY net DESC;
SELECT number, DATE '2024-02-01' - due AS late FROM invoices WHERE due < DATE '2024-02-01' AND paid < net;
SELECT CASE WHEN due >= DATE '2024-02-01' THEN 'current' WHEN due >= DATE '2024-01-02' THEN '30 days' ELSE 'older' END AS age, SUM(net - paid) AS open FROM invoices GROUP BY CASE WHEN due >= DATE '2024-02-01' THEN 'current' WHEN due >= DATE '2024-01-02' THEN '30 days' ELSE 'older' END;
SELECT '2024-' || LPAD(CAST(COALESCE(MAX(CAST(RIGHT(number, 3) AS INTEGER)), 0) + 1 AS TEXT), 3, '0') AS next FROM invoices WHERE number LIKE '2024-%';
-- check: SELECT number, paid FROM invoices
UPDATE invoices SET paid = paid + 35.66 WHERE number = '2024-002' AND paid + 35.66 <= net * 2;
SELECT EXTRACT(YEAR FROM issued) AS y, EXTRACT(QUARTER FROM issued) AS q, SUM(net) AS net FROM invoices GROUP BY EXTRACT(YEAR FROM issued), EXTRACT(QUARTER FROM issued);
INSERT INTO invoices (id, number, customer, issued, due, net) VALUES (9, '2024-001', 'X', DATE '2024-01-01', DATE '2024-01-02', 1);

SELECT CURRENT_TIMESTAMP > TIMESTAMPTZ '2024-01-01 00:00:00+00' AS clock_runs;
SELECT id FROM jobs ORDER BY start_time FOR UPDATE;
-- check: SELECT COUNT(*) AS n FROM history
TRUNCATE TABLE history;
CREATE TABLE scratch (id INTEGER PRIMARY KEY, what VARCHAR(20) NOT NULL, at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
CREATE UNIQUE INDEX media_status_idx ON media (status, volume);
CREATE VIEW open_requests AS SELECT id, builder_id FROM buildrequests WHERE complete = 0;
ALTER TABLE settings ADD COLUMN changed TIMESTAMP;
DROP TABLE IF EXISTS no_such_table;

select content, ttl, prio, type, zone_id, name, auth from records where disabled = false and type = 'SOA' and name = 'example.org';
select content, ttl, prio, type, zone_id, name, auth from records where disabled = false and name like '%.example.org' and zone_id = 1 order by name, type;
select zones.id, zones.name, records.content, zones.kind, zones.serial, zones.last_check from zones left join records on records.zone_id = zones.id and records.type = 'SOA' where records.disabled = false or records.disabled is null;
select content from zones, zone_meta where zone_meta.zone_id = zones.id and zones.name = 'example.org' and zone_meta.kind = 'ALLOW-AXFR-FROM';
select flags, case when active then 1 else 0 end as active, published, content from zones, zone_keys where zone_keys.zone_id = zones.id and name = 'example.org' order by zone_keys.flags desc;
select kind, content from zones, zone_meta where zone_meta.zone_id = zones.id and name = 'example.org';
select name, algorithm, secret from tsig_keys order by name, algorithm;
select algorithm, secret from tsig_keys where name = 'transfer';
select min(name) from records where name > 'mail.example.org' and zone_id = 1 and name is not null;
select name, type from records where name <= 'mail.example.org' and zone_id = 1 order by 1 desc, 2 limit 1;
select count(distinct name) as names, count(*) as records, max(ttl) as ttl from records where zone_id = 1 and type is not null;
-- check: select zone_id, kind, content from zone_meta
delete from zone_meta where zone_id = (select id from zones where name = 'example.org') and zone_meta.kind = 'SOA-EDIT';
-- check: select zone_id, kind, content from zone_meta
insert into zone_meta (zone_id, kind, content) select id, 'NSEC3PARAM', '1 0 1 ab' from zones where name = 'example.org';
-- check: select zone_id, flags, active from zone_keys
update zone_keys set active = true where zone_id = (select id from zones where name = 'example.org') and zone_keys.flags = 256;
-- check: select zone_id, flags from zone_keys
insert into zone_keys (zone_id, flags, active, published, content) select id, 256, true, true, 'k3' from zones where name = 'example.org';
-- check: select zone_id, flags from zone_keys
delete from zone_keys where zone_id in (select id from zones where kind <> 'NATIVE') and not active;
-- check: select name, algorithm, secret from tsig_keys
insert into tsig_keys (name, algorithm, secret) values ('transfer', 'hmac-sha256', 'bmV3') on conflict (name, algorithm) do update set secret = excluded.secret;
-- check: select id, serial, last_check from zones
update zones set serial = 2024010100 + id, last_check = 1704067200 where kind = 'SLAVE' or last_check is null;
-- check: select count(*) as n from records
insert into records (id, zone_id, name, type, content, ttl, prio, auth) select max(id) + 1, 1, 'new.example.org', null, null, null, null, true from records;

SELECT jobid, name, clientid FROM bk_job WHERE jobstatus IN ('C', 'R') ORDER BY jobid;
-- check: SELECT jobid, jobstatus, starttime, endtime FROM bk_job
UPDATE bk_job SET jobstatus = 'f', starttime = schedtime, endtime = schedtime WHERE jobstatus = 'C';
-- check: SELECT jobid, jobstatus, endtime FROM bk_job
UPDATE bk_job SET jobstatus = 'f', endtime = starttime WHERE jobstatus = 'R';
-- check: SELECT jobid, name, level, jobstatus, jobtdate FROM bk_jobhisto
INSERT INTO bk_jobhisto (jobid, name, level, jobstatus, jobtdate, jobbytes) SELECT jobid, name, level, jobstatus, jobtdate, jobbytes FROM bk_job WHERE jobstatus IN ('T', 'W', 'f', 'A', 'E') AND NOT EXISTS (SELECT bk_jobhisto.jobid FROM bk_jobhisto WHERE bk_jobhisto.jobid = bk_job.jobid) AND jobtdate < 1704200000;
SELECT DISTINCT j.jobid, j.name, c.name AS client, j.starttime, j.type, j.level, j.jobfiles, j.jobbytes, j.jobstatus FROM bk_job j LEFT JOIN bk_client c ON c.clientid = j.clientid LEFT JOIN bk_jobmedia jm ON jm.jobid = j.jobid LEFT JOIN bk_volume m ON jm.mediaid = m.mediaid LEFT JOIN bk_fileset f ON f.filesetid = j.filesetid WHERE j.jobid > 0 AND (m.volumename = 'Vol-0001' OR m.volumename IS NULL) ORDER BY j.starttime, j.jobid;
SELECT DISTINCT COUNT(DISTINCT j.jobid) AS count FROM bk_job j LEFT JOIN bk_client c ON c.clientid = j.clientid LEFT JOIN bk_jobmedia jm ON jm.jobid = j.jobid WHERE j.jobid > 0;
SELECT DISTINCT MAX(DISTINCT bk_job.jobid) AS maxjobid FROM bk_job LEFT JOIN bk_client ON bk_client.clientid = bk_job.clientid WHERE bk_job.jobid > 0 GROUP BY bk_job.name;
SELECT jobstatus, longname, CASE WHEN jobstatus IN ('T') THEN '0' WHEN jobstatus IN ('W') THEN '1' WHEN jobstatus IN ('e', 'f', 'A', 'E') THEN '2' END AS exitlevel, CASE WHEN jobstatus IN ('T') THEN 'Ok' WHEN jobstatus IN ('W') THEN 'Warning' WHEN jobstatus IN ('e', 'f', 'A', 'E') THEN 'Error' END AS exitstatus FROM bk_status ORDER BY jobstatus;
SELECT DISTINCT bk_jobmedia.jobid FROM bk_jobmedia, bk_job WHERE mediaid = 1 AND bk_job.jobid = bk_jobmedia.jobid AND bk_job.jobtdate < 1704100000;
SELECT jobid, bk_client.name AS client, starttime, level AS joblevel, jobfiles, jobbytes FROM bk_client, bk_job WHERE bk_client.clientid = bk_job.clientid AND jobstatus IN ('T', 'W') AND type = 'B' ORDER BY starttime DESC LIMIT 20;
SELECT DISTINCT jobid, level, jobfiles, jobbytes, starttime, volumename FROM bk_job JOIN bk_jobmedia USING (jobid) JOIN bk_volume USING (mediaid) WHERE jobid IN (1, 2, 6) ORDER BY starttime ASC, volumename;
SELECT bk_path.path, bk_file.name, fileindex, jobid, lstat FROM bk_file, bk_path WHERE bk_file.jobid IN (1, 2) AND bk_path.pathid = bk_file.pathid ORDER BY jobid, fileindex;
SELECT bk_job.jobid, bk_job.jobtdate FROM bk_job, bk_fileset WHERE bk_job.clientid = 1 AND bk_job.starttime < TIMESTAMP '2024-01-04 00:00:00' AND level = 'F' AND jobstatus IN ('T', 'W') AND type = 'B' AND bk_job.filesetid = bk_fileset.filesetid AND bk_fileset.fileset = 'Full Set' ORDER BY bk_job.jobtdate DESC LIMIT 1;
SELECT MAX(bk_fileset.filesetid) FROM bk_fileset JOIN bk_job USING (filesetid) WHERE bk_job.clientid = 1 GROUP BY fileset;
SELECT bk_job.jobid, bk_file.fileindex FROM bk_job, bk_file, bk_path, bk_client WHERE bk_job.jobid = bk_file.jobid AND bk_job.starttime <= TIMESTAMP '2024-02-01 00:00:00' AND bk_path.path = '/var/www/' AND bk_file.name = 'index.html' AND bk_client.name = 'web-fd' AND bk_job.clientid = bk_client.clientid AND bk_path.pathid = bk_file.pathid AND jobstatus IN ('T', 'W') AND type = 'B' ORDER BY bk_job.starttime DESC LIMIT 1;
SELECT fileid, bk_job.jobid AS jobid, fileindex, bk_file.pathid AS pathid, bk_file.name AS filename, lstat, md5, bk_job.jobtdate AS jobtdate FROM bk_job, bk_file, (SELECT MAX(jobtdate) AS jobtdate, pathid, name FROM (SELECT jobtdate, pathid, bk_file.name FROM bk_file JOIN bk_job USING (jobid) WHERE bk_file.jobid IN (1, 2) UNION ALL SELECT jobtdate, pathid, bk_file.name FROM bk_basefiles JOIN bk_file USING (fileid) JOIN bk_job ON basejobid = bk_job.jobid WHERE bk_basefiles.jobid IN (1, 2)) AS tmp GROUP BY pathid, name) AS t1 WHERE (bk_job.jobid IN (SELECT DISTINCT basejobid FROM bk_basefiles WHERE jobid IN (1, 2)) OR bk_job.jobid IN (1, 2)) AND t1.jobtdate = bk_job.jobtdate AND bk_job.jobid = bk_file.jobid AND t1.pathid = bk_file.pathid AND t1.name = bk_file.name;
SELECT volumename, volstatus, volbytes, EXTRACT(EPOCH FROM lastwritten) + volretention AS expires FROM bk_volume WHERE enabled = 1 AND volstatus IN ('Full', 'Used', 'Append') ORDER BY lastwritten IS NULL, lastwritten, mediaid;
SELECT mediaid, volumename FROM bk_volume WHERE enabled = 1 AND recycle = 1 AND lastwritten < TIMESTAMP '2025-06-01 00:00:00' - INTERVAL '365 days' AND NOT EXISTS (SELECT 1 FROM bk_jobmedia jm JOIN bk_job j ON j.jobid = jm.jobid WHERE jm.mediaid = bk_volume.mediaid AND j.jobstatus = 'R');
-- check: SELECT mediaid, volstatus, slot FROM bk_volume
UPDATE bk_volume SET slot = 0, volstatus = CASE WHEN volstatus = 'Append' THEN 'Used' ELSE volstatus END WHERE slot > 0 AND mediaid <> 3;
-- check: SELECT jobid, purgedfiles FROM bk_job
UPDATE bk_job SET purgedfiles = 1 WHERE jobid IN (SELECT j.jobid FROM bk_job j JOIN bk_client c ON c.clientid = j.clientid WHERE c.autoprune = 1 AND j.jobtdate < 1704100000);
-- check: SELECT fileid FROM bk_file
DELETE FROM bk_file WHERE jobid IN (SELECT jobid FROM bk_job WHERE jobtdate > 0 AND jobtdate < 1704100000 AND level = 'F') AND fileid NOT IN (SELECT fileid FROM bk_basefiles);
-- check: SELECT pathid FROM bk_path
DELETE FROM bk_path WHERE NOT EXISTS (SELECT 1 FROM bk_file WHERE bk_file.pathid = bk_path.pathid AND bk_file.jobid <> 2);
SELECT name, level, COUNT(*) AS jobs, SUM(jobbytes) AS bytes, AVG(jobbytes) AS mean, STDDEV_POP(jobbytes) AS spread FROM bk_job WHERE jobstatus IN ('T', 'W') GROUP BY name, level;
SELECT c.name, COALESCE(SUM(j.jobbytes), 0) AS bytes, COUNT(j.jobid) AS jobs FROM bk_client c LEFT JOIN bk_job j ON j.clientid = c.clientid AND j.type = 'B' GROUP BY c.name HAVING COUNT(j.jobid) < 3 ORDER BY c.name;
SELECT fileindex DIV 100 AS hundred, COUNT(*) FROM bk_file GROUP BY fileindex DIV 100;

select username, domain, password, ha1 from subscriber where username = 'alice' and domain = 'sip.test';
select received, contact, expires, q, callid, cseq, flags, cflags, path, methods, last_modified from usrloc where username = 'alice' and domain = 'sip.test' order by q desc;
select received, contact, cflags, path, ruid from usrloc where expires > timestamp '2024-06-01 00:00:00' and keepalive = 1 and mod(id, 4) = 1;
select received, contact, cflags, path, ruid from usrloc where expires > timestamp '2024-06-01 00:00:00' and (cflags & 64) = 64 and id % 2 <> 3;
select count(*) from usrloc where username = 'alice' and domain = 'sip.test' and expires > timestamp '2024-06-01 00:00:00';
-- check: select ruid, expires from usrloc
delete from usrloc where expires < timestamp '2024-06-01 00:00:00' and expires <> timestamp '1970-01-01 00:00:00';
-- check: select ruid, username, contact, expires, q, cseq from usrloc
insert into usrloc (ruid, username, domain, contact, expires, q, callid, cseq, last_modified) values ('ul-1', 'alice', 'sip.test', 'sip:alice@192.0.2.77', timestamp '2031-01-01 00:00:00', 0.7, 'c1', 4, timestamp '2024-05-01 00:00:00') on conflict (ruid) do update set contact = excluded.contact, expires = excluded.expires, q = excluded.q, cseq = excluded.cseq, last_modified = excluded.last_modified;
-- check: select ruid, expires, cseq, flags from usrloc
update usrloc set expires = timestamp '2032-01-01 00:00:00', q = 0.25, cseq = cseq + 1, flags = flags | 4, last_modified = timestamp '2024-07-01 00:00:00' where ruid = 'ul-3';
select table_version from table_version where table_name = 'location';
select setid, destination, flags, priority, attrs from dispatcher where (flags & 8) = 0 order by setid, priority desc, destination;
select setid, string_agg(destination, ';' order by priority desc) as targets from dispatcher group by setid;
select body, etag, expires from presentity where domain = 'sip.test' and username = 'alice' and event = 'presence' and expires > 1704100000 order by received_time;
select username, domain, etag, event from presentity where expires < 1704100000 order by username;
-- check: select username, event, etag from presentity
delete from presentity where expires < 1704100000 and event = 'presence';
-- check: select username, event, etag, expires from presentity
update presentity set etag = 'e9', expires = 1900000000, received_time = 1704070000, body = x'3c6162' where domain = 'sip.test' and username = 'bob' and event = 'dialog' and etag = 'e3';
select i.callid, i.time as started, b.time as ended, (extract(epoch from b.time) - extract(epoch from i.time)) as seconds from acc i join acc b on b.callid = i.callid and b.from_tag = i.from_tag and b.method = 'BYE' where i.method = 'INVITE' and i.sip_code = '200';
select sip_code, count(*) as calls from acc where method = 'INVITE' and time >= timestamp '2024-01-01 00:00:00' and time < timestamp '2024-01-02 00:00:00' group by sip_code order by calls desc, sip_code;
select a.callid from acc a where a.method = 'INVITE' and a.sip_code = '200' and not exists (select 1 from acc b where b.method = 'BYE' and b.callid = a.callid);
SELECT queue_name, interface, membername, penalty, paused FROM pbx_queue_members WHERE interface LIKE '%' AND queue_name = 'support' ORDER BY interface;
-- check: SELECT queue_name, interface, paused FROM pbx_queue_members
UPDATE pbx_queue_members SET paused = 1 - paused WHERE queue_name = 'support' AND interface = 'PJSIP/101';
-- check: SELECT queue_name, interface, penalty FROM pbx_queue_members
INSERT INTO pbx_queue_members (queue_name, interface, penalty) VALUES ('sales', 'PJSIP/100', 3) ON CONFLICT (queue_name, interface) DO NOTHING;
SELECT * FROM pbx_contacts WHERE endpoint = '100' AND expiration_time > 0;
-- check: SELECT id FROM pbx_contacts
DELETE FROM pbx_contacts WHERE expiration_time < 1704067201 OR reg_server IS NULL AND via_port = 0;
-- check: SELECT id, uri, expiration_time FROM pbx_contacts
UPDATE pbx_contacts SET uri = 'sip:100@192.0.2.99', expiration_time = 1893456000, qualify_frequency = 60 WHERE id = '100;@1';
SELECT pin, members, maxusers FROM meetme WHERE confno = '700' AND TIMESTAMP '2024-01-01 09:30:00' BETWEEN starttime AND endtime;
SELECT confno, members FROM meetme WHERE (starttime IS NULL OR starttime <= TIMESTAMP '2024-01-01 09:00:00') AND (endtime IS NULL OR endtime > TIMESTAMP '2024-01-01 09:00:00') ORDER BY confno;
-- check: SELECT confno, members FROM meetme
UPDATE meetme SET members = members + 1 WHERE confno = '700' AND (maxusers = 0 OR members < maxusers);

select i.itemid, i.key_, i.value_type, i.delay from mon_items i where i.hostid = 1 and i.status = 0 and i.flags in (0, 4) order by i.itemid;
select itemid, key_ from mon_items where hostid = 1 and key_ like 'vfs.fs.size[%' and status <> 1;
select itemid, clock, num, value_min, value_avg, value_max from mon_trends where itemid = 10 and clock between 1704067200 and 1704074399 order by clock;
select itemid, min(value_min) as lo, sum(value_avg * num) / sum(num) as mean, max(value_max) as hi, sum(num) as n from mon_trends where clock >= 1704067200 and clock < 1704153600 group by itemid order by itemid;
select itemid, clock / 86400 * 86400 as day, sum(num) as n, max(value_max) as hi from mon_trends group by itemid, clock / 86400 * 86400;
select p.eventid, p.objectid, e.name, p.severity, p.clock from mon_problem p join mon_events e on e.eventid = p.eventid where p.r_eventid is null and e.source = 0 order by p.severity desc, p.eventid desc limit 50;
select e.eventid, e.clock, coalesce(p.r_clock - p.clock, 0) as duration from mon_events e left join mon_problem p on p.eventid = e.eventid where e.value = 1 and e.object = 0 and e.clock > 1704060000 order by e.eventid;
select objectid, count(*) as n, max(clock) as last from mon_events where source = 0 and value = 1 group by objectid having count(*) > 0 order by n desc, objectid;
select nextid from mon_ids where table_name = 'items' and field_name = 'itemid' for update;
-- check: select * from mon_ids
update mon_ids set nextid = nextid + 5 where table_name = 'items' and field_name = 'itemid';
-- check: select itemid, clock, num, value_min, value_avg, value_max from mon_trends
insert into mon_trends (itemid, clock, num, value_min, value_avg, value_max) values (10, 1704074400, 30, 0.5, 1.5, 3.0) on conflict (itemid, clock) do update set num = mon_trends.num + excluded.num, value_min = least(mon_trends.value_min, excluded.value_min), value_avg = (mon_trends.value_avg + excluded.value_avg) / 2, value_max = greatest(mon_trends.value_max, excluded.value_max);
-- check: select itemid, clock from mon_trends
delete from mon_trends where itemid = 10 and clock < 1704070800;
-- check: select itemid, clock from mon_trends
delete from mon_trends where itemid not in (select itemid from mon_items where status = 0);
-- check: select eventid, r_eventid, r_clock from mon_problem
update mon_problem set r_eventid = 104, r_clock = 1704070000 where eventid in (102, 103) and r_eventid is null;
-- check: select eventid, acknowledged from mon_events
update mon_events set acknowledged = 1 where eventid in (select eventid from mon_problem where severity >= 3) and acknowledged = 0;
-- check: select eventid from mon_problem
delete from mon_problem where r_clock <> 0 and r_clock < 1704068000;
-- check: select itemid, error from mon_items
update mon_items set error = case itemid when 10 then 'gone' when 12 then '' else error end, status = case itemid when 12 then 0 else status end where itemid in (10, 12);
select sessionid, userid from mon_sessions where status = 0 and lastaccess > 1704067200 - 3600 order by lastaccess desc;
-- check: select sessionid, lastaccess, status from mon_sessions
update mon_sessions set lastaccess = 1704067300, status = 0 where sessionid = 's3' and userid = 2;
-- check: select sessionid from mon_sessions
delete from mon_sessions where (status = 1) or lastaccess < 1704060001;
select itemid, value_avg, lag(value_avg) over (partition by itemid order by clock) as before, value_avg - lag(value_avg) over (partition by itemid order by clock) as change from mon_trends order by itemid, clock;
select itemid, stddev_samp(value_avg) as s, var_pop(value_max) as v, corr(value_avg, value_max) is null as unknown from mon_trends where itemid < 0 group by itemid;
-- check: SELECT receivedat, facility, priority, fromhost, message, syslogtag FROM systemevents
insert into SystemEvents (Message, Facility, FromHost, Priority, DeviceReportedTime, ReceivedAt, InfoUnitID, SysLogTag) values ('link up', 0, 'gate', 6, '2024-01-03 00:00:00', '2024-01-03 00:00:01', 1, 'kernel:');
SELECT ID, DeviceReportedTime, Facility, Priority, FromHost, SysLogTag, Message FROM SystemEvents WHERE Facility IN (2, 4) AND Priority <= 3 ORDER BY ID DESC LIMIT 50;
SELECT FromHost, Priority, COUNT(*) AS n FROM SystemEvents WHERE ReceivedAt >= '2024-01-01 00:00:00' AND ReceivedAt < '2024-01-02 00:00:00' GROUP BY FromHost, Priority ORDER BY n DESC, FromHost, Priority;
SELECT s.ID, s.Message, p.ParamValue AS "user" FROM SystemEvents s JOIN SystemEventsProperties p ON p.SystemEventID = s.ID AND p.ParamName = 'user' WHERE s.Message LIKE 'Failed password%';
SELECT SUBSTRING(SysLogTag FROM 1 FOR STRPOS(SysLogTag || '[', '[') - 1) AS program, COUNT(*) AS n FROM SystemEvents GROUP BY SUBSTRING(SysLogTag FROM 1 FOR STRPOS(SysLogTag || '[', '[') - 1);
SELECT CAST(ReceivedAt AS DATE) AS day, COUNT(*) AS n, MIN(Priority) AS worst FROM SystemEvents GROUP BY CAST(ReceivedAt AS DATE) ORDER BY day;
-- check: SELECT ID FROM SystemEvents
DELETE FROM SystemEvents WHERE ReceivedAt < TIMESTAMP '2024-01-02 00:00:00' - INTERVAL '12 hours';
-- check: SELECT SystemEventID FROM SystemEventsProperties
DELETE FROM SystemEventsProperties WHERE SystemEventID NOT IN (SELECT ID FROM SystemEvents WHERE Priority > 3);

SELECT value FROM mail_dict WHERE username = 'ada@example.org' AND name = 'priv/sieve/active';
SELECT name, value FROM mail_dict WHERE username = 'ada@example.org' AND name LIKE 'priv/quota/%' ORDER BY name;
-- check: SELECT username, name, value FROM mail_dict
INSERT INTO mail_dict (username, name, value) VALUES ('ada@example.org', 'priv/sieve/active', 'new') ON CONFLICT (username, name) DO UPDATE SET value = excluded.value;
-- check: SELECT username, name FROM mail_dict
DELETE FROM mail_dict WHERE username = 'ada@example.org' AND name LIKE 'priv/sieve/%';
SELECT from_user FROM mail_shares WHERE to_user IN ('bob@example.org', 'anyone') ORDER BY from_user;
-- check: SELECT from_user, to_user FROM mail_shares
INSERT INTO mail_shares (from_user, to_user) VALUES ('ada@example.org', 'bob@example.org'), ('bob@example.org', 'ada@example.org') ON CONFLICT DO NOTHING;
-- check: SELECT username, service, last_access FROM last_login
INSERT INTO last_login (username, service, last_access, last_ip) VALUES ('bob@example.org', 'imap', 1704070000, '192.0.2.5') ON CONFLICT (username) DO UPDATE SET last_access = excluded.last_access, service = excluded.service, last_ip = excluded.last_ip WHERE last_login.last_access < excluded.last_access;
SELECT m.username, TO_TIMESTAMP(l.last_access) AS seen, l.last_ip FROM mailboxes m LEFT JOIN last_login l ON l.username = m.username WHERE m.active ORDER BY m.username;
SELECT transport || ':' || COALESCE(nexthop, '') AS route FROM mail_transport WHERE domain = 'example.org' AND enabled = 1;
SELECT transport FROM mail_transport WHERE domain IN ('www.sub.example.net', '.sub.example.net', '.example.net') AND enabled = 1 ORDER BY LENGTH(domain) DESC LIMIT 1;
SELECT sent FROM sender_rate WHERE sender = 'bob@example.org' AND hour = 473353;
SELECT sender, SUM(sent) AS sent, SUM(rejected) * 100 / SUM(sent) AS bad FROM sender_rate WHERE hour > 473353 - 24 GROUP BY sender HAVING SUM(sent) > 10 ORDER BY bad DESC;
-- check: SELECT sender, hour, sent FROM sender_rate
INSERT INTO sender_rate (sender, hour, sent) VALUES ('ada@example.org', 473353, 1), ('eve@example.net', 473353, 1) ON CONFLICT (sender, hour) DO UPDATE SET sent = sender_rate.sent + excluded.sent;
-- check: SELECT sender, hour FROM sender_rate
DELETE FROM sender_rate WHERE hour < (SELECT MAX(hour) FROM sender_rate) - 0;
