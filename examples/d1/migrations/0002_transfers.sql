CREATE TABLE transfers (
  id INTEGER PRIMARY KEY,
  payer INTEGER NOT NULL REFERENCES accounts (id),
  payee INTEGER NOT NULL REFERENCES accounts (id),
  amount INTEGER NOT NULL CHECK (amount > 0)
);
