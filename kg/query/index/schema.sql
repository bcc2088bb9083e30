-- Numbers of events (n) follow the order of the list by time, with gaps, so that a page of it is a range and new events
-- find room between old ones.
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE event (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  iri TEXT NOT NULL,
  type INTEGER NOT NULL, status INTEGER NOT NULL, polarity TEXT NOT NULL, certainty TEXT NOT NULL, tense TEXT NOT NULL,
  confidence REAL NOT NULL, support INTEGER NOT NULL, sources INTEGER NOT NULL,
  place INTEGER, earliest TEXT, latest TEXT,
  first INTEGER, last INTEGER,  -- ordinals of the first and last possible day; an open end is the calendar's; or NULL
  long INTEGER NOT NULL,        -- 0 where both days are known and at most a month apart
  down INTEGER NOT NULL,        -- what the list is sorted by from the newest, before the id
  time_key TEXT NOT NULL, support_key TEXT NOT NULL, confidence_key TEXT NOT NULL
);
-- ids alone, close together, for who needs those of thousands of events
CREATE TABLE name (n INTEGER PRIMARY KEY, id TEXT NOT NULL);
-- what is shown of an event, apart, so that counting reads none of it
CREATE TABLE shown (n INTEGER PRIMARY KEY, event BLOB NOT NULL);
CREATE TABLE more (n INTEGER PRIMARY KEY, more BLOB NOT NULL);
-- a number is never given again: counts of one that is gone must not reach another
CREATE TABLE actor (
  a INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, shown TEXT NOT NULL,
  events INTEGER NOT NULL DEFAULT 0, first TEXT, last TEXT
);
-- role 0 stands for any role
CREATE TABLE part (
  a INTEGER, role INTEGER, long INTEGER, n INTEGER, first INTEGER, last INTEGER, type INTEGER, status INTEGER,
  down INTEGER,
  PRIMARY KEY (a, role, long, n)
) WITHOUT ROWID;
-- numbers of events of an actor by their days; -1 for undated
CREATE TABLE actor_day (
  a INTEGER, role INTEGER, first INTEGER, last INTEGER, events INTEGER, PRIMARY KEY (a, role, first, last)
) WITHOUT ROWID;
-- numbers of events that two actors share, each pair both ways
CREATE TABLE shared (a INTEGER, other INTEGER, events INTEGER, PRIMARY KEY (a, other)) WITHOUT ROWID;
CREATE TABLE place (p INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, shown TEXT NOT NULL);
CREATE VIRTUAL TABLE point USING rtree(p, lat_low, lat_high, lon_low, lon_high);
CREATE TABLE article (
  r INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, source TEXT, date TEXT NOT NULL, title TEXT NOT NULL,
  shown TEXT NOT NULL, extractor TEXT, mentions INTEGER NOT NULL
);
CREATE TABLE told (r INTEGER, n INTEGER, PRIMARY KEY (r, n)) WITHOUT ROWID;
-- one row for each sentence of an event: n * 1024 + its number
CREATE VIRTUAL TABLE sentence USING fts5(words, content='', tokenize="ascii tokenchars '_'");
-- numbers of events by word, type and days (-1 for undated)
CREATE TABLE word (word TEXT PRIMARY KEY, events INTEGER) WITHOUT ROWID;
CREATE TABLE day (type INTEGER, first INTEGER, last INTEGER, events INTEGER, PRIMARY KEY (type, first, last)) WITHOUT ROWID;
-- on what the articles differ that report an event
CREATE TABLE differ (n INTEGER, property INTEGER, PRIMARY KEY (n, property)) WITHOUT ROWID;
-- which actors each event joins, packed (pair_rows.py)
CREATE TABLE pairs (block INTEGER PRIMARY KEY, rows BLOB NOT NULL);
CREATE TABLE merged (id TEXT PRIMARY KEY, node TEXT NOT NULL) WITHOUT ROWID;
