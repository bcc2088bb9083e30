"""According to whom: who says, writes or shows that something happened."""
