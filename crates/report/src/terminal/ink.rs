//! Colours by what they mean; none when colour is off.

use anstyle::{AnsiColor, Style};

/// Whether to colour.
#[derive(Clone, Copy)]
pub(super) struct Ink {
    pub(super) colour: bool,
}

/// What a colour means.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Tone {
    Strong,
    Faint,
    Code,
    Data,
    Stop,
    Warn,
    Note,
}

impl Ink {
    pub(super) fn paint(self, tone: Tone, text: &str) -> String {
        if !self.colour || text.trim().is_empty() {
            return text.to_owned();
        }
        let style = match tone {
            Tone::Strong => Style::new().bold(),
            Tone::Faint => Style::new().dimmed(),
            Tone::Code => AnsiColor::Cyan.on_default(),
            Tone::Data => AnsiColor::Blue.on_default(),
            Tone::Stop => AnsiColor::Red.on_default().bold(),
            Tone::Warn => AnsiColor::Yellow.on_default().bold(),
            Tone::Note => AnsiColor::Cyan.on_default().bold(),
        };
        format!("{style}{text}{style:#}")
    }
}
