//! Stable names of everything that can be wrong.

use std::fmt;

/// One kind of mistake: what scripts match on and what `quickscale explain` explains.
///
/// Codes are declared in `catalogue/`, one file per layer, and are never renamed.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// `layer::what`, for example `manifest::unknown-node`.
    pub id: &'static str,
    /// One line that says what the code means.
    pub title: &'static str,
    /// Some paragraphs: why this is refused, an example, and the way out.
    pub explanation: &'static str,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// Declares the codes of one layer, and a list of them all for the catalogue.
macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident = $id:literal, $title:literal, $explanation:literal;)*) => {
        $(
            $(#[$meta])*
            #[doc = $title]
            pub static $name: $crate::diagnostics::Code = $crate::diagnostics::Code {
                id: $id,
                title: $title,
                explanation: $explanation,
            };
        )*
        /// Every code of the layer, in the order of their declaration.
        pub static ALL: &[&$crate::diagnostics::Code] = &[$(&$name),*];
    };
}

pub(super) use codes;
