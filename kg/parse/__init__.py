"""Article → Doc: the only place that loads a spaCy pipeline.

In: articles, each with the spans of its scraped noise. Out: `Parsed(article, doc, noise)`, whose Doc carries Universal
Dependencies whatever the pipeline's own labels are. Refused: a pipeline without tags, tree or names (ModelError).
"""

from kg.parse.pipeline import Parsed, load_pipeline, model_card, model_name, parse, pipeline_folder, pipeline_id

__all__ = ["Parsed", "load_pipeline", "model_card", "model_name", "parse", "pipeline_folder", "pipeline_id"]
