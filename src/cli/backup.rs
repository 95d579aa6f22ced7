//! `backup`: one commit of the index in one file.

use crate::cli::Exit;
use crate::cli::output::Output;
use crate::index;
use anyhow::Context;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Writes the index into one file, with every checksum, while it may be searched and written
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  fundstelle backup sicherung.tar.zst\n  \
                        fundstelle backup --force /mnt/platte/artikel.tar.zst\n\n\
                        What else lies in the index's folder is kept as well. `fundstelle restore` brings it back.")]
pub(crate) struct Args {
    /// The file to write
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        anyhow::ensure!(
            self.force || !self.file.exists(),
            "{} is there already; --force writes over it",
            self.file.display()
        );
        let folder = folder_of(&self.file)?;
        let home = index.canonicalize().map_err(|_| index::Error::Missing(index.to_owned()))?;
        anyhow::ensure!(!folder.starts_with(home), "{} lies within the index itself", self.file.display());
        // Under another name until it is whole: a backup cut short must not look like one.
        let unfinished = unfinished_file(&folder).with_context(|| format!("writing into {}", folder.display()))?;
        let mut writer = BufWriter::with_capacity(1 << 20, unfinished);
        let backup = index::backup(index, &mut writer)?;
        writer.flush()?;
        let unfinished = writer.into_inner().map_err(|error| error.into_error())?;
        unfinished.as_file().sync_all()?;
        let written =
            if self.force { unfinished.persist(&self.file) } else { unfinished.persist_noclobber(&self.file) };
        let written = written.with_context(|| format!("writing {}", self.file.display()))?;
        let packed = written.metadata().map_or(0, |data| data.len());
        output.line(format!(
            "backed up  {} articles, {} files, {:.1} MB packed into {:.1} MB",
            backup.counts.articles,
            backup.files,
            backup.bytes as f64 / 1e6,
            packed as f64 / 1e6
        ))?;
        Ok(Exit::Found)
    }
}

/// A file that is deleted unless it is given its name; who may read it is left to the umask.
fn unfinished_file(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// The folder that a file is to lie in.
fn folder_of(file: &Path) -> anyhow::Result<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::canonicalize(folder).with_context(|| format!("there is no folder {}", folder.display()))
}
