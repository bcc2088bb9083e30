-- Numbers of events (n) follow the order of the list by time, so that a page of it is a range.
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE event (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  iri TEXT NOT NULL,
  type INTEGER NOT NULL, status INTEGER NOT NULL, polarity TEXT NOT NULL, certainty TEXT NOT NULL, tense TEXT NOT NULL,
  confidence REAL NOT NULL, support INTEGER NOT NULL, sources INTEGER NOT NULL,
  place INTEGER, earliest TEXT, latest TEXT,
  first INTEGER, last INTEGER,  -- ordinals of the first and last possible day; an open end is the calendar's; or NULL
  by_time_down INTEGER NOT NULL, by_support INTEGER NOT NULL, by_confidence INTEGER NOT NULL
);
-- what is shown of an event, apart, so that counting reads none of it
CREATE TABLE shown (n INTEGER PRIMARY KEY, event TEXT NOT NULL, more TEXT NOT NULL);
CREATE TABLE actor (a INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, events INTEGER, first TEXT, last TEXT);
-- role 0 stands for any role
CREATE TABLE part (
  a INTEGER, role INTEGER, n INTEGER, first INTEGER, last INTEGER, type INTEGER, status INTEGER,
  PRIMARY KEY (a, role, n)
) WITHOUT ROWID;
CREATE TABLE counterpart (a INTEGER, rank INTEGER, other INTEGER, events INTEGER, PRIMARY KEY (a, rank)) WITHOUT ROWID;
CREATE TABLE place (p INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE point USING rtree(p, lat_low, lat_high, lon_low, lon_high);
CREATE TABLE article (
  r INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT, date TEXT NOT NULL, title TEXT NOT NULL,
  shown TEXT NOT NULL
);
CREATE TABLE told (r INTEGER, n INTEGER, PRIMARY KEY (r, n)) WITHOUT ROWID;
-- one row for each mention: n * 65536 + its number
CREATE VIRTUAL TABLE sentence USING fts5(words, content='', tokenize="ascii tokenchars '_'");
CREATE TABLE day (type INTEGER, first INTEGER, last INTEGER, events INTEGER, PRIMARY KEY (type, first, last)) WITHOUT ROWID;
CREATE TABLE pair (n INTEGER, source INTEGER, target INTEGER, relation INTEGER, PRIMARY KEY (n, source, target, relation))
  WITHOUT ROWID;
CREATE TABLE edge (
  source INTEGER, target INTEGER, relation INTEGER, type INTEGER, status INTEGER,
  weight INTEGER, first TEXT, last TEXT, confidence REAL, events TEXT,
  PRIMARY KEY (source, target, relation, type, status)
) WITHOUT ROWID;
CREATE TABLE node (a INTEGER PRIMARY KEY, weight INTEGER);
