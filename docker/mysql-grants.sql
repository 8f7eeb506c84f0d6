-- The tests make and end sessions, and read the server's settings.
GRANT ALL ON *.* TO 'tenon'@'%' WITH GRANT OPTION;
