-- Users; a name is not "nothing".
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL DEFAULT 'a; b'
);
CREATE TRIGGER named AFTER INSERT ON users
BEGIN
  UPDATE users SET name = upper(name) WHERE id = new.id;
  UPDATE users SET name = name || ';' WHERE id = new.id;
END;
