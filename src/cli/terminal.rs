//! What the terminal can do and what the user wants of it: colours, links, pager, columns.

use crate::cli::pager::PagerCommand;
use crate::present::Style;
use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;
use std::io::{self, IsTerminal};

/// How results are shown to a person.
#[derive(Debug, Clone, Copy, clap::Args)]
#[command(next_help_heading = "Terminal")]
pub(crate) struct TerminalArgs {
    /// Colours: `auto` on terminals, as NO_COLOR, CLICOLOR and CLICOLOR_FORCE say
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    color: When,
    /// Titles as links: `auto` on terminals known to show them
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    hyperlinks: When,
    /// Results longer than the screen in FUNDSTELLE_PAGER, PAGER or `less`: `auto` on terminals
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Paging::Auto)]
    pager: Paging,
    /// Short for --pager never
    #[arg(long, global = true)]
    no_pager: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Paging {
    Auto,
    Never,
}

/// What results are made for.
#[derive(Debug)]
pub(crate) struct Screen {
    /// Whether a person sees them at once.
    pub(crate) terminal: bool,
    /// How text is set off.
    pub(crate) style: Style,
    /// Columns and rows; `None` where there are none.
    pub(crate) size: Option<(usize, usize)>,
    /// What shows more than fits on the screen; `None` where nothing is wanted.
    pub(crate) pager: Option<PagerCommand>,
}

impl TerminalArgs {
    /// What stdout is, and what is wanted of it.
    pub(crate) fn screen(self) -> Screen {
        let terminal = io::stdout().is_terminal();
        let size = terminal_size::terminal_size().filter(|_| terminal);
        let style = if self.coloured() { Style::COLOURED } else { Style::PLAIN };
        let paged = terminal && self.pager == Paging::Auto && !self.no_pager;
        Screen {
            terminal,
            style: style.with_links(self.linked()),
            size: size.map(|(width, height)| (usize::from(width.0), usize::from(height.0))),
            pager: if paged { PagerCommand::wanted() } else { None },
        }
    }

    fn coloured(self) -> bool {
        match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
        }
    }

    fn linked(self) -> bool {
        match self.hyperlinks {
            When::Always => true,
            When::Never => false,
            When::Auto => supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
        }
    }
}
