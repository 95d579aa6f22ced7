//! The index on disk: schema, documents, writing, opening, manifest.
