ALTER TABLE users ADD COLUMN email TEXT;
INSERT INTO users (name, email) VALUES ('Ada', 'ada@example.com')
