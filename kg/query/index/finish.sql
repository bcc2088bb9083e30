-- After the rows are in: what would slow them down before.
CREATE UNIQUE INDEX event_id ON event (id);
CREATE UNIQUE INDEX event_iri ON event (iri);
CREATE UNIQUE INDEX event_down ON event (by_time_down);
CREATE UNIQUE INDEX event_support ON event (by_support);
CREATE UNIQUE INDEX event_confidence ON event (by_confidence);
CREATE INDEX event_type ON event (type, n, first, last);
CREATE INDEX event_place ON event (place, n, type, first, last);
CREATE INDEX event_status ON event (status, n);
CREATE INDEX article_source ON article (source);
CREATE INDEX pair_source ON pair (source, target, relation);
INSERT INTO day SELECT type, first, last, COUNT(*) FROM event WHERE first IS NOT NULL GROUP BY type, first, last;
INSERT INTO sentence(sentence) VALUES ('optimize');
ANALYZE;
