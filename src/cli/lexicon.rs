//! The user's own lists: `--lexicon DIR`, and the `actors.toml` of an index.

use crate::annotate::Annotator;
use crate::index::Snapshot;
use crate::lexicon::Lexicon;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which lists annotation works with.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct LexiconArgs {
    /// Folder with lists of your own, `outlets.toml` or `actors.toml`
    #[arg(long, value_name = "DIR")]
    pub(crate) lexicon: Option<PathBuf>,
}

impl LexiconArgs {
    /// The annotator with the embedded lists, over them the `actors.toml` of the index, over that the folder's lists.
    pub(crate) fn annotator(&self, index: Option<&Path>) -> anyhow::Result<Arc<Annotator>> {
        let mut lexicon = Lexicon::embedded().as_ref().clone();
        if let Some(index) = index {
            lexicon = lexicon.with_actors_of(&Snapshot::actors_file(index))?;
        }
        if let Some(folder) = &self.lexicon {
            lexicon = lexicon.with_folder(folder)?;
        }
        let own = !lexicon.own_text().is_empty();
        Ok(if own { Arc::new(Annotator::new(Arc::new(lexicon))) } else { Annotator::embedded().clone() })
    }
}
