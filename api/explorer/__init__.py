"""The pages for people, made on the server from the same queries as the data; scripts only add to them.

`views` makes each page, `address` keeps every state in the URL, `words` says numbers, dates and roles, `spans` marks
texts, `rendering` fills the templates of `api/templates`. Everything from articles is escaped by the templates; titles
and sentences come from scraped pages and may hold anything.
"""
