"""Records of many articles in files, made by many processes or machines, then read into one store.

    make_shards   articles in, shards out: any number of workers, again after any interruption
    read_shards   shards in, the articles and how they were read out, for `kg.build.build_articles`

A shard holds the records of so many articles one after the other in the input, and is a function of those and of
software and model alone: N-Quads of the article graphs (`000007.nq.gz`), a table of their mentions
(`000007.mentions.parquet`) and a manifest (`000007.json`), which is written last, so that a shard without one does not
count. `shards.json` comes when all are there. All may lie wherever fsspec writes.
"""

from kg.shards.make import ShardReport, make_shards
from kg.shards.read import load_shards, read_shards

__all__ = ["ShardReport", "load_shards", "make_shards", "read_shards"]
