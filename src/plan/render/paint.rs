//! Colours, which never carry meaning alone.

use std::fmt::Display;

use anstyle::AnsiColor;

/// Whether the text has colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    #[default]
    Plain,
    /// With the escape sequences of a terminal.
    Ansi,
}

/// What a piece of text is; each has one look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Title,
    Faint,
    Added,
    Removed,
    Changed,
    Moved,
    Alarm,
    /// The words that differ in a line that was added.
    AddedWord,
    /// The words that differ in a line that was removed.
    RemovedWord,
    /// Where in a file a diff is.
    Place,
}

impl Style {
    pub(super) fn paint(self, look: Look, text: impl Display) -> String {
        let style = look.style();
        match self {
            Self::Ansi if look != Look::Plain => format!("{style}{text}{style:#}"),
            Self::Plain | Self::Ansi => text.to_string(),
        }
    }
}

impl Look {
    fn style(self) -> anstyle::Style {
        let plain = anstyle::Style::new();
        match self {
            Self::Plain => plain,
            Self::Title => plain.bold(),
            Self::Faint => plain.dimmed(),
            Self::Added => AnsiColor::Green.on_default(),
            Self::Removed => AnsiColor::Red.on_default(),
            Self::Changed => AnsiColor::Yellow.on_default(),
            Self::Moved | Self::Place => AnsiColor::Cyan.on_default(),
            Self::Alarm => AnsiColor::Red.on_default().bold(),
            Self::AddedWord => AnsiColor::Green.on_default().bold().underline(),
            Self::RemovedWord => AnsiColor::Red.on_default().bold().underline(),
        }
    }
}
