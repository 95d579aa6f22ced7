//! From a file, folder or stream to articles: find, decode, recognise the format, read, clean.
