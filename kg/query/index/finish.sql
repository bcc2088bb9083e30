-- After the rows are in: what would slow them down before.
CREATE UNIQUE INDEX event_id ON event (id);
CREATE UNIQUE INDEX event_iri ON event (iri);
CREATE UNIQUE INDEX event_time ON event (time_key);
CREATE INDEX event_down ON event (down, id, first, last, type, status);
CREATE UNIQUE INDEX event_support ON event (support_key);
CREATE UNIQUE INDEX event_confidence ON event (confidence_key);
CREATE INDEX event_type ON event (type, n, first, last, status);
CREATE INDEX event_place ON event (place, n, type, first, last, status);
CREATE INDEX event_status ON event (status, n);
-- all that conditions look at, in a tenth of the bytes
CREATE INDEX event_narrow ON event (
  long, n, first, last, type, status, place, polarity, certainty, tense, confidence, sources
);
CREATE INDEX part_type ON part (a, role, type, long, n, first, last, status);
CREATE INDEX part_down ON part (a, role, long, down, n, first, last, type, status);
CREATE INDEX article_date ON article (date, id);
CREATE INDEX article_source ON article (source, date, id);
CREATE INDEX merged_node ON merged (node);
INSERT INTO sentence(sentence) VALUES ('optimize');
ANALYZE;
