"""Names: what the recogniser missed, cut wrongly or labelled against what the text says of them."""
