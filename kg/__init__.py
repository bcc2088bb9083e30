"""whodid: read → parse → extract → resolve → merge → store → query; `kg.build` calls the stages in that order."""
