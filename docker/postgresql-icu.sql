-- Text compared by language rules: byte order hides mistakes in tests.
CREATE DATABASE tenon_test_icu TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LC_COLLATE 'C' LC_CTYPE 'C';
