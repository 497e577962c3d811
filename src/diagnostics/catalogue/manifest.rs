//! Codes of the `manifest` layer.

pub mod codes {
    use crate::diagnostics::code::codes;

    codes! {}
}
