CREATE TABLE ill_word (
  word TEXT NOT NULL
);
