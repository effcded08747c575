CREATE TABLE log (text TEXT);

CREATE TRIGGER logged AFTER INSERT ON pages
BEGIN
  INSERT INTO log VALUES ('new: ' || new.title);
END; -- of the trigger
