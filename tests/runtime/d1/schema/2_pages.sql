-- The pages; of a site.
CREATE TABLE pages (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
