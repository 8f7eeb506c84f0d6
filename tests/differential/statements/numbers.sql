-- Arithmetic and numeric functions over every numeric kind.

SELECT id, si + si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si + i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si + bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si + n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si + w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si + d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si + r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i + si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i + i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i + bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i + n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i + w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i + d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i + r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi + si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi + i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi + bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi + n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi + w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi + d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi + r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n + si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n + i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n + bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n + n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n + w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n + d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n + r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w + si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w + i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w + bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w + n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w + w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w + d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w + r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d + si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d + i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d + bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d + n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d + w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d + d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d + r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r + si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r + i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r + bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r + n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r + w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r + d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r + r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si + 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 + si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i + 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 + i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi + 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 + bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n + 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 + n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w + 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 + w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d + 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 + d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si - si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si - i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si - bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si - n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si - w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si - d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si - r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i - si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i - i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i - bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i - n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i - w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i - d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i - r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi - si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi - i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi - bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi - n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi - w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi - d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi - r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n - si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n - i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n - bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n - n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n - w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n - d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n - r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w - si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w - i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w - bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w - n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w - w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w - d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w - r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d - si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d - i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d - bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d - n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d - w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d - d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d - r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r - si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r - i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r - bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r - n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r - w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r - d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r - r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si - 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 - si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i - 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 - i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi - 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 - bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n - 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 - n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w - 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 - w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d - 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 - d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si * si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si * i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si * bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si * n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si * w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si * d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si * r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i * si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i * i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i * bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i * n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i * w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i * d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i * r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi * si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi * i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi * bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi * n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi * w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi * d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi * r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n * si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n * i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n * bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n * n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n * w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n * d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n * r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w * si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w * i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w * bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w * n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w * w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w * d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w * r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d * si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d * i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d * bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d * n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d * w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d * d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d * r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r * si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r * i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r * bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r * n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r * w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r * d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, r * r AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si * 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 * si AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i * 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 * i AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi * 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 * bi AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, n * 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 * n AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, w * 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 * w AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, d * 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, 2.5 * d AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si / si AS x FROM kinds WHERE id NOT IN (3, 4) AND si <> 0;

SELECT id, si % si AS x FROM kinds WHERE id NOT IN (3, 4) AND si <> 0;

SELECT id, si / i AS x FROM kinds WHERE id NOT IN (3, 4) AND i <> 0;

SELECT id, si % i AS x FROM kinds WHERE id NOT IN (3, 4) AND i <> 0;

SELECT id, si / bi AS x FROM kinds WHERE id NOT IN (3, 4) AND bi <> 0;

SELECT id, si % bi AS x FROM kinds WHERE id NOT IN (3, 4) AND bi <> 0;

SELECT id, i / si AS x FROM kinds WHERE id NOT IN (3, 4) AND si <> 0;

SELECT id, i % si AS x FROM kinds WHERE id NOT IN (3, 4) AND si <> 0;

SELECT id, i / i AS x FROM kinds WHERE id NOT IN (3, 4) AND i <> 0;

SELECT id, i % i AS x FROM kinds WHERE id NOT IN (3, 4) AND i <> 0;

SELECT id, i / bi AS x FROM kinds WHERE id NOT IN (3, 4) AND bi <> 0;

SELECT id, i % bi AS x FROM kinds WHERE id NOT IN (3, 4) AND bi <> 0;

SELECT id, bi / si AS x FROM kinds WHERE id NOT IN (3, 4) AND si <> 0;

SELECT id, bi % si AS x FROM kinds WHERE id NOT IN (3, 4) AND si <> 0;

SELECT id, bi / i AS x FROM kinds WHERE id NOT IN (3, 4) AND i <> 0;

SELECT id, bi % i AS x FROM kinds WHERE id NOT IN (3, 4) AND i <> 0;

SELECT id, bi / bi AS x FROM kinds WHERE id NOT IN (3, 4) AND bi <> 0;

SELECT id, bi % bi AS x FROM kinds WHERE id NOT IN (3, 4) AND bi <> 0;

SELECT id, si / 2 AS x FROM kinds;

SELECT id, si / -3 AS x FROM kinds WHERE id <> 99;

SELECT id, si % 3 AS x FROM kinds;

SELECT id, si % -3 AS x FROM kinds;

SELECT id, -si AS x FROM kinds WHERE id <> 4;

SELECT id, +si AS x FROM kinds;

SELECT id, si / 0 AS x FROM kinds;

SELECT id, si % 0 AS x FROM kinds;

SELECT id, si & 255 AS x FROM kinds;

SELECT id, si | 8 AS x FROM kinds;

SELECT id, si # 3 AS x FROM kinds;

SELECT id, ~si AS x FROM kinds;

SELECT id, si << 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, si >> 1 AS x FROM kinds;

SELECT id, i / 2 AS x FROM kinds;

SELECT id, i / -3 AS x FROM kinds WHERE id <> 99;

SELECT id, i % 3 AS x FROM kinds;

SELECT id, i % -3 AS x FROM kinds;

SELECT id, -i AS x FROM kinds WHERE id <> 4;

SELECT id, +i AS x FROM kinds;

SELECT id, i / 0 AS x FROM kinds;

SELECT id, i % 0 AS x FROM kinds;

SELECT id, i & 255 AS x FROM kinds;

SELECT id, i | 8 AS x FROM kinds;

SELECT id, i # 3 AS x FROM kinds;

SELECT id, ~i AS x FROM kinds;

SELECT id, i << 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, i >> 1 AS x FROM kinds;

SELECT id, bi / 2 AS x FROM kinds;

SELECT id, bi / -3 AS x FROM kinds WHERE id <> 99;

SELECT id, bi % 3 AS x FROM kinds;

SELECT id, bi % -3 AS x FROM kinds;

SELECT id, -bi AS x FROM kinds WHERE id <> 4;

SELECT id, +bi AS x FROM kinds;

SELECT id, bi / 0 AS x FROM kinds;

SELECT id, bi % 0 AS x FROM kinds;

SELECT id, bi & 255 AS x FROM kinds;

SELECT id, bi | 8 AS x FROM kinds;

SELECT id, bi # 3 AS x FROM kinds;

SELECT id, ~bi AS x FROM kinds;

SELECT id, bi << 3 AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, bi >> 1 AS x FROM kinds;

SELECT id, bi + 1 AS x FROM kinds;

SELECT id, bi - 1 AS x FROM kinds;

SELECT id, bi * 2 AS x FROM kinds;

SELECT id, -bi AS x FROM kinds;

SELECT id, abs(bi) AS x FROM kinds;

SELECT id, i + 1 AS x FROM kinds;

SELECT id, si + 1 AS x FROM kinds;

SELECT id, i * i AS x FROM kinds;

SELECT id, si * si * si * si AS x FROM kinds;

SELECT id, abs(si) AS x FROM kinds;

SELECT id, abs(i) AS x FROM kinds;

SELECT id, abs(n) AS x FROM kinds;

SELECT id, abs(w) AS x FROM kinds;

SELECT id, abs(d) AS x FROM kinds;

SELECT id, abs(r) AS x FROM kinds;

SELECT id, sign(si) AS x FROM kinds;

SELECT id, sign(i) AS x FROM kinds;

SELECT id, sign(n) AS x FROM kinds;

SELECT id, sign(w) AS x FROM kinds;

SELECT id, sign(d) AS x FROM kinds;

SELECT id, sign(r) AS x FROM kinds;

SELECT id, round(n) AS x FROM kinds;

SELECT id, round(w) AS x FROM kinds;

SELECT id, round(d) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, trunc(n) AS x FROM kinds;

SELECT id, trunc(w) AS x FROM kinds;

SELECT id, trunc(d) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ceil(n) AS x FROM kinds;

SELECT id, ceil(w) AS x FROM kinds;

SELECT id, ceil(d) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, floor(n) AS x FROM kinds;

SELECT id, floor(w) AS x FROM kinds;

SELECT id, floor(d) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, round(n, 0) AS x FROM kinds;

SELECT id, trunc(n, 0) AS x FROM kinds;

SELECT id, round(w, 0) AS x FROM kinds;

SELECT id, trunc(w, 0) AS x FROM kinds;

SELECT id, round(n, 1) AS x FROM kinds;

SELECT id, trunc(n, 1) AS x FROM kinds;

SELECT id, round(w, 1) AS x FROM kinds;

SELECT id, trunc(w, 1) AS x FROM kinds;

SELECT id, round(n, 2) AS x FROM kinds;

SELECT id, trunc(n, 2) AS x FROM kinds;

SELECT id, round(w, 2) AS x FROM kinds;

SELECT id, trunc(w, 2) AS x FROM kinds;

SELECT id, round(n, -1) AS x FROM kinds;

SELECT id, trunc(n, -1) AS x FROM kinds;

SELECT id, round(w, -1) AS x FROM kinds;

SELECT id, trunc(w, -1) AS x FROM kinds;

SELECT id, round(n, -3) AS x FROM kinds;

SELECT id, trunc(n, -3) AS x FROM kinds;

SELECT id, round(w, -3) AS x FROM kinds;

SELECT id, trunc(w, -3) AS x FROM kinds;

SELECT id, CAST(n / 3 AS NUMERIC(10,0)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(n / 7 AS NUMERIC(10,0)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(w / 3 AS NUMERIC(10,0)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(i / n AS NUMERIC(10,0)) AS x FROM kinds WHERE n <> 0 AND id NOT IN (3, 4);

SELECT CAST(AVG(n) AS NUMERIC(10,0)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(n / 3 AS NUMERIC(10,1)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(n / 7 AS NUMERIC(10,1)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(w / 3 AS NUMERIC(10,1)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(i / n AS NUMERIC(10,1)) AS x FROM kinds WHERE n <> 0 AND id NOT IN (3, 4);

SELECT CAST(AVG(n) AS NUMERIC(10,1)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(n / 3 AS NUMERIC(12,4)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(n / 7 AS NUMERIC(12,4)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(w / 3 AS NUMERIC(12,4)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(i / n AS NUMERIC(12,4)) AS x FROM kinds WHERE n <> 0 AND id NOT IN (3, 4);

SELECT CAST(AVG(n) AS NUMERIC(12,4)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(n / 3 AS NUMERIC(20,6)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(n / 7 AS NUMERIC(20,6)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(w / 3 AS NUMERIC(20,6)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(i / n AS NUMERIC(20,6)) AS x FROM kinds WHERE n <> 0 AND id NOT IN (3, 4);

SELECT CAST(AVG(n) AS NUMERIC(20,6)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(n / 3 AS NUMERIC(38,10)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(n / 7 AS NUMERIC(38,10)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(w / 3 AS NUMERIC(38,10)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, CAST(i / n AS NUMERIC(38,10)) AS x FROM kinds WHERE n <> 0 AND id NOT IN (3, 4);

SELECT CAST(AVG(n) AS NUMERIC(38,10)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, mod(i, 3) AS x FROM kinds;

SELECT id, mod(n, 0.3) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, power(d, 2) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, power(2, i) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, sqrt(abs(d)) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, sqrt(d) AS x FROM kinds WHERE d < 0;

SELECT id, exp(d) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, ln(d) AS x FROM kinds WHERE d > 0 AND id <> 3;

SELECT id, ln(d) AS x FROM kinds;

SELECT id, log10(d) AS x FROM kinds WHERE d > 0 AND id <> 3;

SELECT id, sin(d) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, cos(d) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, tan(d) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, atan(d) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, degrees(d) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, radians(d) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, asin(d / 100) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, acos(d / 100) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, asin(d) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT id, atan2(d, 2) AS x FROM kinds WHERE id NOT IN (3, 4);

SELECT pi() AS x;

SELECT random() >= 0 AND random() < 1 AS x;

SELECT id FROM kinds WHERE si < si;

SELECT id FROM kinds WHERE si = si;

SELECT id FROM kinds WHERE si < i;

SELECT id FROM kinds WHERE si = i;

SELECT id FROM kinds WHERE si < bi;

SELECT id FROM kinds WHERE si = bi;

SELECT id FROM kinds WHERE si < n;

SELECT id FROM kinds WHERE si = n;

SELECT id FROM kinds WHERE si < w;

SELECT id FROM kinds WHERE si = w;

SELECT id FROM kinds WHERE si < d;

SELECT id FROM kinds WHERE si = d;

SELECT id FROM kinds WHERE si < r;

SELECT id FROM kinds WHERE si = r;

SELECT id FROM kinds WHERE i < si;

SELECT id FROM kinds WHERE i = si;

SELECT id FROM kinds WHERE i < i;

SELECT id FROM kinds WHERE i = i;

SELECT id FROM kinds WHERE i < bi;

SELECT id FROM kinds WHERE i = bi;

SELECT id FROM kinds WHERE i < n;

SELECT id FROM kinds WHERE i = n;

SELECT id FROM kinds WHERE i < w;

SELECT id FROM kinds WHERE i = w;

SELECT id FROM kinds WHERE i < d;

SELECT id FROM kinds WHERE i = d;

SELECT id FROM kinds WHERE i < r;

SELECT id FROM kinds WHERE i = r;

SELECT id FROM kinds WHERE bi < si;

SELECT id FROM kinds WHERE bi = si;

SELECT id FROM kinds WHERE bi < i;

SELECT id FROM kinds WHERE bi = i;

SELECT id FROM kinds WHERE bi < bi;

SELECT id FROM kinds WHERE bi = bi;

SELECT id FROM kinds WHERE bi < n;

SELECT id FROM kinds WHERE bi = n;

SELECT id FROM kinds WHERE bi < w;

SELECT id FROM kinds WHERE bi = w;

SELECT id FROM kinds WHERE bi < d;

SELECT id FROM kinds WHERE bi = d;

SELECT id FROM kinds WHERE bi < r;

SELECT id FROM kinds WHERE bi = r;

SELECT id FROM kinds WHERE n < si;

SELECT id FROM kinds WHERE n = si;

SELECT id FROM kinds WHERE n < i;

SELECT id FROM kinds WHERE n = i;

SELECT id FROM kinds WHERE n < bi;

SELECT id FROM kinds WHERE n = bi;

SELECT id FROM kinds WHERE n < n;

SELECT id FROM kinds WHERE n = n;

SELECT id FROM kinds WHERE n < w;

SELECT id FROM kinds WHERE n = w;

SELECT id FROM kinds WHERE n < d;

SELECT id FROM kinds WHERE n = d;

SELECT id FROM kinds WHERE n < r;

SELECT id FROM kinds WHERE n = r;

SELECT id FROM kinds WHERE w < si;

SELECT id FROM kinds WHERE w = si;

SELECT id FROM kinds WHERE w < i;

SELECT id FROM kinds WHERE w = i;

SELECT id FROM kinds WHERE w < bi;

SELECT id FROM kinds WHERE w = bi;

SELECT id FROM kinds WHERE w < n;

SELECT id FROM kinds WHERE w = n;

SELECT id FROM kinds WHERE w < w;

SELECT id FROM kinds WHERE w = w;

SELECT id FROM kinds WHERE w < d;

SELECT id FROM kinds WHERE w = d;

SELECT id FROM kinds WHERE w < r;

SELECT id FROM kinds WHERE w = r;

SELECT id FROM kinds WHERE d < si;

SELECT id FROM kinds WHERE d = si;

SELECT id FROM kinds WHERE d < i;

SELECT id FROM kinds WHERE d = i;

SELECT id FROM kinds WHERE d < bi;

SELECT id FROM kinds WHERE d = bi;

SELECT id FROM kinds WHERE d < n;

SELECT id FROM kinds WHERE d = n;

SELECT id FROM kinds WHERE d < w;

SELECT id FROM kinds WHERE d = w;

SELECT id FROM kinds WHERE d < d;

SELECT id FROM kinds WHERE d = d;

SELECT id FROM kinds WHERE d < r;

SELECT id FROM kinds WHERE d = r;

SELECT id FROM kinds WHERE r < si;

SELECT id FROM kinds WHERE r = si;

SELECT id FROM kinds WHERE r < i;

SELECT id FROM kinds WHERE r = i;

SELECT id FROM kinds WHERE r < bi;

SELECT id FROM kinds WHERE r = bi;

SELECT id FROM kinds WHERE r < n;

SELECT id FROM kinds WHERE r = n;

SELECT id FROM kinds WHERE r < w;

SELECT id FROM kinds WHERE r = w;

SELECT id FROM kinds WHERE r < d;

SELECT id FROM kinds WHERE r = d;

SELECT id FROM kinds WHERE r < r;

SELECT id FROM kinds WHERE r = r;
