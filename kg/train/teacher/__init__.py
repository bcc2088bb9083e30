"""A stronger model than the one that ships, used only to train it: never imported by whodid at run time.

In: the treebank and the name sets. Out: silver trees and names on texts that have none, and a vector for each of the
commonest words. Needs the dependency group `teach` (torch, transformers and a packaged MiniLM).
"""
