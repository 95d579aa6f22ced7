//! Writes the table of every segment, beside the segment's other files, when it is committed or merged.
//!
//! As a component of the segment the table shares its fate without any code here: it appears with it, has a checksum
//! like its other files, and goes with it. A folder of side files would have to be kept in step with merges by hand.

use crate::index::schema::BODY;
use crate::index::vocabulary::table::TableBuilder;
use std::any::Any;
use std::io::{self, Write as _};
use tantivy::directory::TerminatingWrite as _;
use tantivy::index::SegmentComponent;
use tantivy::indexer::DocIdMapping;
use tantivy::termdict::TermDictionary;
use tantivy::{PluginMergeContext, PluginWriter, PluginWriterContext, Segment, SegmentPlugin, SegmentReader};

const EXTENSION: &str = "vocabulary";

/// The name of the table among the components of a segment.
pub(super) fn component() -> SegmentComponent {
    SegmentComponent::Custom(EXTENSION.to_owned())
}

/// The table of a dictionary, as a file.
pub(super) fn table_of(dictionary: &TermDictionary) -> io::Result<Vec<u8>> {
    let mut builder = TableBuilder::default();
    let mut terms = dictionary.stream()?;
    while let Some((term, _)) = terms.next() {
        builder.add(std::str::from_utf8(term).unwrap_or_default());
    }
    Ok(builder.finish())
}

/// Makes the engine write a table for every segment.
pub(crate) struct VocabularyPlugin;

impl SegmentPlugin for VocabularyPlugin {
    fn extensions(&self) -> &[&str] {
        &[EXTENSION]
    }

    fn create_writer(&self, _: &PluginWriterContext<'_>) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(VocabularyWriter))
    }

    fn merge(&self, context: PluginMergeContext<'_>) -> tantivy::Result<()> {
        write_table(context.target_segment)
    }
}

/// Needs no documents: the segment's dictionary, written before it, has all the terms.
struct VocabularyWriter;

impl PluginWriter for VocabularyWriter {
    fn serialize(self: Box<Self>, segment: &Segment, _: Option<&DocIdMapping>) -> tantivy::Result<()> {
        write_table(segment)
    }

    fn mem_usage(&self) -> usize {
        0
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

fn write_table(segment: &Segment) -> tantivy::Result<()> {
    let body = segment.schema().get_field(BODY)?;
    let index = SegmentReader::open(segment)?.inverted_index(body)?;
    let mut file = segment.open_write(component())?;
    file.write_all(&table_of(index.terms())?)?;
    file.terminate()?;
    Ok(())
}
