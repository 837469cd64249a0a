-- The words of each published article, folded and parted by their first letter ('c': '-chat-climat-'): src/search.cpp. What was published before
-- stands under the initial '' until it is published again: all its words in their order, accents and signs taken off here as well as SQL can.
CREATE TABLE publication_words (
  initial TEXT NOT NULL,
  article TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (initial, article)
);
CREATE INDEX publication_words_by_article ON publication_words (article);
INSERT INTO publication_words (initial, article, words) SELECT '', id, LOWER(' ' || title || ' ' || summary || ' ' || body) FROM publication_article WHERE state = 'published';
UPDATE publication_words SET words = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(words, 'à', 'a'), 'â', 'a'), 'ä', 'a'), 'á', 'a'), 'ã', 'a'), 'å', 'a'), 'À', 'a'), 'Â', 'a'), 'Ä', 'a'), 'Á', 'a'), 'Ã', 'a'), 'Å', 'a');
UPDATE publication_words SET words = REPLACE(REPLACE(words, 'ç', 'c'), 'Ç', 'c');
UPDATE publication_words SET words = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(words, 'é', 'e'), 'è', 'e'), 'ê', 'e'), 'ë', 'e'), 'É', 'e'), 'È', 'e'), 'Ê', 'e'), 'Ë', 'e');
UPDATE publication_words SET words = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(words, 'î', 'i'), 'ï', 'i'), 'í', 'i'), 'ì', 'i'), 'Î', 'i'), 'Ï', 'i'), 'Í', 'i'), 'Ì', 'i');
UPDATE publication_words SET words = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(words, 'ô', 'o'), 'ö', 'o'), 'ó', 'o'), 'ò', 'o'), 'õ', 'o'), 'Ô', 'o'), 'Ö', 'o'), 'Ó', 'o'), 'Ò', 'o'), 'Õ', 'o');
UPDATE publication_words SET words = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(words, 'ù', 'u'), 'û', 'u'), 'ü', 'u'), 'ú', 'u'), 'Ù', 'u'), 'Û', 'u'), 'Ü', 'u'), 'Ú', 'u');
UPDATE publication_words SET words = REPLACE(REPLACE(words, 'ñ', 'n'), 'Ñ', 'n');
UPDATE publication_words SET words = REPLACE(REPLACE(REPLACE(REPLACE(words, 'ÿ', 'y'), 'ý', 'y'), 'Ÿ', 'y'), 'Ý', 'y');
UPDATE publication_words SET words = REPLACE(REPLACE(words, 'œ', 'oe'), 'Œ', 'oe');
UPDATE publication_words SET words = REPLACE(REPLACE(words, 'æ', 'ae'), 'Æ', 'ae');
UPDATE publication_words SET words = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(words, ' ', '-'), '	', '-'), '
', '-'), '.', '-'), ',', '-'), ':', '-');
UPDATE publication_words SET words = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(words, '!', '-'), '?', '-'), '(', '-'), ')', '-'), '[', '-'), ']', '-');
UPDATE publication_words SET words = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(words, '{', '-'), '}', '-'), '/', '-'), '*', '-'), '#', '-'), '_', '-');
UPDATE publication_words SET words = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(words, '+', '-'), '=', '-'), '|', '-'), '<', '-'), '>', '-'), '&', '-');
UPDATE publication_words SET words = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(words, '%', '-'), '@', '-'), '"', '-'), '`', '-'), '~', '-'), ' ', '-');
UPDATE publication_words SET words = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(words, ' ', '-'), '’', '-'), '‘', '-'), '«', '-'), '»', '-'), '“', '-');
UPDATE publication_words SET words = REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(words, '”', '-'), '–', '-'), '—', '-'), '…', '-'), '•', '-'), '''', '-');
UPDATE publication_words SET words = REPLACE(words, ';', '-');
